/** Versions are delivered to gateways of this machine behind HAProxy, under load: a good one is promoted, bad ones are taken back. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { gateRules } from '../packages/rollout/src/index.ts';
import { failuresOf, startLoad } from '../packages/server/test/rolling/load.ts';
import { type Api, startApi } from '../packages/server/test/support/api.ts';
import { besideSettings } from '../packages/server/test/support/beside-settings.ts';
import { startRedisServer } from '../packages/write-guard/test/support/redis.ts';
import { release } from '../scripts/deliver/release.mjs';
import { openLocalPlace } from './delivery/local-place.ts';
import { startNeighbour } from './delivery/neighbour.ts';

const perSecond = 50;
/** More than in production, so that a hundred requests come together in seconds. */
const percent = 50;
/** Tokens of a store's first seconds are not covered by its memory. */
const memoryMs = 3_100;

const closers: (() => unknown)[] = [];
let api: Api;
let place: Awaited<ReturnType<typeof openLocalPlace>>;

beforeAll(async () => {
  api = await startApi({ now: Date.now() });
  closers.push(() => api.close());
  const redis = await startRedisServer();
  closers.push(() => redis.remove());
  const versionOf = async (habit: Parameters<typeof startNeighbour>[1]) => {
    const neighbour = await startNeighbour(api, habit);
    closers.push(() => neighbour.close());
    return { TWELVEGO_BASE_URL: neighbour.url };
  };
  const own = {
    // In the middle of a bucket of the histogram, 250 to 500 ms: a busy machine moves it to no other one.
    one: await versionOf({ ms: 300 }),
    two: await versionOf({ ms: 300 }),
    failing: await versionOf({ ms: 300, breaksEvery: 20 }),
    slow: await versionOf({ ms: 700 }),
  };
  const common = {
    ...besideSettings(api.config),
    REDIS_URL: redis.url,
    LOG_LEVEL: 'info',
    METRICS_ACCESS: 'open',
    TWELVEGO_CALLS_PER_MIN: '10000000',
    TWELVEGO_CONNECTIONS: '300',
    TWELVEGO_SEARCH_CONNECTIONS: '250',
    // A machine that does all of this at once is slow without being overloaded.
    SHED_SEARCH_DELAY_MS: '5000',
    SHED_ALL_DELAY_MS: '9000',
  };
  place = await openLocalPlace({ common, own }, 'one');
  closers.push(() => place.close());
  await sleep(memoryMs);
});
afterAll(async () => {
  for (const close of closers.reverse()) await close();
});

const releasedUnderLoad = async (version: string, settleMs: number) => {
  const reservedBefore = api.executed('reserve');
  const load = startLoad({ ...api.clients[0], baseUrl: place.url }, perSecond);
  const told: string[] = [];
  try {
    const result = await release(place, version, {
      percent,
      now: Date.now,
      sleep,
      tell: (line) => void told.push(line),
      rules: { ...gateRules, minutes: 0.05 },
      settleMs,
      everyMs: 500,
    });
    const { sent, seen } = await load.end();
    process.stdout.write(
      `${version}: ${told.at(-1)}, ${result.line}, ${sent} sent, ${JSON.stringify(seen)}\n`,
    );
    const created = seen['create 200'] ?? 0;
    expect([created > 0, api.executed('reserve') - reservedBefore]).toEqual([true, created]);
    return { ...result, failures: failuresOf(seen) };
  } catch (error) {
    await load.end();
    throw error;
  }
};

test('a good version is promoted, and no request fails', async () => {
  const { outcome, failures } = await releasedUnderLoad('two', 5_000);
  expect([outcome, failures]).toEqual(['promoted', {}]);
});

test('a version that fails one answer in twenty is taken back in seconds; nothing else fails', async () => {
  const { outcome, rollBackMs, failures } = await releasedUnderLoad('failing', 0);
  expect(outcome).toBe('rolled_back');
  expect(rollBackMs).toBeLessThan(30_000);
  expect(Object.keys(failures)).toEqual(['search 502 upstream_error']);
});

test('a version that is slow is taken back in seconds, and no request fails', async () => {
  const { outcome, rollBackMs, failures } = await releasedUnderLoad('slow', 0);
  expect([outcome, failures]).toEqual(['rolled_back', {}]);
  expect(rollBackMs).toBeLessThan(30_000);
});
