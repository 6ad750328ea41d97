import { defineConfig } from 'vitest/config';
import { everyRun } from './vitest.config.ts';

/** What takes minutes: crash runs and floods, one file at a time so that they have the machine to themselves. */
export default defineConfig({
  ...everyRun,
  test: {
    ...everyRun.test,
    include: ['packages/*/test/**/*.slow.ts', 'tests/*.slow.ts'],
    fileParallelism: false,
    testTimeout: 30 * 60_000,
    hookTimeout: 120_000,
  },
});
