/**
 * `npm test`: everything that decides whether this is fit to ship, from a bare clone; the same in CI.
 * Steps run one after another, and a step that fails is the last one. The last line printed is `N passed, M failed`.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { assertHostNode, runtimeNode } from './lib/node.mjs';
import { install, pnpm } from './lib/pnpm.mjs';
import { root } from './lib/root.mjs';
import { run } from './lib/run.mjs';
import { countOf, printSummary } from './lib/summary.mjs';

/**
 * @typedef {object} Step
 * @property {string} name
 * @property {() => Promise<{ code: number }>} run
 * @property {string} [report] the file in reports/ that says how many checks passed and failed
 */

/** @param {string} name a file in scripts/ @param {string[]} args */
const script =
  (name, ...args) =>
  () =>
    run(runtimeNode(), [`${root}/scripts/${name}.mjs`, ...args], { live: true });

const checks = ['types-of-sources', 'types-of-scripts', 'types-of-pages', 'lint', 'dead-code', 'budget'];
const tasks = [...checks.map((name) => `//#${name}`), 'build'];
const turbo = ['exec', 'turbo', 'run', ...tasks, '--concurrency=3', '--output-logs=errors-only'];

/** @type {Step[]} */
const steps = [
  { name: 'build, types, checks', run: () => pnpm(turbo, { live: true }) },
  { name: 'tests', run: script('unit'), report: 'vitest' },
  { name: 'packages and examples', run: script('packed', '--built'), report: 'vitest-packed' },
];

/** @param {string} name @param {() => Promise<{ code: number }>} work @param {string} [report] */
const timed = async (name, work, report) => {
  const startedMs = performance.now();
  console.log(`── ${name}`);
  const { code } = await work();
  const seconds = (performance.now() - startedMs) / 1000;
  return { name, code, seconds, counts: countOf(report, code) };
};

assertHostNode();
rmSync(`${root}/reports`, { recursive: true, force: true });
mkdirSync(`${root}/reports`);
const installing = async () => ({ code: 0, done: await install({ frozen: process.env.CI === 'true' }) });
const results = [await timed('install', installing)];
for (const { name, run: work, report } of steps) {
  results.push(await timed(name, work, report));
  if (results.at(-1)?.code !== 0) break;
}
printSummary(results, steps.length + 1);
process.exit(results.find(({ code }) => code !== 0)?.code ?? 0);
