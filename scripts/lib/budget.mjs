/** The budget of a source tree: how many files and how long, and who imports whom. */
import { deadRows, modulesOf } from './dead-rows.mjs';
import { importFaults } from './import-faults.mjs';
import { budgetLimits } from './limits.mjs';
import { root as repository } from './root.mjs';
import { sourceFaults } from './source-faults.mjs';
import { readSourceTree } from './source-tree.mjs';

const longest = 5;

/** @param {readonly number[]} sorted @param {number} share */
const quantile = (sorted, share) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

/** @typedef {import('./source-file.mjs').SourceFile} SourceFile */

/** @param {readonly SourceFile[]} files @param {(path: string) => string} of @returns {Map<string, number[]>} sorted lines of the files of each */
const linesBy = (files, of) => {
  const lines = Map.groupBy(files, ({ path }) => of(path));
  return new Map(
    [...lines].map(([name, own]) => [name, own.map((file) => file.lines).sort((a, b) => a - b)]),
  );
};

const packageOf = (path) => path.slice(0, path.indexOf('/'));
const folderOf = (path) => path.slice(0, path.lastIndexOf('/'));

/** @param {string} name @param {readonly number[]} lines sorted */
const sizeOf = (name, lines) => {
  const total = lines.reduce((sum, count) => sum + count, 0);
  const [median, p90] = [quantile(lines, 0.5), quantile(lines, 0.9)];
  const figures = [lines.length, total, median, p90, lines.at(-1) ?? 0].map((figure) =>
    String(figure).padStart(6),
  );
  return `  ${name.padEnd(16)}${figures.join(' ')}`;
};

/** @param {readonly SourceFile[]} files @param {readonly { at: string, name: string, lines: number }[]} functions the longest first */
const sizesOf = (files, functions) => [
  '                   files  lines median    p90    max',
  ...[...linesBy(files, packageOf)].map(([name, lines]) => sizeOf(name, lines)),
  ...[...linesBy(files, () => 'all')].map(([name, lines]) => sizeOf(name, lines)),
  'longest files:',
  ...files
    .toSorted((a, b) => b.lines - a.lines)
    .slice(0, longest)
    .map(({ path, lines }) => `  ${String(lines).padStart(4)}  packages/${path}`),
  'longest functions:',
  ...functions
    .slice(0, longest)
    .map(({ at, name, lines }) => `  ${String(lines).padStart(4)}  ${name}  ${at}`),
];

/** @param {readonly SourceFile[]} files */
const functionsOf = (files) =>
  files
    .flatMap(({ path, functions }) =>
      functions.map(({ name, lines, line }) => ({ name, lines, at: `packages/${path}:${line}` })),
    )
    .sort((a, b) => b.lines - a.lines);

/** @typedef {import('./limits.mjs').Limits} Limits */

/** @param {readonly SourceFile[]} files @param {Limits} limits @returns {string[]} */
const countFaults = (files, limits) => {
  const ofPackages = [...linesBy(files, packageOf)].flatMap(([name, { length }]) => {
    const most = limits.sourceFiles[name];
    if (most === undefined) return [`${name} has no limit of source files`];
    return length > most ? [`${name} has ${length} source files, the most is ${most}`] : [];
  });
  const ofFolders = [...linesBy(files, folderOf)]
    .filter(([, { length }]) => length > limits.folderFiles)
    .map(
      ([folder, { length }]) =>
        `packages/${folder} has ${length} source files, the most of a folder is ${limits.folderFiles}`,
    );
  return [...ofPackages, ...ofFolders];
};

/** What is long and may be. @returns {string[]} */
const warningsOf = (files, functions, limits) => [
  ...functions
    .filter(({ lines }) => lines > limits.functionLines)
    .map(
      ({ at, name, lines }) =>
        `${at}: ${name} has ${lines} lines, the aim is at most ${limits.functionLines}`,
    ),
  ...[...linesBy(files, packageOf)]
    .map(([name, lines]) => ({ name, median: quantile(lines, 0.5) }))
    .filter(({ median }) => median > limits.medianLines)
    .map(
      ({ name, median }) =>
        `the median file of ${name} has ${median} lines, the aim is at most ${limits.medianLines}`,
    ),
];

/**
 * @param {string} root of the repository, or of a planted tree, which has not a file for each row of the import rules
 * @returns {Promise<{ sizes: string[], warnings: string[], faults: string[] }>} lines to print; kept when there are no faults
 */
export const budgetOf = async (root) => {
  const limits = budgetLimits(root);
  const files = readSourceTree(root);
  const functions = functionsOf(files);
  // What lies beside src/ does not count, but its imports are ruled all the same.
  const ruled = [
    ...files,
    ...readSourceTree(root, 'sandbox'),
    ...readSourceTree(root, 'embedded'),
    ...readSourceTree(root, 'testing'),
  ];
  const faults = [
    ...countFaults(files, limits),
    ...ruled.flatMap(sourceFaults),
    ...(await importFaults(root, ruled)),
  ];
  if (root === repository)
    faults.push(...deadRows({ files: ruled.map(({ path }) => path), modules: modulesOf(root) }));
  return { sizes: sizesOf(files, functions), warnings: warningsOf(files, functions, limits), faults };
};
