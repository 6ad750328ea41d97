import { defineConfig } from 'vitest/config';
import base from './vitest.config.ts';

/** What takes minutes: crash runs and floods, one file at a time so that they have the machine to themselves. */
export default defineConfig({
  ...base,
  test: {
    ...base.test,
    include: ['packages/*/test/**/*.slow.ts'],
    fileParallelism: false,
    testTimeout: 30 * 60_000,
    hookTimeout: 120_000,
  },
});
