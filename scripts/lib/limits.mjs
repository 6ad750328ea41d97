/** The numbers of the budget: this branch's own, but never above those of main, so a change cannot raise its own ceiling. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const path = 'scripts/lib/budget-limits.json';

/** @typedef {{ sourceFiles: Record<string, number>, folderFiles: number, medianLines: number, functionLines: number }} Limits `sourceFiles` by package */

/** @param {string} root @returns {Limits | undefined} undefined where main is not known, as in a shallow clone */
const limitsOnMain = (root) => {
  for (const branch of ['origin/main', 'main']) {
    const shown = spawnSync('git', ['show', `${branch}:${path}`], { cwd: root, encoding: 'utf8' });
    if (shown.status === 0) return JSON.parse(shown.stdout);
  }
  return undefined;
};

/** @param {string} root @returns {Limits} a package that main does not know yet is limited by the branch's own number */
export const budgetLimits = (root) => {
  const own = JSON.parse(readFileSync(new URL('budget-limits.json', import.meta.url), 'utf8'));
  const ceiling = limitsOnMain(root) ?? own;
  const lower = (name) => Math.min(own[name], ceiling[name] ?? own[name]);
  const sourceFiles = Object.entries(own.sourceFiles).map(([name, most]) => [
    name,
    Math.min(most, ceiling.sourceFiles[name] ?? most),
  ]);
  return {
    sourceFiles: Object.fromEntries(sourceFiles),
    folderFiles: lower('folderFiles'),
    medianLines: lower('medianLines'),
    functionLines: lower('functionLines'),
  };
};
