/** The write guard on a real Redis Cluster: what it promises on one server, and that no failover or move of a slot books twice. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createRedisWebhookQueue } from '../../webhooks/src/index.ts';
import { StoreUnavailable } from '../src/protocol/store.ts';
import { connectRedis, type RedisClient } from '../src/redis/client.ts';
import { createRedisOutbox } from '../src/redis/redis-outbox.ts';
import { watchRedisSettings } from '../src/redis/settings.ts';
import { guardTarget } from './crash/guard-target.ts';
import { crashRun, violations } from './crash/run.ts';
import { createGuardBench, type GuardBench, redisStores, tokenNow } from './support/guard-bench.ts';
import { untilReady } from './support/redis.ts';
import { type RedisCluster, startRedisCluster } from './support/redis-cluster.ts';
import { onRedis } from './support/replica-set.ts';

const root = new URL('../../../', import.meta.url).pathname;

/** Everything that may live where the guard's records do, with what it promises on every store. */
const suites = [
  'packages/write-guard/test/{write-guard,write-store,outbox,guard-canary}.test.ts',
  'packages/webhooks/test/queue.test.ts',
  'packages/load-control/test/holdings.test.ts',
  'packages/server/test/state/credit-holds.test.ts',
];

type Played = {
  readonly numPassedTests: number;
  readonly testResults: readonly {
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
};

/** Plays them in a process of their own, with their shared records in the cluster. */
const playSuites = async ({ addresses }: RedisCluster): Promise<Played> => {
  const folder = mkdtempSync(join(tmpdir(), 'partner-gateway-suites-'));
  const report = join(folder, 'report.json');
  const files = suites.flatMap((suite) => {
    const [, before = suite, names, after = ''] = /^(.*)\{(.*)\}(.*)$/.exec(suite) ?? [];
    return names === undefined ? [suite] : names.split(',').map((name) => before + name + after);
  });
  const vitest = [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--config', 'vitest.config.ts'];
  const reporter = ['--reporter=json', `--outputFile=${report}`];
  // The stores in this process are no matter of the cluster.
  const those = ['-t', '[Rr]edis|three write stores'];
  const child = spawn(process.execPath, [...vitest, ...reporter, ...those, ...files], {
    cwd: root,
    env: { ...process.env, REDIS_CLUSTER: addresses },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  try {
    await once(child, 'exit');
    return JSON.parse(readFileSync(report, 'utf8')) as Played;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const until = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 30_000, interval: 50 });

describe('the write guard on a Redis Cluster', () => {
  let cluster: RedisCluster;
  let redis: RedisClient;
  let bench: GuardBench;

  beforeAll(async () => {
    cluster = await startRedisCluster();
  });
  afterAll(() => cluster.remove());
  beforeEach(async () => {
    await cluster.untilWhole();
    redis = connectRedis({ place: cluster.place, commandTimeoutMs: 5_000, silenceLimitMs: 10_000 });
    await untilReady(redis);
    bench = await createGuardBench(redisStores(() => redis));
  });
  afterEach(() => redis.disconnect());

  const book = (cart: string, token = tokenNow(bench.store, bench.clientId)) =>
    bench.guard.run(bench.request(cart, 'book', { idempotencyKey: cart, token }));
  /** Asks again as a client does, until the shard is back and has an opinion. */
  const untilDecided = async (cart: string, token = tokenNow(bench.store, bench.clientId)) => {
    let kind = 'unavailable';
    await until(async () => {
      ({ kind } = await book(cart, token));
      expect(kind).not.toBe('unavailable');
    });
    return kind;
  };
  /** A cart that is opened now, until one is booked. */
  const untilBooked = () =>
    until(async () => {
      await bench.store.prepare(bench.clientId);
      expect((await book(`cart ${Math.random()}`)).kind).toBe('answered');
    });

  it('keeps every promise that it keeps on one server, and so does all that lives beside it', async () => {
    const { numPassedTests, testResults } = await playSuites(cluster);
    console.info(`${numPassedTests} passed on the cluster`);
    const failed = testResults.flatMap(({ assertionResults }) =>
      assertionResults.flatMap(({ status, fullName }) => (status === 'failed' ? [fullName] : [])),
    );
    expect(failed).toEqual([]);
    expect(numPassedTests).toBeGreaterThan(85);
  });

  it('answers from memory when the primary dies after the promise, and its replica executes no token of before', async () => {
    const { primary } = await cluster.shardOf(bench.clientId);
    const issuedAt = tokenNow(bench.store, bench.clientId);
    const request = bench.request('cart', 'book', { idempotencyKey: 'cart', token: issuedAt });
    const result = await bench.guard.run({
      ...request,
      send: async (gate) => {
        await primary.kill();
        return request.send(gate);
      },
    });
    expect(result).toMatchObject({ kind: 'answered', answer: 'booked cart' });
    await cluster.untilMoved(bench.clientId, primary);
    expect(await untilDecided('cart', issuedAt)).toMatch(/replayed|rebuilt/);
    expect(await untilDecided('never', issuedAt)).toBe('stale');
    // The promoted one is alone: a promise of two nodes needs both.
    await until(async () => {
      await bench.store.prepare(bench.clientId);
      expect(await book('alone')).toMatchObject({ kind: 'unavailable', reason: 'replicas_missing' });
    });
    await primary.start();
    await untilBooked();
    expect(['cart', 'never', 'alone'].map(bench.upstream.executions)).toEqual([1, 0, 0]);
  });

  it.each(['agreed', 'taken'] as const)(
    'books nothing twice over a failover that was %s, and soon again',
    async (how) => {
      const issuedAt = tokenNow(bench.store, bench.clientId);
      await book('done', issuedAt);
      await cluster.failOver(bench.clientId, how);
      expect(await untilDecided('done', issuedAt)).toMatch(/replayed|rebuilt/);
      expect(await untilDecided('open', issuedAt)).toBe('stale');
      await untilBooked();
      expect(['done', 'open'].map(bench.upstream.executions)).toEqual([1, 0]);
    },
  );

  it('trusts no memory of a primary that was a replica meanwhile, though its process is the same', async () => {
    const issuedAt = tokenNow(bench.store, bench.clientId);
    await book('cart', issuedAt);
    redis.disconnect();
    const { primary } = await cluster.shardOf(bench.clientId);
    await cluster.failOver(bench.clientId, 'taken');
    await cluster.untilWhole();
    const { primary: other } = await cluster.shardOf(bench.clientId);
    // What a replica that was promoted without asking may have missed.
    await onRedis(other.url, async (direct) => {
      for (const key of await direct.keys(`*{${bench.clientId}}*`))
        if (!key.startsWith('epoch:')) await direct.del(key);
      await direct.wait(1, 5_000);
    });
    await cluster.failOver(bench.clientId, 'taken');
    expect((await cluster.shardOf(bench.clientId)).primary).toBe(primary);
    redis = connectRedis({ place: cluster.place, commandTimeoutMs: 5_000 });
    await untilReady(redis);
    const after = await createGuardBench(redisStores(() => redis));
    const again = () =>
      after.guard.run({
        ...after.request('cart', 'book', { idempotencyKey: 'other key', token: issuedAt }),
        clientId: bench.clientId,
        lookUp: bench.upstream.lookUp('cart'),
        send: bench.upstream.send('cart', 'book'),
      });
    await until(async () => expect((await again()).kind).not.toBe('unavailable'));
    expect((await again()).kind).toBe('rebuilt');
    expect(bench.upstream.executions('cart')).toBe(1);
  });

  it('refuses while a slot is on its way to another primary, and goes on there with a new memory', async () => {
    const issuedAt = tokenNow(bench.store, bench.clientId);
    await book('done', issuedAt);
    await bench.guard.run(
      bench.request('lost', 'book_and_reset', { idempotencyKey: 'lost', token: issuedAt }),
    );
    const [outbox, webhooks] = [createRedisOutbox(redis), createRedisWebhookQueue(redis)];
    const tell = (text: string) => outbox.append(bench.clientId, [{ text, state: { of: text, is: 'told' } }]);
    const queue = (eventId: string) =>
      webhooks.enqueueUnplaced(bench.clientId, { eventId, lane: eventId, payload: '{}' });
    const kept = ['one', 'two', 'three'];
    for (const name of kept) await Promise.all([tell(name), queue(name)]);
    const midway: unknown[] = [];
    const request = bench.request('moving', 'book', { idempotencyKey: 'moving', token: issuedAt });
    await cluster.moveSlot(bench.clientId, async () => {
      midway.push(await book('done', issuedAt), await bench.guard.run(request));
      await expect(tell('four')).rejects.toThrow(StoreUnavailable);
      await expect(queue('four')).rejects.toThrow(StoreUnavailable);
    });
    const told = await outbox.readAfter(bench.clientId, '0-0', 100);
    expect(told.flatMap(({ text }) => (kept.includes(text) ? [text] : []))).toEqual(kept);
    expect((await webhooks.takeDue(bench.clientId, { limit: 10, leaseMs: 60_000 })).taken).toHaveLength(3);
    expect(midway).toMatchObject([{ kind: 'unavailable' }, { kind: 'unavailable' }]);
    expect(bench.upstream.executions('moving')).toBe(0);
    expect(await untilDecided('done', issuedAt)).toMatch(/replayed|rebuilt/);
    expect(await untilDecided('moving', issuedAt)).toBe('stale');
    await untilBooked();
    expect(['done', 'lost', 'moving'].map(bench.upstream.executions)).toEqual([1, 1, 0]);
  });

  it('moves a slot between a claim and its promise without sending what was claimed before', async () => {
    const result = await bench.guard.run(
      bench.request('cart', 'book', {
        idempotencyKey: 'cart',
        beforeSend: () => cluster.moveSlot(bench.clientId),
      }),
    );
    expect(result.kind).toBe('unavailable');
    expect(bench.upstream.calls()).toBe(0);
  });

  it('keeps the loss of a whole shard to the clients that live there', async () => {
    const { primary, replica } = await cluster.shardOf(bench.clientId);
    let elsewhere = await createGuardBench(redisStores(() => redis));
    while ((await cluster.shardOf(elsewhere.clientId)).primary === primary)
      elsewhere = await createGuardBench(redisStores(() => redis));
    const settings = watchRedisSettings(redis);
    await Promise.all([primary.kill(), replica.kill()]);
    await until(async () =>
      expect(await elsewhere.guard.run(elsewhere.request('cart', 'book'))).toMatchObject({
        kind: 'answered',
      }),
    );
    expect((await settings.check()).faults).toEqual([]);
    expect(await book('cart')).toMatchObject({ kind: 'unavailable' });
    expect(bench.upstream.calls()).toBe(0);
    // The one that comes back knows nothing: it was the primary, and kept nothing on disk.
    await Promise.all([primary.start(), replica.start()]);
    await untilBooked();
  });
});

it('books no cart twice in a crash run on six nodes, with failovers and slots that move', async () => {
  const blows = { kill: 6, 'redis-kill': 2, flush: 1, stall: 1, failover: 3, reshard: 2 };
  const some = { partners: 24, processes: 3, faultShare: 0.1, seed: 7 };
  const report = await crashRun(guardTarget('guard'), { ...some, carts: 200, blows, redis: 'cluster' });
  console.info(JSON.stringify(report));
  expect(violations(report)).toBe(0);
  expect(report).toMatchObject({ carts: 200, unresolved: 0, openOutcomes: 0 });
  expect(report.booked).toBeGreaterThan(80);
});
