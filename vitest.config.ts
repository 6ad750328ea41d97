import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** One runner for every package; sources resolve through the workspace's own export condition, so no build is needed. */
export default defineConfig({
  resolve: { conditions: ['@partner-gateway/source'] },
  ssr: {
    resolve: { conditions: ['@partner-gateway/source'], externalConditions: ['@partner-gateway/source'] },
  },
  test: {
    include: ['packages/*/src/**/*.test.ts', 'packages/*/test/**/*.test.ts', 'tests/**/*.test.ts'],
    // Vitest's default leaves a core idle on two; most files wait for sockets and Redis anyway.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    testTimeout: 20_000,
    hookTimeout: 30_000,
  },
});
