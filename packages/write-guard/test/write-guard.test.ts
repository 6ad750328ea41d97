/** What the write guard promises to the booking flows, on Redis, in memory and on disk alike. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { StoreUnavailable } from '../src/protocol/store.ts';
import { openFolder } from './support/folder.ts';
import {
  benchProtocol,
  createGuardBench,
  diskStores,
  memoryStores,
  redisStores,
  type StoreFactory,
  tokenNow,
} from './support/guard-bench.ts';
import { useSharedStore } from './support/shared-redis.ts';

const folder = openFolder();
const redis = useSharedStore();

afterAll(() => folder.remove());

const stores: [string, StoreFactory][] = [
  ['in memory', memoryStores],
  ['on Redis', redisStores(redis)],
  ['on disk', diskStores(folder.newFile)],
];
const { settleMs } = benchProtocol;
/** For tests that wait until a lease is over. */
const leaseMs = 1_000;
const shortLease = { protocol: { leaseMs } };
const until = <Value>(check: () => Value | Promise<Value>) =>
  vi.waitFor(check, { timeout: 15_000, interval: 5 });

// Most of them wait, each for a client of its own.
describe.concurrent.each(stores)('the write guard %s', (_name, factory) => {
  it('sends once and answers with what the upstream said', async () => {
    const { guard, request, upstream } = await createGuardBench(factory);
    const result = await guard.run(request('cart', 'book', { idempotencyKey: 'abc' }));
    expect(result).toEqual({
      kind: 'answered',
      outcome: 'executed',
      answer: 'booked cart',
      reference: '42',
    });
    expect(upstream.executions('cart')).toBe(1);
  });

  it('replays the same answer to the same key, and names the request it was made for', async () => {
    const { guard, request, upstream } = await createGuardBench(factory);
    const first = request('cart', 'book', { idempotencyKey: 'abc' });
    await guard.run(first);
    const again = await guard.run(request('cart', 'book', { idempotencyKey: 'abc' }));
    expect(again).toEqual({
      kind: 'replayed',
      outcome: 'executed',
      answer: 'booked cart',
      reference: '42',
      originalRequestId: first.requestId,
    });
    expect(upstream.calls()).toBe(1);
  });

  it('replays a definite refusal too', async () => {
    const { guard, request, upstream } = await createGuardBench(factory);
    const ask = () => guard.run(request('cart', 'sold_out', { idempotencyKey: 'abc' }));
    expect(await ask()).toMatchObject({ kind: 'answered', outcome: 'not_executed', answer: 'sold out' });
    expect(await ask()).toMatchObject({ kind: 'replayed', outcome: 'not_executed', answer: 'sold out' });
    expect(upstream.calls()).toBe(1);
  });

  it('lets a new key try again after a definite refusal, and still replays the refusal to the old one', async () => {
    const { guard, request } = await createGuardBench(factory);
    await guard.run(request('cart', 'sold_out', { idempotencyKey: 'one' }));
    expect(await guard.run(request('cart', 'book', { idempotencyKey: 'two' }))).toMatchObject({
      kind: 'answered',
    });
    expect(await guard.run(request('cart', 'book', { idempotencyKey: 'one' }))).toMatchObject({
      kind: 'replayed',
      outcome: 'not_executed',
    });
  });

  it('refuses a key that is used for another request, and executes nothing', async () => {
    const { guard, request, upstream } = await createGuardBench(factory);
    await guard.run(request('cart', 'book', { idempotencyKey: 'abc' }));
    const other = request('other', 'book', { idempotencyKey: 'abc', fingerprint: 'another request' });
    expect(await guard.run(other)).toEqual({ kind: 'key_reused', outcome: 'not_executed' });
    expect(upstream.calls()).toBe(1);
  });

  it('keeps the keys of different clients apart', async () => {
    const one = await createGuardBench(factory);
    const two = await createGuardBench(factory);
    await one.guard.run(one.request('cart', 'book', { idempotencyKey: 'abc' }));
    const result = await two.guard.run(two.request('cart', 'sold_out', { idempotencyKey: 'abc' }));
    expect(result).toMatchObject({ kind: 'answered', answer: 'sold out' });
  });

  it('tells another key for the same cart that it is reserved, with the booking id', async () => {
    const { guard, request, upstream } = await createGuardBench(factory);
    await guard.run(request('cart', 'book', { idempotencyKey: 'one' }));
    const result = await guard.run(request('cart', 'book', { idempotencyKey: 'two' }));
    expect(result).toEqual({ kind: 'already_done', reference: '42' });
    expect(await guard.run(request('cart', 'book'))).toEqual({ kind: 'already_done', reference: '42' });
    expect(upstream.executions('cart')).toBe(1);
  });

  it('tells another key for the same cart that a reserve is running, without waiting', async () => {
    const { guard, request, upstream } = await createGuardBench(factory, { slowMs: 1_500 });
    const first = guard.run(request('cart', 'book_slowly', { idempotencyKey: 'one' }));
    await until(() => expect(upstream.calls()).toBe(1));
    const second = await guard.run(
      request('cart', 'book', { idempotencyKey: 'two', fingerprint: 'another' }),
    );
    expect(second).toEqual({ kind: 'in_progress', retryAfterMs: 1_000 });
    await first;
    expect(upstream.executions('cart')).toBe(1);
  });

  it('makes a second request with the same key wait for the first and gives it the same answer', async () => {
    const { guard, request, upstream } = await createGuardBench(factory);
    const ask = () => guard.run(request('cart', 'book_slowly', { idempotencyKey: 'abc' }));
    const [first, second] = await Promise.all([ask(), ask()]);
    expect([first.kind, second.kind].sort()).toEqual(['answered', 'replayed']);
    expect(upstream.executions('cart')).toBe(1);
  });

  it('says "in progress" when the first takes longer than a second one may wait', async () => {
    const { guard, request, upstream } = await createGuardBench(factory, {
      guard: { joinMs: 30 },
      slowMs: 1_500,
    });
    const first = guard.run(request('cart', 'book_slowly', { idempotencyKey: 'abc' }));
    await until(() => expect(upstream.calls()).toBe(1));
    const second = await guard.run(request('cart', 'book_slowly', { idempotencyKey: 'abc' }));
    expect(second).toEqual({ kind: 'in_progress', retryAfterMs: 1_000 });
    await first;
  });

  it('executes once for 200 concurrent requests with one key', async () => {
    const { guard, request, upstream } = await createGuardBench(factory);
    const ask = () => guard.run(request('cart', 'book', { idempotencyKey: 'abc' }));
    const results = await Promise.all(Array.from({ length: 200 }, ask));
    expect(results.filter(({ kind }) => kind === 'answered')).toHaveLength(1);
    expect(results.every(({ kind }) => ['answered', 'replayed', 'in_progress'].includes(kind))).toBe(true);
    expect(upstream.calls()).toBe(1);
  });

  it('executes once for concurrent requests with many keys', async () => {
    const { guard, request, upstream } = await createGuardBench(factory);
    const ask = (_: unknown, index: number) =>
      guard.run(request('cart', 'book', { idempotencyKey: `key ${index}` }));
    await Promise.all(Array.from({ length: 50 }, ask));
    expect(upstream.calls()).toBe(1);
  });

  it('stores nothing when a check before sending refuses, so that the key works again', async () => {
    const { guard, request, upstream, store, clientId } = await createGuardBench(factory);
    const refusal = new Error('credit line insufficient');
    const refused = request('cart', 'book', {
      idempotencyKey: 'abc',
      beforeSend: () => Promise.reject(refusal),
    });
    await expect(guard.run(refused)).rejects.toBe(refusal);
    expect(await store.readOp({ clientId, operation: 'reserve', subject: 'cart' })).toBeUndefined();
    expect(upstream.calls()).toBe(0);
    expect(await guard.run(request('cart', 'book', { idempotencyKey: 'abc' }))).toMatchObject({
      kind: 'answered',
    });
  });

  it('releases the key when nothing was sent, and lets the error pass', async () => {
    const { guard, request } = await createGuardBench(factory);
    const refused = guard.run(request('cart', 'refuse_connection', { idempotencyKey: 'abc' }));
    await expect(refused).rejects.toMatchObject({ name: 'NotSent' });
    expect(await guard.run(request('cart', 'book', { idempotencyKey: 'abc' }))).toMatchObject({
      kind: 'answered',
    });
  });

  it('never sends again after an answer was lost, and finds the booking by reading', async () => {
    const { guard, request, upstream, resolver, clientId } = await createGuardBench(factory);
    const lost = await guard.run(request('cart', 'book_and_reset', { idempotencyKey: 'abc' }));
    if (lost.kind !== 'unknown') throw new Error(`unexpected ${lost.kind}`);
    expect(await guard.run(request('cart', 'book', { idempotencyKey: 'abc' }))).toEqual(lost);
    expect(await guard.poll(clientId, lost.recordKey)).toEqual({ kind: 'running' });
    await until(async () => expect(await resolver.tick()).toBe(1));
    const found = { outcome: 'executed', answer: 'read cart', reference: '42' };
    expect(await guard.poll(clientId, lost.recordKey)).toEqual({ kind: 'finished', ...found });
    const again = await guard.run(request('cart', 'book', { idempotencyKey: 'abc' }));
    expect(again).toMatchObject({ kind: 'replayed', ...found });
    expect(upstream.executions('cart')).toBe(1);
  });

  it('looks an open write up with the facts that its last checks found', async () => {
    const { guard, request, resolver, upstream, clientId } = await createGuardBench(factory);
    const { facts: _none, factsOf: _own, ...rest } = request('cart', 'book_and_reset');
    const lost = await guard.run({
      ...rest,
      beforeSend: () => Promise.resolve({ cart: 'cart' }),
      factsOf: ({ cart }) => cart,
      send: (gate, { cart }) => upstream.send(cart, 'book_and_reset')(gate),
    });
    if (lost.kind !== 'unknown') throw new Error(`unexpected ${lost.kind}`);
    await until(async () => expect(await resolver.tick()).toBe(1));
    expect(await guard.poll(clientId, lost.recordKey)).toMatchObject({
      kind: 'finished',
      answer: 'read cart',
    });
  });

  it('tells a keyless repeat of an open write where to look', async () => {
    const { guard, request } = await createGuardBench(factory);
    const lost = await guard.run(request('cart', 'reset'));
    expect(lost.kind).toBe('unknown');
    expect(await guard.run(request('cart', 'book'))).toEqual(lost);
    const other = request('cart', 'book', { fingerprint: 'another body' });
    expect(await guard.run(other)).toMatchObject({ kind: 'in_progress' });
  });

  it('never says "not executed" before the settle time is over', async () => {
    const { guard, request, upstream, resolver, clientId } = await createGuardBench(factory);
    const startedAtMs = performance.now();
    const lost = await guard.run(request('cart', 'reset', { idempotencyKey: 'abc' }));
    if (lost.kind !== 'unknown') throw new Error(`unexpected ${lost.kind}`);
    await until(async () => {
      await resolver.tick();
      expect(await guard.poll(clientId, lost.recordKey)).toMatchObject({
        kind: 'finished',
        outcome: 'not_executed',
      });
    });
    expect(performance.now() - startedAtMs).toBeGreaterThanOrEqual(settleMs);
    expect(upstream.executions('cart')).toBe(0);
  });

  it('reads once more before a new key may try again after such a "not executed"', async () => {
    const { guard, request, upstream, resolver, clientId, events } = await createGuardBench(factory);
    const settledNo = async (cart: string) => {
      const lost = await guard.run(request(cart, 'reset', { idempotencyKey: `first ${cart}` }));
      if (lost.kind !== 'unknown') throw new Error(`unexpected ${lost.kind}`);
      await until(async () => {
        await resolver.tick();
        expect(await guard.poll(clientId, lost.recordKey)).toMatchObject({ kind: 'finished' });
      });
    };
    await Promise.all([settledNo('quiet'), settledNo('late'), settledNo('dark')]);
    expect(await guard.run(request('quiet', 'book', { idempotencyKey: 'two' }))).toMatchObject({
      kind: 'answered',
    });
    upstream.execute('late');
    expect(await guard.run(request('late', 'book', { idempotencyKey: 'three' }))).toMatchObject({
      kind: 'rebuilt',
    });
    expect(events.map(({ kind }) => kind)).toContain('late_execution');
    expect(upstream.executions('late')).toBe(1);
    upstream.breakReads('unreadable');
    expect(await guard.run(request('dark', 'book', { idempotencyKey: 'four' }))).toMatchObject({
      kind: 'unavailable',
      reason: 'look_up_failed',
    });
  });

  it('answers "unknown" when the upstream is slow, keeps the call, and keeps its answer', async () => {
    const { guard, request, upstream, clientId } = await createGuardBench(factory, {
      guard: { syncWaitMs: 60 },
      slowMs: 1_500,
    });
    const slow = await guard.run(request('cart', 'book_slowly', { idempotencyKey: 'abc' }));
    if (slow.kind !== 'unknown') throw new Error(`unexpected ${slow.kind}`);
    expect(guard.inFlight()).toBe(1);
    expect(await guard.drain(15_000)).toBe(0);
    expect(await guard.poll(clientId, slow.recordKey)).toMatchObject({
      kind: 'finished',
      answer: 'booked cart',
    });
    expect(upstream.executions('cart')).toBe(1);
  });

  it('gives a call up after its limit, and stays unknown', async () => {
    const { guard, request, clientId } = await createGuardBench(factory, {
      guard: { syncWaitMs: 60, callLimitMs: 1_500 },
    });
    const hung = await guard.run(request('cart', 'hang', { idempotencyKey: 'abc' }));
    if (hung.kind !== 'unknown') throw new Error(`unexpected ${hung.kind}`);
    expect(await guard.drain(20)).toBe(1);
    expect(await guard.drain(15_000)).toBe(0);
    expect(await guard.poll(clientId, hung.recordKey)).toEqual({ kind: 'running' });
  });

  it('takes a claim over from an owner that died before sending, and not a moment earlier', async () => {
    const { guard, request, store, clientId, upstream } = await createGuardBench(factory, shortLease);
    await abandon(store, { clientId, operation: 'reserve', subject: 'cart' }, 'CLAIMED');
    expect(await guard.run(request('cart', 'book', { idempotencyKey: 'abc' }))).toMatchObject({
      kind: 'in_progress',
    });
    await sleep(leaseMs + 20);
    expect(await guard.run(request('cart', 'book', { idempotencyKey: 'abc' }))).toMatchObject({
      kind: 'answered',
    });
    expect(upstream.executions('cart')).toBe(1);
  });

  it('never sends for an owner that died while sending', async () => {
    const { guard, request, store, clientId, upstream } = await createGuardBench(factory, shortLease);
    await abandon(store, { clientId, operation: 'reserve', subject: 'cart' }, 'SENDING');
    await sleep(leaseMs + 20);
    const result = await guard.run(request('cart', 'book', { fingerprint: 'abandoned' }));
    expect(result).toEqual({ kind: 'unknown', recordKey: 'abandoned' });
    expect(upstream.calls()).toBe(0);
  });

  it('keeps a dead owner from promising anything after the takeover', async () => {
    const { guard, request, store, clientId, upstream } = await createGuardBench(factory, shortLease);
    const subject = { clientId, operation: 'reserve', subject: 'cart' } as const;
    const claim = await abandon(store, subject, 'CLAIMED');
    await sleep(leaseMs + 20);
    await guard.run(request('cart', 'book', { idempotencyKey: 'abc' }));
    expect(await store.toSend(subject, claim)).toEqual({ kind: 'lost' });
    expect(await store.finish(subject, { ...claim, outcome: 'not_executed', answer: '' })).toEqual({
      kind: 'lost',
    });
    expect(upstream.executions('cart')).toBe(1);
  });

  it('drops a write that would start after its window, and frees the key', async () => {
    let jumpMs = 0;
    const bench = await createGuardBench(factory, { monotonicMs: () => performance.now() + jumpMs });
    const paused = bench.request('cart', 'book', { idempotencyKey: 'abc' });
    const result = await bench.guard.run({
      ...paused,
      send: (gate) => {
        jumpMs = 5_000;
        return paused.send(gate);
      },
    });
    expect(result).toMatchObject({ kind: 'unavailable', reason: 'send_window_closed' });
    expect(bench.upstream.calls()).toBe(0);
    jumpMs = 0;
    expect(await bench.guard.run(paused)).toMatchObject({ kind: 'answered' });
  });

  it('refuses a confirm until the settle time of a new memory is over, and says that the memory is young', async () => {
    const { guard, request } = await createGuardBench(factory);
    const confirm = () => {
      const { token: _none, ...rest } = request('8451207', 'book', { operation: 'confirm' });
      return guard.run(rest);
    };
    expect(await confirm()).toMatchObject({
      kind: 'unavailable',
      reason: 'memory_young',
      outcome: 'unknown',
    });
    await sleep(settleMs + 20);
    expect(await confirm()).toMatchObject({ kind: 'answered' });
  });

  it('never executes a token that is older than its memory: refused, then answered from a read', async () => {
    const { guard, request, upstream } = await createGuardBench(factory);
    const old = (cart: string) =>
      guard.run(request(cart, 'book', { token: { memoryId: 'deadbeef-old', issuedAtMs: 1 } }));
    expect(await old('cart')).toMatchObject({ kind: 'unavailable', reason: 'memory_young' });
    await sleep(settleMs + 20);
    expect(await old('cart')).toEqual({ kind: 'stale', outcome: 'not_executed' });
    upstream.execute('booked');
    expect(await old('booked')).toEqual({
      kind: 'rebuilt',
      outcome: 'executed',
      answer: 'read booked',
      reference: '42',
    });
    upstream.breakReads('unreadable');
    expect(await old('cart')).toMatchObject({ kind: 'unavailable', reason: 'look_up_failed' });
    upstream.breakReads('unknowable');
    expect(await old('cart')).toEqual({ kind: 'stale', outcome: 'unknown' });
    expect(upstream.calls()).toBe(0);
  });

  it('leaves an outcome open for ever when no read can tell, until someone who knows settles it', async () => {
    const { guard, request, upstream, resolver, clientId } = await createGuardBench(factory);
    upstream.breakReads('unknowable');
    const lost = await guard.run(request('cart', 'reset', { idempotencyKey: 'abc' }));
    if (lost.kind !== 'unknown') throw new Error(`unexpected ${lost.kind}`);
    await sleep(settleMs + 20);
    expect(await resolver.tick()).toBe(0);
    expect(await guard.run(request('cart', 'book', { idempotencyKey: 'abc' }))).toEqual(lost);
    const subject = { clientId, operation: 'reserve', subject: 'cart' } as const;
    const told = { outcome: 'executed', answer: 'a notification said so', reference: '42' } as const;
    expect(await guard.settle(subject, told)).toEqual({ kind: 'done' });
    expect(await guard.run(request('cart', 'book', { idempotencyKey: 'abc' }))).toMatchObject({
      kind: 'replayed',
      ...told,
    });
    expect(upstream.calls()).toBe(1);
  });

  it('does not let an operator say "not executed" before the settle time', async () => {
    const { guard, request, clientId } = await createGuardBench(factory);
    await guard.run(request('cart', 'reset', { idempotencyKey: 'abc' }));
    const subject = { clientId, operation: 'reserve', subject: 'cart' } as const;
    expect(await guard.settle(subject, { outcome: 'not_executed', answer: 'no' })).toEqual({
      kind: 'too_early',
    });
    expect(await guard.settle({ ...subject, subject: 'none' }, { outcome: 'executed', answer: '' })).toEqual({
      kind: 'lost',
    });
  });

  it('reports an answer that contradicts what a read had settled', async () => {
    const { guard, request, clientId, events } = await createGuardBench(factory, {
      protocol: { settleMs: 0 },
      guard: { syncWaitMs: 10 },
      slowMs: 1_500,
    });
    await guard.run(request('cart', 'book_slowly', { idempotencyKey: 'abc' }));
    const subject = { clientId, operation: 'reserve', subject: 'cart' } as const;
    expect(await guard.settle(subject, { outcome: 'not_executed', answer: 'no' })).toEqual({ kind: 'done' });
    expect(await guard.drain(15_000)).toBe(0);
    expect(events).toMatchObject([{ kind: 'settled', outcome: 'not_executed' }, { kind: 'late_execution' }]);
  });

  it('settles the attempt that was looked at, and no later one', async () => {
    const { guard, request, upstream, clientId } = await createGuardBench(factory, {
      protocol: { settleMs: 0 },
    });
    upstream.breakReads('unknowable');
    const subject = { clientId, operation: 'reserve', subject: 'cart' } as const;
    await guard.run(request('cart', 'reset', { idempotencyKey: 'one', requestId: 'r-1' }));
    // The store's time is estimated downwards, so a look in the same millisecond may still be too early to say no.
    const seen = await until(async () => {
      const looked = await guard.look(subject);
      expect(looked).toMatchObject({ state: 'UNKNOWN', isLive: false, requestId: 'r-1' });
      expect(looked?.readAtMs).toBeGreaterThanOrEqual(looked?.sentAtMs ?? 0);
      return looked;
    });
    const no = { outcome: 'not_executed', answer: 'no' } as const;
    expect(await guard.settle(subject, no, seen)).toEqual({ kind: 'done' });
    await guard.run(request('cart', 'reset', { idempotencyKey: 'two' }));
    expect(await guard.settle(subject, no, seen)).toEqual({ kind: 'lost' });
    expect(await guard.look({ ...subject, subject: 'none' })).toBeUndefined();
  });

  it('tells a write that is still running from one that nobody works on', async () => {
    const { guard, request, clientId } = await createGuardBench(factory, {
      guard: { syncWaitMs: 1_000 },
      slowMs: 3_000,
    });
    const subject = { clientId, operation: 'reserve', subject: 'cart' } as const;
    const running = guard.run(request('cart', 'book_slowly', { idempotencyKey: 'abc' }));
    await until(async () =>
      expect(await guard.look(subject)).toMatchObject({ state: 'SENDING', isLive: true }),
    );
    expect(await guard.unsettled(clientId)).toMatchObject([{ subject: 'cart', isLive: true }]);
    expect(await running).toMatchObject({ kind: 'unknown' });
    expect(await guard.unsettled(clientId)).toMatchObject([{ subject: 'cart', isLive: false }]);
    await guard.drain(15_000);
    expect(await guard.unsettled(clientId)).toEqual([]);
  });

  it('counts open outcomes and the age of the oldest', async () => {
    const { guard, request, resolver, upstream, clientId } = await createGuardBench(factory);
    upstream.breakReads('unknowable');
    expect(resolver.gauge()).toEqual({ count: 0, oldestAgeMs: 0 });
    await guard.run(request('one', 'reset'));
    await sleep(30);
    await guard.run(request('two', 'reset', { requestId: 'r-2' }));
    await resolver.tick();
    const gauge = resolver.gauge();
    expect(gauge.count).toBe(2);
    expect(gauge.oldestAgeMs).toBeGreaterThanOrEqual(30);
    const [oldest, newest] = await guard.unsettled(clientId);
    expect([oldest, newest]).toMatchObject([{ subject: 'one' }, { subject: 'two', operation: 'reserve' }]);
    expect(JSON.stringify([oldest, newest])).not.toContain('context');
  });

  it('frees a cart whose attempt died before it sent anything, and tells whose', async () => {
    const { guard, request, store, clientId, resolver, events } = await createGuardBench(factory, shortLease);
    const subject = { clientId, operation: 'reserve', subject: 'cart' } as const;
    await abandon(store, subject, 'CLAIMED');
    await resolver.tick();
    expect(await store.readOp(subject)).toBeDefined();
    await sleep(leaseMs + 20);
    await resolver.tick();
    expect(await store.readOp(subject)).toBeUndefined();
    expect(events).toMatchObject([{ kind: 'never_sent', subject: { subject: 'cart' }, attemptId: 'dead' }]);
    const other = request('cart', 'book', { idempotencyKey: 'abc' });
    expect(await guard.run(other)).toMatchObject({ kind: 'answered' });
  });

  it('gives back what an attempt had set aside that died before it sent, when another takes its claim over', async () => {
    const { guard, request, store, clientId } = await createGuardBench(factory, shortLease);
    await abandon(store, { clientId, operation: 'reserve', subject: 'cart' }, 'CLAIMED');
    await sleep(leaseMs + 20);
    const givenBack: string[] = [];
    const next = request('cart', 'book', {
      whenNotSent: (attemptId) => Promise.resolve(void givenBack.push(attemptId)),
    });
    expect(await guard.run(next)).toMatchObject({ kind: 'answered' });
    expect(givenBack).toEqual(['dead']);
  });

  it('shares open outcomes between resolvers: one reads each', async () => {
    const { guard, request, store, clientId } = await createGuardBench(factory);
    await Promise.all(
      Array.from({ length: 10 }, (_, index) => guard.run(request(`cart ${index}`, 'book_and_reset'))),
    );
    await sleep(20);
    const lease = { leaseMs: 10_000, limit: 7 };
    const [one, two] = await Promise.all([store.takeDue(clientId, lease), store.takeDue(clientId, lease)]);
    const taken = [...one, ...two].map(({ subject }) => subject);
    expect(new Set(taken).size).toBe(10);
    expect(taken).toHaveLength(10);
  });

  it('shows an operator the record without what it seals', async () => {
    const { guard, request, clientId } = await createGuardBench(factory);
    await guard.run(request('cart', 'reset', { facts: 'secret facts', requestId: 'r-1' }));
    const record = await guard.inspect({ clientId, operation: 'reserve', subject: 'cart' });
    expect(record).toMatchObject({ state: 'UNKNOWN', requestId: 'r-1', fence: 1 });
    expect(JSON.stringify(record)).not.toContain('context');
    expect(await guard.inspect({ clientId, operation: 'reserve', subject: 'none' })).toBeUndefined();
  });

  it('sees coming what keeps a write from being sent, and claims nothing by looking', async () => {
    const { guard, request, clientId } = await createGuardBench(factory);
    const token = await guard.stampToken(clientId);
    const look = (cart: string, stamp = token) =>
      guard.preview({ clientId, operation: 'reserve', subject: cart }, stamp);
    expect([await look('free'), await look('free')]).toEqual([undefined, undefined]);
    expect(await guard.inspect({ clientId, operation: 'reserve', subject: 'free' })).toBeUndefined();
    const done = await guard.run(request('done', 'book'));
    const { reference } = done.kind === 'answered' ? done : {};
    expect(await look('done')).toEqual({ kind: 'already_done', reference });
    await guard.run(request('refused', 'sold_out'));
    expect(await look('refused')).toBeUndefined();
    await guard.run(request('lost', 'reset'));
    expect(await look('lost')).toMatchObject({ kind: 'in_progress' });
    const forgotten = { memoryId: 'gone-1', issuedAtMs: token.issuedAtMs };
    expect(await look('free', forgotten)).toEqual({ kind: 'stale', outcome: 'not_executed' });
    const off = await createGuardBench(factory, { whyWritesAreOff: () => 'unfit' });
    const subject = { clientId: off.clientId, operation: 'reserve', subject: 'free' } as const;
    expect(await off.guard.preview(subject, token)).toMatchObject({ kind: 'unavailable', reason: 'unfit' });
  });

  it('refuses every write while writes are off, and reaches nothing', async () => {
    const { guard, request, upstream } = await createGuardBench(factory, { whyWritesAreOff: () => 'unfit' });
    expect(await guard.run(request('cart', 'book'))).toMatchObject({
      kind: 'unavailable',
      reason: 'unfit',
    });
    expect(upstream.calls()).toBe(0);
  });

  it('vouches for the tokens of its own memory and for no others', async () => {
    const { guard, request, clientId, upstream } = await createGuardBench(factory);
    const token = await guard.stampToken(clientId);
    await sleep(settleMs + 20);
    const told = async (memoryId: string, issuedAtMs = token.issuedAtMs) =>
      guard.run(request(`cart of ${memoryId}`, 'book', { token: { memoryId, issuedAtMs } }));
    expect(await told(token.memoryId)).toMatchObject({ kind: 'answered' });
    expect(await told('deadbeef-older', 1)).toEqual({ kind: 'stale', outcome: 'not_executed' });
    expect(await told('')).toEqual({ kind: 'stale', outcome: 'not_executed' });
    // Another server vouched for it after this memory had begun: one of the two must not be believed.
    const foreign = await told('deadbeef-other', token.issuedAtMs + settleMs + 20);
    expect(foreign).toMatchObject({ kind: 'unavailable', reason: 'split', outcome: 'unknown' });
    expect(upstream.calls()).toBe(1);
  });

  it('tells a key of another request what is known of the cart', async () => {
    const { guard, request } = await createGuardBench(factory);
    const other = (cart: string) =>
      guard.run(request(cart, 'book', { idempotencyKey: 'abc', fingerprint: 'other' }));
    await guard.run(request('cart', 'book', { idempotencyKey: 'abc' }));
    expect(await other('cart')).toEqual({ kind: 'key_reused', outcome: 'executed' });
    expect(await other('fresh')).toEqual({ kind: 'key_reused', outcome: 'not_executed' });
    await guard.run(request('lost', 'reset', { idempotencyKey: 'def' }));
    expect(await other('lost')).toEqual({ kind: 'key_reused', outcome: 'unknown' });
  });

  it('says of a refusal before sending that nothing was executed, since it held the claim', async () => {
    const { guard, request, store } = await createGuardBench(factory, shortLease);
    const paused = request('cart', 'book', {
      beforeSend: async () => void (await sleep(leaseMs + 50)),
    });
    expect(await guard.run(paused)).toMatchObject({ kind: 'unavailable', reason: 'claim_lost' });
    const spared = request('other', 'book', {
      beforeSend: () => Promise.reject(new StoreUnavailable('replicas_missing')),
    });
    expect(await guard.run(spared)).toMatchObject({ kind: 'unavailable', outcome: 'not_executed' });
    expect(await store.readOp(spared)).toBeUndefined();
    const { token: _none, ...tokenless } = request('8451207', 'book', { operation: 'confirm' });
    await sleep(settleMs);
    const refused = { ...tokenless, beforeSend: () => Promise.reject(new StoreUnavailable('unanswered')) };
    expect(await guard.run(refused)).toMatchObject({ kind: 'unavailable', outcome: 'unknown' });
  });
});

/** An attempt whose process dies in the given state. */
const abandon = async (
  store: Awaited<ReturnType<typeof createGuardBench>>['store'],
  subject: { clientId: string; operation: 'reserve'; subject: string },
  state: 'CLAIMED' | 'SENDING',
) => {
  const begun = await store.begin(subject, {
    attemptId: 'dead',
    recordKey: 'abandoned',
    keyed: true,
    fingerprint: 'abandoned',
    requestId: 'abandoned',
    context: '',
    token: tokenNow(store, subject.clientId),
  });
  if (begun.kind !== 'claimed') throw new Error(`unexpected ${begun.kind}`);
  if (state === 'SENDING') await store.toSend(subject, begun.claim);
  return begun.claim;
};
