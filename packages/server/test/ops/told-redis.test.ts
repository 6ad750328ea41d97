/** What is told of Redis: errors by what it is for, the state of each, and why booking writes are held off. */
import { createLog } from '@partner-gateway/telemetry';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RedisServer } from '../../../write-guard/test/support/redis.ts';
import { onRedis } from '../../../write-guard/test/support/replica-set.ts';
import { until } from '../../../write-guard/test/support/until.ts';
import { type Api, startApi } from '../support/api.ts';
import { expectProblem } from '../support/problems.ts';
import { startRedis, stopAfterAll } from '../support/redis-gateway.ts';
import { readingOf } from '../support/scrape.ts';

stopAfterAll();

let api: Api;
let [guard, beside]: RedisServer[] = [];
beforeAll(async () => {
  [guard, beside] = [await startRedis(), await startRedis()];
  api = await startApi({
    now: Date.now(),
    log: createLog('silent'),
    timing: { gauges: { checksEveryMs: 50, seatsEveryMs: 50 } },
    environment: { STORE: 'redis', REDIS_URL: guard.url, JOURNAL_REDIS_URL: beside.url },
  });
});
afterAll(() => api.close());

const untilTold = (name: string, labels: Readonly<Record<string, string>>, value: number) =>
  until(async () => expect(await readingOf(api, `gateway_${name}`, labels)).toBe(value), 100);
const errorsOf = async (name: string) => (await readingOf(api, 'gateway_redis_errors_total', { name })) ?? 0;

test('writes wait for a new memory, and for one that was lost, and the word is that of the error code', async () => {
  await untilTold('booking_writes_off', { reason: 'memory_young' }, 1);
  await untilTold('booking_writes_off', { reason: 'unfit' }, 0);
  await onRedis(guard?.url ?? '', (redis) => redis.flushall());
  await untilTold('booking_writes_off', { reason: 'memory_lost' }, 1);
  await untilTold('booking_writes_off', { reason: 'memory_young' }, 0);
});

test('a Redis with a setting that cannot be trusted holds writes off as unfit', async () => {
  const policy = (value: string) =>
    onRedis(guard?.url ?? '', (redis) => redis.config('SET', 'maxmemory-policy', value));
  await policy('allkeys-lru');
  await untilTold('booking_writes_off', { reason: 'unfit' }, 1);
  await untilTold('dependency_state', { name: 'store', status: 'degraded' }, 1);
  await policy('noeviction');
  await untilTold('booking_writes_off', { reason: 'unfit' }, 0);
});

test('the journal’s Redis that is away is down, its errors are counted, and the guard’s are not', async () => {
  const [before, ofGuard] = [await errorsOf('journal'), await errorsOf('store')];
  await beside?.kill();
  await untilTold('dependency_state', { name: 'journal', status: 'down' }, 1);
  expect(await errorsOf('journal')).toBeGreaterThan(before);
  expect(await errorsOf('store')).toBe(ofGuard);
  await beside?.start();
  await untilTold('dependency_state', { name: 'journal', status: 'ok' }, 1);
});

test('the guard’s Redis that hangs is counted command by command, and that it is away is told', async () => {
  const before = await errorsOf('store');
  guard?.pause();
  await until(async () => expect(await errorsOf('store')).toBeGreaterThan(before), 100);
  guard?.resume();
  await guard?.kill();
  await untilTold('dependency_state', { name: 'store', status: 'down' }, 1);
  await untilTold('booking_writes_off', { reason: 'unreachable' }, 1);
});

test('without the guard’s Redis webhooks cannot be listed, and the answer names the check', async () => {
  await guard?.kill();
  const dead = await api.ops('/ops/v1/webhooks/dead-letters?client_id=demo');
  const { detail, retryable } = expectProblem(dead, 'events_unavailable');
  expect([detail, retryable]).toEqual([expect.stringContaining('the check `store`'), true]);
});
