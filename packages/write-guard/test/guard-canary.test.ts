/** The canary of booking writes: it passes where a write would, leaves nothing behind, and clears up after walks that were killed. */
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { walkCanary } from '../src/canary.ts';
import { StoreUnavailable, type WriteStore } from '../src/protocol/store.ts';
import { createRedisWriteStore } from '../src/redis/redis-store.ts';
import { createMemoryWriteStore } from '../src/stores/memory-store.ts';
import { benchProtocol } from './support/guard-bench.ts';
import { keysOf } from './support/redis.ts';
import { useSharedStore } from './support/shared-redis.ts';

const redis = useSharedStore();
const canary = '~canary';
const times = { ...benchProtocol, leaseMs: 500 };

const stores: [string, () => WriteStore][] = [
  ['in memory', () => createMemoryWriteStore({ times })],
  ['on Redis', () => createRedisWriteStore(redis(), { times })],
];

test.each(stores)('%s it passes, and what it claimed is free again', async (_name, create) => {
  const store = create();
  expect(await walkCanary(store)).toEqual({ kind: 'passed' });
  await sleep(times.leaseMs + 20);
  expect(await store.takeDue(canary, { leaseMs: 1, limit: 10 })).toEqual([]);
});

test.each(stores)('%s it clears up after one that was killed on its way', async (_name, create) => {
  const store = create();
  // Killed before it could give its claim back.
  const dying: WriteStore = { ...store, release: () => Promise.reject(new StoreUnavailable('unreachable')) };
  expect(await walkCanary(dying)).toEqual({ kind: 'failed', reason: 'unreachable' });
  await sleep(times.leaseMs + 20);
  expect(await walkCanary(store)).toEqual({ kind: 'passed' });
  await sleep(times.leaseMs + 20);
  expect(await store.takeDue(canary, { leaseMs: 1, limit: 10 })).toEqual([]);
});

test('every key of a store on Redis has a life', async () => {
  await walkCanary(createRedisWriteStore(redis(), { times }));
  const prefix = redis().options.keyPrefix ?? '';
  const names = (await keysOf(redis(), `${prefix}*`)).map((name) => name.slice(prefix.length));
  for (const name of names) expect([name, await redis().pttl(name)]).not.toEqual([name, -1]);
});
