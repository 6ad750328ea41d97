import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const server = 'packages/server/test';

/**
 * Tests that touch what belongs to a whole process, or measure it: each file gets a worker of its own, which costs two seconds of a core
 * where it loads the gateway. They come first, being the longest; `tests/workers.test.ts` finds those that are missing. A file that is not
 * here shares its worker, so it closes what it opens; whoever starts Redis servers may, unless its promises are about how fast they answer.
 */
export const alone = [
  // Redis servers and other processes.
  'packages/write-guard/test/*.test.ts',
  'packages/load-control/test/{holdings,load,rate-limits}.test.ts',
  'packages/search-cache/test/instances.test.ts',
  'packages/seat-locks/test/seat-locks.test.ts',
  'packages/partner-fake/test/{doors,readme}.test.ts',
  'packages/settings/test/readme.test.ts',
  'packages/journal/test/booking-journal.test.ts',
  'packages/kafka-events/test/{event-publisher,event-pump,migration-page,topics}.test.ts',
  'packages/webhooks/test/{queue,readme,send,worker}.test.ts',
  `${server}/program/{crash,process,secret-files,side-store}.test.ts`,
  `${server}/search/id-tables.test.ts`,
  `${server}/write/booking-readiness.test.ts`,
  `${server}/faults/*.test.ts`,
  `${server}/http/{developer-site,docs}.test.ts`,
  `${server}/ops/{metrics,told-redis,tracing-redis}.test.ts`,
  'packages/operator-console/test/{built,console}.test.ts',
  'packages/sandbox-console/test/console.test.ts',
  'packages/contract/test/openapi.test.ts',
  'packages/{sandbox,sdk,twelvego-client}/test/readme.test.ts',
  'packages/sdk/test/{reference-samples,tsdoc}.test.ts',
  'tests/*.test.ts',
  // A clock of their own, replaced globals (msw among them), memory that is measured.
  'packages/load-control/test/fair-gate.test.ts',
  'packages/sdk/test/{misbehaving-server,retries,trace-context}.test.ts',
  'packages/pricing/test/package/readme.test.ts',
  'packages/twelvego-client/test/{scenarios,transport}.test.ts',
  `${server}/{pricing/pricing-reload,program/{call-control,read-exchange}}.test.ts`,
];

/** What every run has in common; sources resolve through the workspace's own export condition, so no build is needed. */
export const everyRun = {
  resolve: { conditions: ['@partner-gateway/source'] },
  ssr: {
    resolve: { conditions: ['@partner-gateway/source'], externalConditions: ['@partner-gateway/source'] },
  },
  test: {
    // Most files wait for sockets, Redis and clocks rather than for a core.
    maxWorkers: availableParallelism() + 2,
    // Tests that run side by side wait for clocks; the default of five would make them queue.
    maxConcurrency: 16,
    // An end for what hangs, and no promise about speed: a busy machine takes its time.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 20_000 } },
  },
};

/** One runner for every package. */
export default defineConfig({
  ...everyRun,
  test: {
    ...everyRun.test,
    projects: [
      { extends: true, test: { name: 'alone', include: alone } },
      {
        extends: true,
        test: {
          name: 'together',
          include: ['packages/*/test/**/*.test.ts'],
          exclude: alone,
          isolate: false,
        },
      },
    ],
  },
});
