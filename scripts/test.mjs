/**
 * `npm test`: everything that decides whether this is fit to ship, from a bare clone; the same in CI.
 * Steps of one wave run side by side; the first wave with a failure is the last one. The last line printed is `N passed, M failed`.
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
 * @property {(live: boolean) => Promise<{ code: number, output: string }>} run
 * @property {string} [report] the file in reports/ that says how many checks passed and failed
 */

/** @param {string} name a command of the lockfile; its shim finds the lockfile's Node beside it @param {...string} args */
const tool =
  (name, ...args) =>
  (live) =>
    run(`${root}/node_modules/.bin/${name}`, args, { live });

/** @param {string} name a file in scripts/ */
const script = (name) => (live) => run(runtimeNode(), [`${root}/scripts/${name}.mjs`], { live });

const turbo = ['exec', 'turbo', 'run', 'build', 'types', '--concurrency=2', '--output-logs=errors-only'];

/** @type {Step[][]} */
const waves = [
  [
    { name: 'build and types', run: (live) => pnpm(turbo, { live }) },
    { name: 'biome', run: tool('biome', 'check', '--error-on-warnings', '.') },
    { name: 'types of the repository', run: tool('node', 'node_modules/typescript7/bin/tsc', '-p', '.') },
    { name: 'knip', run: tool('knip', '--no-config-hints') },
    { name: 'budget', run: script('budget') },
  ],
  [{ name: 'tests', run: script('unit'), report: 'vitest' }],
  [{ name: 'packages and examples', run: script('packed'), report: 'vitest-packed' }],
];

/** @param {Step} step @param {boolean} live prints while it runs; else all at once at the end, so that neighbours do not mix */
const runStep = async (step, live) => {
  const startedMs = performance.now();
  if (live) console.log(`── ${step.name}`);
  const { code, output } = await step.run(live);
  const seconds = (performance.now() - startedMs) / 1000;
  if (!live) console.log(`── ${step.name}\n${output.trimEnd()}`);
  console.log(
    `── ${step.name}: ${code === 0 ? 'ok' : `failed with exit code ${code}`}, ${seconds.toFixed(1)} s\n`,
  );
  return { name: step.name, code, seconds, counts: countOf(step.report, code) };
};

/** @param {Step[][]} remaining */
const runWaves = async (remaining) => {
  const results = [];
  for (const wave of remaining) {
    results.push(...(await Promise.all(wave.map((step) => runStep(step, wave.length === 1)))));
    if (results.some(({ code }) => code !== 0)) break;
  }
  return results;
};

const timedInstall = async () => {
  const startedMs = performance.now();
  await install({ frozen: process.env.CI === 'true' });
  return {
    name: 'install',
    code: 0,
    seconds: (performance.now() - startedMs) / 1000,
    counts: { passed: 0, failed: 0 },
  };
};

assertHostNode();
rmSync(`${root}/reports`, { recursive: true, force: true });
mkdirSync(`${root}/reports`);
const results = [await timedInstall(), ...(await runWaves(waves))];
printSummary(results, waves.flat().length + 1);
process.exit(results.find(({ code }) => code !== 0)?.code ?? 0);
