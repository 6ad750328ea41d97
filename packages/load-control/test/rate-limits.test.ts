/** What rate limits promise, on Redis and in memory alike; and what a store that is away changes. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { createRedis } from '@partner-gateway/write-guard/redis';
import { describe, expect, it } from 'vitest';
import { untilReady } from '../../write-guard/test/support/redis.ts';
import { useSharedRedis } from '../../write-guard/test/support/shared-redis.ts';
import {
  createLocalRateLimits,
  createQuotaChanges,
  createRedisRateLimits,
  createSharedRateLimits,
  type RateLimits,
} from '../src/index.ts';

const sharedRedis = useSharedRedis();
const nowMs = () => performance.now();

const takeAll = async (limits: RateLimits, times: number, taking: Parameters<RateLimits['take']>[0]) => {
  const verdicts = await Promise.all(Array.from({ length: times }, () => limits.take(taking)));
  return verdicts.filter(({ isAdmitted }) => isAdmitted).length;
};

describe.concurrent.each<[string, () => RateLimits]>([
  ['in memory', () => createLocalRateLimits(nowMs)],
  ['on Redis', () => createRedisRateLimits(sharedRedis(), { nowMs, instances: 3 })],
])('rate limits %s', (_name, create) => {
  it('admit the quota and not one more', async () => {
    const limits = create();
    const name = randomUUID();
    expect(await takeAll(limits, 60, { name, quota: { units: 50, seconds: 60 } })).toBe(50);
    const verdict = await limits.take({ name, quota: { units: 50, seconds: 60 } });
    expect(verdict).toMatchObject({ isAdmitted: false, remaining: 0 });
    expect(verdict.resetMs).toBeGreaterThan(58_000);
    expect(verdict.resetMs).toBeLessThanOrEqual(60_500);
  });

  it('can be looked at without taking anything', async () => {
    const limits = create();
    const taking = { name: randomUUID(), quota: { units: 3, seconds: 60 } };
    const left = async () => (await limits.take({ ...taking, units: 0 })).remaining;
    expect(await left()).toBe(3);
    await takeAll(limits, 2, taking);
    expect([await left(), await left()]).toEqual([1, 1]);
    await takeAll(limits, 2, taking);
    expect(await left()).toBe(0);
    expect((await limits.take({ ...taking, quota: { units: 1, seconds: 60 }, units: 0 })).remaining).toBe(0);
  });

  it('keep one name from another', async () => {
    const limits = create();
    const quota = { units: 1, seconds: 60 };
    expect((await limits.take({ name: randomUUID(), quota })).isAdmitted).toBe(true);
    expect((await limits.take({ name: randomUUID(), quota })).isAdmitted).toBe(true);
  });

  it('keep the reserved part for those who may use it', async () => {
    const limits = create();
    const taking = { name: randomUUID(), quota: { units: 10, seconds: 60 } };
    expect(await takeAll(limits, 20, { ...taking, reserved: 2 })).toBe(8);
    expect(await takeAll(limits, 20, taking)).toBe(2);
  });

  it('take several units or none', async () => {
    const limits = create();
    const taking = { name: randomUUID(), quota: { units: 5, seconds: 60 }, units: 3 };
    expect((await limits.take(taking)).isAdmitted).toBe(true);
    expect(await limits.take(taking)).toMatchObject({ isAdmitted: false, remaining: 2 });
  });

  it('have room again for what is given back, and for no more than was taken', async () => {
    const limits = create();
    const taking = { name: randomUUID(), quota: { units: 5, seconds: 60 } };
    const left = async () => (await limits.take({ ...taking, units: 0 })).remaining;
    const { giveBack } = await limits.take({ ...taking, units: 4 });
    giveBack?.(3);
    expect(await left()).toBe(4);
    giveBack?.(3);
    expect(await left()).toBe(5);
  });

  it('have room again when they said', async () => {
    const limits = create();
    const taking = { name: randomUUID(), quota: { units: 2, seconds: 1 } };
    expect(await takeAll(limits, 5, taking)).toBe(2);
    const { resetMs } = await limits.take(taking);
    expect(resetMs).toBeLessThanOrEqual(1_500);
    await sleep(resetMs + 5);
    expect((await limits.take(taking)).isAdmitted).toBe(true);
  });
});

describe('limits of several instances', () => {
  it('admit no more than one quota together', async () => {
    const name = randomUUID();
    const instances = Array.from({ length: 4 }, () =>
      createRedisRateLimits(sharedRedis(), { nowMs, instances: 4 }),
    );
    const admitted = await Promise.all(
      instances.map((limits) => takeAll(limits, 200, { name, quota: { units: 200, seconds: 60 } })),
    );
    expect(admitted.reduce((sum, one) => sum + one)).toBe(200);
  });

  it('forget a future that a stepped clock took back', async () => {
    const name = randomUUID();
    const redis = sharedRedis();
    await redis.hset(`ratelimit:${name}`, String(Math.floor(Date.now() / 500) + 7_200), '9');
    const limits = createRedisRateLimits(redis, { nowMs, instances: 1 });
    expect(await takeAll(limits, 20, { name, quota: { units: 10, seconds: 60 } })).toBe(10);
    expect(await redis.hlen(`ratelimit:${name}`)).toBeLessThanOrEqual(2);
  });

  it('leave nothing behind', async () => {
    const name = randomUUID();
    const redis = sharedRedis();
    const limits = createRedisRateLimits(redis, { nowMs, instances: 1 });
    await limits.take({ name, quota: { units: 10, seconds: 60 } });
    expect(await redis.pttl(`ratelimit:${name}`)).toBeGreaterThan(60_000);
  });

  it('become each instance’s share while the store is away, and are asked for again a second later', async () => {
    let now = 0;
    let isAway = true;
    let asked = 0;
    const limits = createSharedRateLimits({
      nowMs: () => now,
      instances: 4,
      ask: () => {
        asked += 1;
        if (isAway) return Promise.reject(new Error('away'));
        return Promise.resolve({ isAdmitted: true, remaining: 1, resetMs: 1 });
      },
    });
    const taking = { name: 'acme:search', quota: { units: 40, seconds: 60 } };
    expect((await limits.take(taking)).isAdmitted).toBe(true);
    expect(await takeAll(limits, 40, taking)).toBe(9);
    expect(asked).toBe(1);
    isAway = false;
    now = 1_001;
    expect(await limits.take(taking)).toEqual({ isAdmitted: true, remaining: 1, resetMs: 1 });
  });

  it('are no second quota when the store is away for a moment, and none when it is back', async () => {
    let now = 0;
    let isAway = false;
    const store = createLocalRateLimits(() => now);
    const limits = createSharedRateLimits({
      nowMs: () => now,
      instances: 1,
      ask: (taking) => (isAway ? Promise.reject(new Error('away')) : store.take(taking)),
    });
    const taking = { name: 'acme:search', quota: { units: 40, seconds: 60 } };
    expect(await takeAll(limits, 25, taking)).toBe(25);
    isAway = true;
    expect(await takeAll(limits, 10, taking)).toBe(10);
    isAway = false;
    now = 1_500;
    expect(await takeAll(limits, 40, taking)).toBe(5);
    now = 62_500;
    expect(await takeAll(limits, 60, taking)).toBe(40);
  });

  it('count what an instance admitted while it was cut off against the others, once it is back', async () => {
    let now = 0;
    const taking = { name: randomUUID(), quota: { units: 40, seconds: 60 } };
    const redis = sharedRedis().duplicate();
    await untilReady(redis);
    const cutOff = createRedisRateLimits(redis, { nowMs: () => now, instances: 4 });
    const other = createRedisRateLimits(sharedRedis(), { nowMs, instances: 4 });
    redis.disconnect();
    await once(redis, 'end');
    expect(await takeAll(cutOff, 30, taking)).toBe(10);
    await redis.connect();
    now = 1_001;
    expect((await cutOff.take(taking)).isAdmitted).toBe(true);
    expect(await takeAll(other, 60, taking)).toBe(29);
    redis.disconnect();
  });

  it('count what is owed although the call that says so is refused', async () => {
    let now = 0;
    const taking = { name: randomUUID(), quota: { units: 40, seconds: 60 } };
    const redis = sharedRedis().duplicate();
    await untilReady(redis);
    const cutOff = createRedisRateLimits(redis, { nowMs: () => now, instances: 4 });
    const other = createRedisRateLimits(sharedRedis(), { nowMs, instances: 4 });
    redis.disconnect();
    await once(redis, 'end');
    expect(await takeAll(cutOff, 30, taking)).toBe(10);
    expect(await takeAll(other, 60, taking)).toBe(40);
    await redis.connect();
    now = 1_001;
    expect((await cutOff.take(taking)).isAdmitted).toBe(false);
    const counted = await sharedRedis().hvals(`ratelimit:${taking.name}`);
    expect(counted.reduce((sum, units) => sum + Number(units), 0)).toBe(50);
    redis.disconnect();
  });

  it('owe nothing for what was admitted without the store and given back', async () => {
    let now = 0;
    let owed = 0;
    let isAway = true;
    const limits = createSharedRateLimits({
      nowMs: () => now,
      instances: 1,
      ask: (taking) => {
        owed += isAway ? 0 : taking.owed;
        return Promise.resolve(isAway ? 'not_asked' : { isAdmitted: true, remaining: 1, resetMs: 1 });
      },
    });
    const taking = { name: 'acme:search', quota: { units: 40, seconds: 60 } };
    const { giveBack } = await limits.take({ ...taking, units: 7 });
    giveBack?.(5);
    isAway = false;
    now = 1_001;
    await limits.take(taking);
    expect(owed).toBe(2);
  });

  it('do not ask the store again for what cannot have changed', async () => {
    let now = 0;
    let asked = 0;
    const limits = createSharedRateLimits({
      nowMs: () => now,
      instances: 1,
      ask: () => {
        asked += 1;
        return Promise.resolve({ isAdmitted: false, remaining: 0, resetMs: 700 });
      },
    });
    const taking = { name: 'acme:search', quota: { units: 40, seconds: 60 } };
    await limits.take(taking);
    now = 600;
    expect(await limits.take(taking)).toEqual({ isAdmitted: false, remaining: 0, resetMs: 100 });
    expect(asked).toBe(1);
    await limits.take({ ...taking, quota: { units: 80, seconds: 60 } });
    now = 1_400;
    await limits.take(taking);
    expect(asked).toBe(3);
  });

  it('go on when Redis is stopped', async () => {
    const redis = createRedis({ url: 'redis://127.0.0.1:1', onError: () => undefined });
    const limits = createRedisRateLimits(redis, { nowMs, instances: 2 });
    expect(await takeAll(limits, 20, { name: 'acme', quota: { units: 10, seconds: 60 } })).toBe(5);
    redis.disconnect();
  });
});

describe('quotas that were changed for a while', () => {
  it('count until their time is up, each replaced by the one after it and apart by name', () => {
    let now = 1_000;
    const changes = createQuotaChanges(() => now);
    changes.set('acme:search', { units: 5, untilMs: 2_000 });
    changes.set('acme:search', { units: 6, untilMs: 3_000 });
    expect(changes.of('acme:booking')).toBeUndefined();
    now = 2_999;
    expect(changes.of('acme:search')).toEqual({ units: 6, untilMs: 3_000 });
    now = 3_000;
    expect(changes.of('acme:search')).toBeUndefined();
  });
});
