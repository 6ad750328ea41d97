/**
 * The budget of the code base: how many files and how long, and who imports whom. Fails on too many source files in a package or a
 * folder and on a broken import rule, warns about a package whose median file is long, and about long functions. `--root <folder>`
 * looks at another tree.
 */
import { deadRows, modulesOf } from './lib/dead-rows.mjs';
import { importFaults } from './lib/import-faults.mjs';
import { budgetLimits } from './lib/limits.mjs';
import { root as repository } from './lib/root.mjs';
import { sourceFaults } from './lib/source-faults.mjs';
import { readSourceTree } from './lib/source-tree.mjs';

const rootFlag = process.argv.indexOf('--root');
const root = (rootFlag > 0 && process.argv[rootFlag + 1]) || repository;
const longest = 5;

/** @param {readonly number[]} sorted @param {number} share */
const quantile = (sorted, share) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

/** @typedef {import('./lib/source-file.mjs').SourceFile} SourceFile */

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

/** @param {readonly SourceFile[]} files */
const printSizes = (files, byLines, functions) => {
  console.log('                   files  lines median    p90    max');
  for (const [name, lines] of linesBy(files, packageOf)) console.log(sizeOf(name, lines));
  for (const [name, lines] of linesBy(files, () => 'all')) console.log(sizeOf(name, lines));
  console.log('longest files:');
  for (const { path, lines: count } of byLines.slice(0, longest))
    console.log(`  ${String(count).padStart(4)}  packages/${path}`);
  console.log('longest functions:');
  for (const { at, name, lines: count } of functions.slice(0, longest))
    console.log(`  ${String(count).padStart(4)}  ${name}  ${at}`);
};

const limits = budgetLimits(root);
const files = readSourceTree(root);
const byLines = [...files].sort((a, b) => b.lines - a.lines);
const functions = files
  .flatMap(({ path, functions: own }) =>
    own.map((size) => ({ ...size, at: `packages/${path}:${size.line}` })),
  )
  .sort((a, b) => b.lines - a.lines);
// What lies beside src/ does not count, but its imports are ruled all the same.
const ruled = [...files, ...readSourceTree(root, 'sandbox'), ...readSourceTree(root, 'embedded')];
const faults = [...ruled.flatMap(sourceFaults), ...(await importFaults(root, ruled))];
// Of the repository alone: a planted tree has not a file for each row.
if (root === repository)
  faults.push(...deadRows({ files: ruled.map(({ path }) => path), modules: modulesOf(root) }));

printSizes(files, byLines, functions);
for (const { at, name, lines } of functions.filter((size) => size.lines > limits.functionLines)) {
  console.log(`warning: ${at}: ${name} has ${lines} lines, the aim is at most ${limits.functionLines}`);
}
for (const [name, lines] of linesBy(files, packageOf)) {
  const most = limits.sourceFiles[name];
  const median = quantile(lines, 0.5);
  if (median > limits.medianLines)
    console.log(
      `warning: the median file of ${name} has ${median} lines, the aim is at most ${limits.medianLines}`,
    );
  if (most === undefined) faults.unshift(`${name} has no limit of source files`);
  else if (lines.length > most)
    faults.unshift(`${name} has ${lines.length} source files, the most is ${most}`);
}
for (const [folder, { length }] of linesBy(files, folderOf)) {
  if (length > limits.folderFiles)
    faults.unshift(
      `packages/${folder} has ${length} source files, the most of a folder is ${limits.folderFiles}`,
    );
}
for (const fault of faults) console.error(`error: ${fault}`);
console.log(faults.length === 0 ? 'import rules: kept' : `budget: ${faults.length} errors`);
process.exit(faults.length === 0 ? 0 : 1);
