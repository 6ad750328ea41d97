import { defineConfig } from 'vitest/config';
import { everyRun } from './vitest.config.ts';

/** What is published, used as a partner does: needs a build, and installs from the registry. */
export default defineConfig({
  ...everyRun,
  test: {
    ...everyRun.test,
    name: 'packed',
    include: ['tests/{packed,examples,generated-clients}/*.test.ts', 'packages/*/test/*.packed.ts'],
    globalSetup: 'tests/packed/gateway.ts',
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
});
