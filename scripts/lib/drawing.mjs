/** The page docs/import-rules.md: the tables of import-rules.mjs to read, and the arrows that there are today. */
import { cruise } from 'dependency-cruiser';
import { packages, rooms, serverFolders } from './import-rules.mjs';
import { root } from './root.mjs';

const start = 'packages/server/src/';

/** @param {readonly string[]} [names] */
const list = (names = []) => names.map((name) => `\`${name}\``).join(', ') || 'nothing';

/** @param {readonly string[]} heads @param {readonly (readonly string[])[]} rows */
const table = (heads, rows) => {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n');
};

const isRoom = (path) => rooms.includes(path);

const packageRows = () =>
  Object.entries(packages).map(([name, { may, types, not, in: folders = {} }]) => [
    `\`${name}\`${isRoom(`${name}/`) ? ' (kept)' : ''}`,
    [
      `${may.includes('*') ? 'anything' : list(may)}${not === undefined ? '' : ` but ${list(not)}`}`,
      ...(types === undefined ? [] : [`as types ${list(types)}`]),
      ...Object.entries(folders).map(([folder, more]) => `in \`${folder}\` also ${list(more)}`),
    ].join('; '),
  ]);

const folderRows = () =>
  Object.entries(serverFolders).map(([folder, { may, types, not }]) => [
    `\`${folder}\`${isRoom(`server/src/${folder}`) ? ' (kept)' : ''}`,
    list(may),
    list(types),
    list(not),
  ]);

/** The folder that a file belongs to in the drawing, `booking/write` apart from `booking`. @param {string} path */
const placeOf = (path) => {
  const [first = '', second, third] = path.slice(start.length).split('/');
  if (second === undefined) return first.replace('.ts', '');
  return first === 'booking' && third !== undefined ? 'booking/write' : first;
};

/** Arrows between the server's folders that exist at run time, in order. @returns {Promise<string[]>} */
const arrows = async () => {
  const { output } = await cruise([start], {
    baseDir: root,
    tsPreCompilationDeps: true,
    doNotFollow: { path: ['node_modules', '^packages/(?!server/src)'] },
    includeOnly: `^${start}`,
  });
  if (typeof output === 'string') throw new Error(output);
  const found = output.modules.flatMap(({ source, dependencies }) =>
    dependencies
      .filter(({ dependencyTypes }) => !dependencyTypes.some((type) => type.startsWith('type-')))
      .map(({ resolved }) => [placeOf(source), placeOf(resolved)]),
  );
  // Errors, answers and ids of a request are known nearly everywhere; their arrows would hide the others.
  const everywhere = new Set(['errors', 'answer', 'partner-call', 'trace', 'version']);
  const drawn = found.filter(([from, to = '']) => from !== to && !everywhere.has(to));
  return [...new Set(drawn.map(([from, to]) => `  ${from} --> ${to}`))].sort();
};

/** @returns {Promise<string>} */
export const importRulesPage = async () => `# Who may import whom

Made from \`scripts/lib/import-rules.mjs\` by \`pnpm drawing\`; a test holds the two together. What the places are for is in
[architecture.md](architecture.md).

## Packages

${table(['Package', 'May import'], packageRows())}

## The server

The first row that fits a file counts. A place may import its own files.

${table(['Place', 'May import', 'As types', 'Must not know'], folderRows())}

## The arrows today

At run time, between the folders of the server, but for \`errors.ts\`, \`answer.ts\` and \`partner-call.ts\`, which nearly all know.

\`\`\`mermaid
flowchart LR
${(await arrows()).join('\n')}
\`\`\`
`;
