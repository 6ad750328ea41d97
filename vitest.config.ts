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
    // Tests that run side by side wait for clocks; the default of five would make them queue.
    maxConcurrency: 16,
    // An end for what hangs, and no promise about speed: a busy machine takes its time.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
