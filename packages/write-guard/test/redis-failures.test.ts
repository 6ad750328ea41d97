import type { Redis } from 'ioredis';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { TokenStamp } from '../src/protocol/memory-trust.ts';
import { createRedis, isRedisHealthy } from '../src/redis/client.ts';
import { watchRedisSettings } from '../src/redis/settings.ts';
import {
  benchProtocol,
  createGuardBench,
  type GuardBench,
  redisStores,
  tokenNow,
} from './support/guard-bench.ts';
import { type RedisServer, type RedisServerOptions, startRedisServer, untilReady } from './support/redis.ts';
import { startTcpProxy } from './support/tcp-proxy.ts';

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

/** Patient, as the bench's stores are: a reply that is only late is a failure where a test says so. */
const connect = async (url: string): Promise<Redis> => {
  const redis = createRedis({ url, commandTimeoutMs: 5_000, silenceLimitMs: 10_000 });
  cleanUps.push(() => redis.disconnect());
  await untilReady(redis);
  return redis;
};

type Setup = { server: RedisServer; redis: Redis; bench: GuardBench };

const setUp = async (server: RedisServerOptions = {}): Promise<Setup> => {
  const started = await startRedisServer(server);
  cleanUps.push(() => started.remove());
  const redis = await connect(started.url);
  return { server: started, redis, bench: await createGuardBench(redisStores(() => redis)) };
};

const until = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 20_000, interval: 20 });
/** Asks again as a client does, until the store is back and has an opinion. */
const untilDecided = async (bench: GuardBench, cart: string, token: TokenStamp) => {
  let kind = 'unavailable';
  await until(async () => {
    ({ kind } = await bench.guard.run(bench.request(cart, 'book', { idempotencyKey: cart, token })));
    expect(kind).not.toBe('unavailable');
  });
  return kind;
};

describe('a Redis that is away', () => {
  it('refuses writes with a key at once and executes nothing; works again when it is back', async () => {
    const { server, redis, bench } = await setUp();
    await server.kill();
    await until(async () => expect(redis.status).not.toBe('ready'));
    const startedAtMs = performance.now();
    const refused = await bench.guard.run(bench.request('cart', 'book', { idempotencyKey: 'abc' }));
    expect(refused).toMatchObject({ kind: 'unavailable', reason: 'unreachable' });
    // It waits for no reply.
    expect(performance.now() - startedAtMs).toBeLessThan(4_000);
    expect(await isRedisHealthy(redis)).toBe(false);
    expect(bench.upstream.calls()).toBe(0);
    await server.start();
    await untilReady(redis);
    await bench.guard.stampToken(bench.clientId);
    expect(await bench.guard.run(bench.request('other', 'book'))).toMatchObject({ kind: 'answered' });
  });

  it('answers from memory when it dies after the promise, and nobody sends again', async () => {
    const { server, redis, bench } = await setUp();
    const issuedAt = tokenNow(bench.store, bench.clientId);
    const request = bench.request('cart', 'book', { idempotencyKey: 'cart', token: issuedAt });
    const result = await bench.guard.run({
      ...request,
      send: async (gate) => {
        await server.kill();
        return request.send(gate);
      },
    });
    expect(result).toMatchObject({ kind: 'answered', answer: 'booked cart' });
    await server.start();
    await untilReady(redis);
    expect(await untilDecided(bench, 'cart', issuedAt)).toBe('rebuilt');
    expect(bench.upstream.executions('cart')).toBe(1);
  });

  it('hangs no caller while it is stopped', async () => {
    const { server, redis } = await setUp();
    const bench = await createGuardBench(redisStores(() => redis, { commandLimitMs: 200 }));
    server.pause();
    const startedAtMs = performance.now();
    const asked = Array.from({ length: 20 }, (_, index) =>
      bench.guard.run(bench.request(`cart ${index}`, 'book', { idempotencyKey: `key ${index}` })),
    );
    const results = await Promise.all(asked);
    expect(results.every(({ kind }) => kind === 'unavailable')).toBe(true);
    expect(performance.now() - startedAtMs).toBeLessThan(9_000);
    expect(bench.upstream.calls()).toBe(0);
    server.resume();
  });

  it('starts without it', async () => {
    const redis = createRedis({ url: 'redis://127.0.0.1:1' });
    cleanUps.push(() => redis.disconnect());
    const bench = await createGuardBench(redisStores(() => redis));
    expect(await bench.guard.run(bench.request('cart', 'book', { idempotencyKey: 'a' }))).toMatchObject({
      kind: 'unavailable',
    });
    // No memory vouches for a token of now, so none will ever execute it.
    expect(await bench.guard.stampToken(bench.clientId)).toEqual({ memoryId: '', issuedAtMs: 0 });
  });
});

describe('a Redis that forgets', () => {
  it.each([
    [
      'a kill and an empty restart',
      ['rebuilt', 'rebuilt', 'stale'],
      async ({ server, redis }: Setup) => {
        await server.kill();
        await server.start();
        await untilReady(redis);
      },
    ],
    ['FLUSHALL', ['rebuilt', 'rebuilt', 'stale'], async ({ redis }: Setup) => void (await redis.flushall())],
    [
      'the loss of the epoch record alone',
      ['replayed', 'unknown', 'stale'],
      async ({ redis, bench }: Setup) => void (await redis.del(`epoch:{${bench.clientId}}`)),
    ],
  ])('never lets an old token be executed again: %s', async (_, expected, lose) => {
    const setup = await setUp();
    const { bench } = setup;
    const issuedAt = tokenNow(bench.store, bench.clientId);
    const book = (cart: string, behaviour: 'book' | 'book_and_reset') =>
      bench.guard.run(bench.request(cart, behaviour, { idempotencyKey: cart, token: issuedAt }));
    await book('done', 'book');
    await book('open', 'book_and_reset');
    await lose(setup);
    const kinds = await Promise.all(
      ['done', 'open', 'never'].map((cart) => untilDecided(bench, cart, issuedAt)),
    );
    expect(kinds).toEqual(expected);
    expect(['done', 'open', 'never'].map(bench.upstream.executions)).toEqual([1, 1, 0]);
  });

  it('executes tokens that are younger than its memory at once', async () => {
    const { redis, bench } = await setUp();
    await redis.flushall();
    await bench.guard.stampToken(bench.clientId);
    expect(await bench.guard.run(bench.request('cart', 'book'))).toMatchObject({ kind: 'answered' });
  });

  it('starts a new epoch after a restart that kept the data, because the last second may be missing', async () => {
    const { server, redis, bench } = await setUp({
      args: ['--appendonly', 'yes', '--appendfsync', 'always'],
    });
    const issuedAt = tokenNow(bench.store, bench.clientId);
    await bench.guard.run(bench.request('cart', 'book', { idempotencyKey: 'cart', token: issuedAt }));
    const before = await redis.hget(`epoch:{${bench.clientId}}`, 'id');
    await server.kill();
    await server.start();
    await untilReady(redis);
    expect(await untilDecided(bench, 'cart', issuedAt)).toBe('replayed');
    expect(await untilDecided(bench, 'other', issuedAt)).toBe('stale');
    expect(await redis.hget(`epoch:{${bench.clientId}}`, 'id')).not.toBe(before);
  });

  it('starts a new epoch after a failover to a replica that missed the last writes', async () => {
    const { server: primary } = await setUp({ args: ['--repl-diskless-sync-delay', '0'] });
    const port = (url: string): number => Number(new URL(url).port);
    const replica = await startRedisServer({ args: ['--replicaof', '127.0.0.1', String(port(primary.url))] });
    cleanUps.push(() => replica.remove());
    const proxy = await startTcpProxy(port(primary.url));
    cleanUps.push(() => proxy.close());
    const redis = await connect(`redis://127.0.0.1:${proxy.port}`);
    // Somebody declared one node although there are two: the promise waits for nobody.
    const bench = await createGuardBench(redisStores(() => redis, { nodes: 1 }));
    const promoted = await connect(replica.url);
    const epochId = () => promoted.hget(`epoch:{${bench.clientId}}`, 'id');
    await until(async () => expect(await epochId()).not.toBeNull());
    // From here on the replica misses everything, as an asynchronous one may.
    await promoted.call('REPLICAOF', 'NO', 'ONE');
    const issuedAt = tokenNow(bench.store, bench.clientId);
    const write = bench.request('cart', 'book', { idempotencyKey: 'cart', token: issuedAt });
    expect(await bench.guard.run(write)).toMatchObject({ kind: 'answered' });
    await primary.kill();
    expect(await epochId()).not.toBeNull();
    expect(await promoted.exists(`op:{${bench.clientId}}:reserve:cart`)).toBe(0);
    proxy.retarget(port(replica.url));
    proxy.cut();
    await untilReady(redis);
    expect(await untilDecided(bench, 'cart', issuedAt)).toBe('rebuilt');
    expect(bench.upstream.executions('cart')).toBe(1);
  });

  it('stops a write between its claim and its promise', async () => {
    const { redis, bench } = await setUp();
    const request = bench.request('cart', 'book', {
      idempotencyKey: 'abc',
      beforeSend: async () => void (await redis.flushall()),
    });
    expect(await bench.guard.run(request)).toMatchObject({ kind: 'unavailable', reason: 'memory_lost' });
    expect(bench.upstream.calls()).toBe(0);
  });
});

describe('a Redis that loses replies', () => {
  it('executes each script once, and a promise whose reply was lost sends nothing', async () => {
    const { server } = await setUp();
    const proxy = await startTcpProxy(Number(new URL(server.url).port));
    cleanUps.push(() => proxy.close());
    const redis = await connect(`redis://127.0.0.1:${proxy.port}`);
    const bench = await createGuardBench(redisStores(() => redis));
    const results: string[] = [];
    for (let round = 0; round < 5; round += 1) {
      await untilReady(redis);
      await bench.store.prepare(bench.clientId);
      const request = bench.request(`cart ${round}`, 'book', {
        idempotencyKey: `key ${round}`,
        beforeSend: () => {
          proxy.swallowReplies();
          setTimeout(proxy.cut, 30);
          return Promise.resolve();
        },
      });
      results.push((await bench.guard.run(request)).kind);
    }
    expect(results).toEqual(Array(5).fill('unavailable'));
    expect(bench.upstream.calls()).toBe(0);
  });

  it('never counts twice what it executed once', async () => {
    const { server } = await setUp();
    const proxy = await startTcpProxy(Number(new URL(server.url).port));
    cleanUps.push(() => proxy.close());
    const redis = await connect(`redis://127.0.0.1:${proxy.port}`);
    const direct = await connect(server.url);
    for (let round = 0; round < 20; round += 1) {
      await untilReady(redis);
      proxy.swallowReplies();
      const lost = redis.incr('counter');
      lost.catch(() => {});
      await until(async () => expect(await direct.get('counter')).toBe(String(round + 1)));
      proxy.cut();
      await expect(lost).rejects.toThrow();
    }
    expect(await direct.get('counter')).toBe('20');
  });

  it('works while it is slow, and refuses while it is too slow', async () => {
    const { server } = await setUp();
    const proxy = await startTcpProxy(Number(new URL(server.url).port));
    cleanUps.push(() => proxy.close());
    const redis = await connect(`redis://127.0.0.1:${proxy.port}`);
    const bench = await createGuardBench(redisStores(() => redis, { commandLimitMs: 1_500 }));
    proxy.delayReplies(100);
    expect(await bench.guard.run(bench.request('one', 'book'))).toMatchObject({ kind: 'answered' });
    proxy.delayReplies(2_000);
    expect(await bench.guard.run(bench.request('two', 'book'))).toMatchObject({ kind: 'unavailable' });
    expect(bench.upstream.executions('two')).toBe(0);
  });

  it('sends its scripts again after SCRIPT FLUSH', async () => {
    const { redis, bench } = await setUp();
    await bench.guard.run(bench.request('one', 'book'));
    await redis.script('FLUSH');
    expect(await bench.guard.run(bench.request('two', 'book'))).toMatchObject({ kind: 'answered' });
  });
});

describe('a Redis with the wrong settings', () => {
  it('keeps every record and refuses new writes when its memory is full', async () => {
    const { redis, bench } = await setUp();
    await bench.guard.run(bench.request('cart', 'book', { idempotencyKey: 'abc' }));
    await redis.config('SET', 'maxmemory', '1');
    expect(await bench.guard.run(bench.request('other', 'book'))).toMatchObject({ kind: 'unavailable' });
    await redis.config('SET', 'maxmemory', '0');
    const again = await bench.guard.run(bench.request('cart', 'book', { idempotencyKey: 'abc' }));
    expect(again).toMatchObject({ kind: 'replayed' });
    expect(bench.upstream.calls()).toBe(1);
  });

  it('turns writes off, naming the reason, when it may evict or has evicted', async () => {
    const { redis } = await setUp();
    const told: string[] = [];
    const settings = watchRedisSettings(redis, {
      onChange: ({ faults }) => told.push(faults.join() || 'fine'),
    });
    cleanUps.push(() => settings.stop());
    expect(await settings.check()).toEqual({ faults: [], warnings: ['append_only_off'], nodes: 1 });
    await redis.config('SET', 'maxmemory-policy', 'allkeys-lru');
    settings.start(20);
    await until(async () => expect(settings.report().faults).toContain('eviction_policy'));
    await redis.set('victim', 'x'.repeat(1_000));
    await redis.config('SET', 'maxmemory', '1');
    await redis.get('victim');
    await redis.set('other', 'x').catch(() => {});
    await redis.config('SET', 'maxmemory', '0');
    await redis.config('SET', 'maxmemory-policy', 'noeviction');
    await until(async () => expect(settings.report().faults).toEqual(['evicted_keys']));
    expect(told[0]).toBe('fine');
    expect(told).toContain('eviction_policy');
  });

  it('tells an unreachable server from an unfit one', async () => {
    const { server, redis } = await setUp({ args: ['--appendonly', 'yes'] });
    const settings = watchRedisSettings(redis);
    expect(settings.report().faults).toEqual(['unreachable']);
    expect((await settings.check()).warnings).toEqual([]);
    await redis.config('SET', 'maxmemory-policy', 'volatile-lru');
    await settings.check();
    await server.kill();
    expect((await settings.check()).faults).toEqual(['unreachable']);
  });

  it('sends nothing once a replica is gone that nobody declared: it may have been promoted', async () => {
    const { server: primary } = await setUp({ args: ['--repl-diskless-sync-delay', '0'] });
    const { port } = new URL(primary.url);
    const replica = await startRedisServer({ args: ['--replicaof', '127.0.0.1', port] });
    cleanUps.push(() => replica.remove());
    const redis = await connect(primary.url);
    await until(async () => expect(await redis.info('replication')).toContain('state=online'));
    const bench = await createGuardBench(redisStores(() => redis));
    // A busy replica may be late to acknowledge; what counts is that it once did.
    await until(async () =>
      expect(await bench.guard.run(bench.request('one', 'book'))).toMatchObject({ kind: 'answered' }),
    );
    await replica.kill();
    const result = await bench.guard.run(bench.request('two', 'book'));
    expect(result).toMatchObject({ kind: 'unavailable', reason: 'replicas_missing' });
    expect(bench.upstream.executions('two')).toBe(0);
  });

  it('sends nothing when the replicas that should have the promise are missing', async () => {
    const { redis } = await setUp();
    const bench = await createGuardBench(redisStores(() => redis, { nodes: 3 }));
    const result = await bench.guard.run(bench.request('cart', 'book', { idempotencyKey: 'abc' }));
    expect(result).toMatchObject({ kind: 'unavailable', reason: 'replicas_missing' });
    expect(bench.upstream.calls()).toBe(0);
    const record = await bench.guard.inspect({
      clientId: bench.clientId,
      operation: 'reserve',
      subject: 'cart',
    });
    expect(record).toBeUndefined();
  });
});

describe('what Redis holds', () => {
  it('is never an answer, a context or a key in plain text', async () => {
    const { redis, bench } = await setUp();
    const canary = 'jane.doe@example.com';
    const request = bench.request('cart', 'book', { idempotencyKey: canary, facts: canary });
    await bench.guard.run({
      ...request,
      send: () => Promise.resolve({ outcome: 'executed', answer: `{"email":"${canary}"}`, reference: '42' }),
    });
    await bench.guard.run(bench.request('lost', 'reset', { idempotencyKey: `${canary}2`, facts: canary }));
    const names = await redis.keys('*');
    const hashes = await Promise.all(names.map((name) => redis.hgetall(name).catch(() => ({}))));
    expect(names.length).toBeGreaterThanOrEqual(5);
    expect(JSON.stringify([names, hashes])).not.toContain('jane.doe');
  });

  it('has an end: every record of a write expires', async () => {
    const { redis, bench } = await setUp();
    await bench.guard.run(bench.request('cart', 'book', { idempotencyKey: 'abc' }));
    await bench.guard.run(bench.request('lost', 'reset', { idempotencyKey: 'def' }));
    const records = (await redis.keys('*')).filter(
      (name) => name.startsWith('op:') || name.startsWith('idem'),
    );
    const lives = await Promise.all(records.map((name) => redis.pttl(name)));
    expect(records).toHaveLength(4);
    for (const life of lives) {
      expect(life).toBeGreaterThan(0);
      expect(life).toBeLessThanOrEqual(benchProtocol.recordTtlMs);
    }
  });
});
