/**
 * `pnpm mutation <target>`: changes the sources of what must not break, one change at a time, and says which change no test notices.
 * Without a target it names them. Fails below the score that docs/mutation.md asks for.
 */
import { Stryker } from '@stryker-mutator/core';
import { targets } from './lib/mutation-targets.mjs';
import { root } from './lib/root.mjs';
import { giveUp } from './lib/say.mjs';

const name = process.argv[2] ?? '';
const { folder, mutate, tests } =
  targets[name] ?? giveUp(`one of ${Object.keys(targets).join(', ')} is expected, not "${name}"`);
process.chdir(`${root}/packages/${folder}`);
process.env.MUTATION_TESTS = tests.join(',');
await new Stryker({
  packageManager: 'pnpm',
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner'],
  vitest: { configFile: `${root}/vitest.mutation.config.ts`, related: false },
  mutate: [...mutate],
  coverageAnalysis: 'perTest',
  ignoreStatic: true,
  concurrency: Number(process.env.MUTATION_CONCURRENCY ?? 2),
  reporters: ['clear-text', 'json'],
  clearTextReporter: { logTests: false, allowColor: false, reportScoreTable: true },
  jsonReporter: { fileName: `${root}/reports/mutation-${name}.json` },
  thresholds: { high: 95, low: 90, break: 90 },
  tempDirName: '.stryker-tmp',
  allowConsoleColors: false,
}).runMutationTest();
