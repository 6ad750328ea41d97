/** The tables of import-rules.mjs as forbidden dependencies of dependency-cruiser; `…` in a rule's name stands for what was imported. */
import { interiors, onlyIn, packages, serverFolders, strangers, testDoubles } from './import-rules.mjs';

/** @typedef {{ path?: string, pathNot?: string | string[], dependencyTypes?: DependencyType[], dependencyTypesNot?: DependencyType[] }} End */
/** @typedef {import('dependency-cruiser').DependencyType} DependencyType */

const server = 'server/src/';
const nothing = '^$';
/** @type {DependencyType[]} */
const typeOnly = ['type-only', 'type-import'];

/** @param {string} text */
const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** @param {string} pattern */
const regexp = (pattern) => {
  const isPrefix = pattern.endsWith('/') || pattern.endsWith('*');
  return `${escaped(pattern.replace(/\*$/, ''))}${isPrefix ? '' : '$'}`;
};

/** @param {string} start a regular expression @param {readonly string[]} patterns */
const startsWith = (start, patterns) =>
  patterns.length === 0 ? nothing : `^${start}(?:${patterns.map(regexp).join('|')})`;

/** @param {readonly string[]} patterns @param {string} [folder] below `packages/` */
const paths = (patterns, folder = '') => startsWith(`packages/${folder}`, patterns);

/** @param {readonly string[]} [patterns] of packages and built-in modules */
const modules = (patterns = []) => startsWith('(?:\\.\\./)*node_modules/', patterns);

/** @param {string} name @param {End} from @param {End & { circular?: boolean, couldNotResolve?: boolean }} to */
const forbid = (name, from, to) => ({ name, severity: /** @type {const} */ ('error'), from, to });

/**
 * Everything `within` is forbidden but what is allowed, always or with `import type` only.
 * @param {string} who @param {End} from @param {End} within @param {{ may: string, types: string }} allowed
 */
const allowOnly = (who, from, within, { may, types }) => [
  forbid(`${who} may not import …`, from, { ...within, pathNot: [may, types] }),
  forbid(`${who} may not import … at run time (only with \`import type\`)`, from, {
    path: types,
    pathNot: may,
    dependencyTypesNot: typeOnly,
  }),
];

/** @param {[string, typeof packages[keyof typeof packages]]} row */
const packageRules = ([name, { may, types, not, in: folders = {} }]) => {
  const places = { [`${name}/`]: [], ...folders };
  return Object.keys(places).flatMap((place) => {
    const above = Object.entries(places).filter(([other]) => place.startsWith(other));
    const below = Object.keys(places).filter((other) => other !== place && other.startsWith(place));
    const from = { path: paths([place]), pathNot: paths(below) };
    const allowed = { may: modules([...may, ...above.flatMap(([, more]) => more)]), types: modules(types) };
    return [
      ...allowOnly(name, from, { dependencyTypesNot: ['local'] }, allowed),
      ...(not ? [forbid(`${name} may not import …`, from, { path: modules(not) })] : []),
    ];
  });
};

/** @param {[string, { may: string[], types?: string[], not?: string[] }]} row @param {number} index */
const folderRules = ([row, { may, types = [], not = [] }], index) => {
  // A file belongs to the first row that matches it.
  const earlier = Object.keys(serverFolders).slice(0, index);
  const from = {
    path: paths([row], server),
    pathNot: paths(
      earlier.filter((other) => row.startsWith(other) || other.startsWith(row)),
      server,
    ),
  };
  const allowed = { may: paths([row, ...may], server), types: paths(types, server) };
  return [
    ...allowOnly(server + row, from, { path: paths([server]) }, allowed),
    forbid(`${server}${row} must not know …`, from, { path: modules(not) }),
  ];
};

const rules = [
  ...Object.entries(packages).flatMap(packageRules),
  ...Object.entries(serverFolders).flatMap(folderRules),
  ...Object.entries(onlyIn).map(([pattern, places]) =>
    forbid(
      `… may be named only in ${places.join(', ')} (${pattern})`,
      { path: '^packages/', pathNot: paths(places) },
      { path: modules([pattern]) },
    ),
  ),
  ...Object.entries(interiors).map(([folder, places]) =>
    forbid(
      `${folder} may be entered only by ${places.join(', ')}: …`,
      { path: '^packages/', pathNot: paths([folder, ...places]) },
      { path: paths([folder]) },
    ),
  ),
  ...Object.entries(strangers).map(([rule, places]) =>
    forbid(`${rule}: …`, { path: paths(places) }, { path: paths(places) }),
  ),
  forbid(
    'nothing in src/ may import the test double …',
    { pathNot: paths(testDoubles) },
    { path: paths(testDoubles) },
  ),
  forbid(
    'a relative import may not leave its package: …',
    { path: '^(packages/[^/]+/)' },
    { pathNot: '^$1', dependencyTypes: ['local'] },
  ),
  forbid('… does not exist', {}, { couldNotResolve: true }),
  forbid('import cycle …', {}, { circular: true }),
];

/** Those that have something to forbid. */
export const forbidden = rules.filter(({ to }) => to.path !== nothing);
