/**
 * The budget of the code base: how many files and how long, and who imports whom. Fails on too many source files or a broken
 * import rule, warns about long files and functions. `--root <folder>` looks at another tree.
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

/** @param {readonly import('./lib/source-file.mjs').SourceFile[]} files @returns {Map<string, number>} */
const countByPackage = (files) => {
  const counts = new Map();
  for (const { path } of files) {
    const name = path.slice(0, path.indexOf('/'));
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
};

/** @param {readonly import('./lib/source-file.mjs').SourceFile[]} files */
const printSizes = (files, byLines, functions) => {
  const lines = files.map((file) => file.lines).sort((a, b) => a - b);
  const total = lines.reduce((sum, count) => sum + count, 0);
  console.log(
    `${files.length} source files, ${total} lines; a file: median ${quantile(lines, 0.5)}, p90 ${quantile(lines, 0.9)}`,
  );
  console.log([...countByPackage(files)].map(([name, count]) => `${name} ${count}`).join(', '));
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
for (const { path, lines } of byLines.filter((file) => file.lines > limits.fileLines)) {
  console.log(`warning: packages/${path} has ${lines} lines, the aim is at most ${limits.fileLines}`);
}
for (const { at, name, lines } of functions.filter((size) => size.lines > limits.functionLines)) {
  console.log(`warning: ${at}: ${name} has ${lines} lines, the aim is at most ${limits.functionLines}`);
}
for (const [name, count] of countByPackage(files)) {
  const most = limits.sourceFiles[name];
  if (most === undefined) faults.unshift(`${name} has no limit of source files`);
  else if (count > most) faults.unshift(`${name} has ${count} source files, the most is ${most}`);
}
for (const fault of faults) console.error(`error: ${fault}`);
console.log(faults.length === 0 ? 'import rules: kept' : `budget: ${faults.length} errors`);
process.exit(faults.length === 0 ? 0 : 1);
