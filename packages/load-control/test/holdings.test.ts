/** What holdings promise, on Redis and in memory alike. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { createRedis } from '@partner-gateway/write-guard/redis';
import { describe, expect, it } from 'vitest';
import { useSharedStore } from '../../write-guard/test/support/shared-redis.ts';
import { createLocalHoldings, createRedisHoldings, type Holding, type Holdings } from '../src/index.ts';

const sharedRedis = useSharedStore();
const nowMs = () => performance.now();

const holding = (changes: Partial<Holding> = {}): Holding => ({
  owner: 'acme',
  kind: 'VN0f:2026-12-05',
  id: randomUUID(),
  lifeMs: 60_000,
  ownerMax: 5,
  kindMax: 3,
  ...changes,
});

describe.concurrent.each<[string, () => Holdings]>([
  ['in memory', () => createLocalHoldings(nowMs)],
  ['on Redis', () => createRedisHoldings(sharedRedis(), { name: 'held', nowMs, instances: 2 })],
])('holdings %s', (_name, create) => {
  it('are so many of one kind, and so many in all', async () => {
    const holdings = create();
    const owner = randomUUID();
    const held = async (kind: string) => await holdings.hold(holding({ owner, kind }));
    for (let count = 0; count < 3; count += 1) expect(await held('one')).toEqual({ isHeld: true });
    expect(await held('one')).toMatchObject({ isHeld: false, full: 'kind' });
    expect(await held('two')).toEqual({ isHeld: true });
    expect(await held('two')).toEqual({ isHeld: true });
    const full = await held('two');
    expect(full).toMatchObject({ isHeld: false, full: 'owner' });
    expect(full.isHeld ? 0 : full.freeInMs).toBeGreaterThan(50_000);
    expect(await holdings.hold(holding({ owner: randomUUID() }))).toEqual({ isHeld: true });
  });

  it('end by themselves, when released, and not when renamed', async () => {
    const holdings = create();
    const owner = randomUUID();
    const one = holding({ owner, kindMax: 1 });
    await holdings.hold(one);
    expect(await holdings.hold(one)).toEqual({ isHeld: true });
    const other = holding({ owner, kindMax: 1, lifeMs: 80 });
    expect((await holdings.hold(other)).isHeld).toBe(false);
    await holdings.rename(one, '8451207');
    expect((await holdings.hold(other)).isHeld).toBe(false);
    await holdings.release({ owner, id: '8451207' });
    expect((await holdings.hold(other)).isHeld).toBe(true);
    await sleep(90);
    expect((await holdings.hold(holding({ owner, kindMax: 1 }))).isHeld).toBe(true);
  });

  it('never reject for what is not held', async () => {
    const holdings = create();
    await holdings.release({ owner: randomUUID(), id: 'none' });
    await holdings.rename({ owner: randomUUID(), id: 'none' }, 'other');
  });
});

it('holdings on a Redis that is away are those of this instance, to its share', async () => {
  const redis = createRedis({ url: 'redis://127.0.0.1:1', onError: () => undefined });
  const holdings = createRedisHoldings(redis, { name: 'held', nowMs, instances: 2 });
  expect(await holdings.hold(holding())).toEqual({ isHeld: true });
  expect(await holdings.hold(holding())).toMatchObject({ isHeld: false, full: 'kind' });
  redis.disconnect();
});

it('holdings in Redis leave nothing behind', async () => {
  const redis = sharedRedis();
  const owner = randomUUID();
  const holdings = createRedisHoldings(redis, { name: 'held', nowMs, instances: 1 });
  await holdings.hold(holding({ owner, id: 'one' }));
  await holdings.rename({ owner, id: 'one' }, 'two');
  expect(await redis.pttl(`held:${owner}`)).toBeLessThanOrEqual(60_000);
  expect(await redis.pttl(`held:${owner}`)).toBeGreaterThan(50_000);
});
