import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { everyRun } from './vitest.config.ts';

/** Laws over many examples, judges of other languages, programs that wait for each other: they need a core and not the machine. */
const beside = [
  'packages/*/test/**/*{-law,-laws,-model}.slow.ts',
  'packages/cli/test/**/*.slow.ts',
  'packages/contract/test/*.slow.ts',
  'packages/kafka-events/test/readme-sample.slow.ts',
  'packages/router/test/{hostile,program,routing}.slow.ts',
  'packages/server/test/slow/form-rules.slow.ts',
  'tests/alert*.slow.ts',
  'tests/generated-clients.slow.ts',
];

/** What takes minutes: first what can run side by side, then crash runs and floods, which have the machine to themselves. */
export default defineConfig({
  ...everyRun,
  test: {
    ...everyRun.test,
    testTimeout: 30 * 60_000,
    hookTimeout: 120_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'beside',
          include: beside,
          maxWorkers: Math.max(2, availableParallelism()),
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'alone',
          include: ['packages/*/test/**/*.slow.ts', 'tests/*.slow.ts'],
          exclude: beside,
          maxWorkers: 1,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
