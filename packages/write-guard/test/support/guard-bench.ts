/** A write guard on any store, its upstream, and builders of requests: the bench of the guard's tests. */
import { randomUUID } from 'node:crypto';
import { createWriteGuard, type GuardTimes, type WriteGuard } from '../../src/guard.ts';
import { textAnswers } from '../../src/outcome-recorder.ts';
import { createOutcomeResolver, type OutcomeResolver } from '../../src/outcome-resolver.ts';
import type { TokenStamp } from '../../src/protocol/memory-trust.ts';
import type { ProtocolTimes } from '../../src/protocol/record.ts';
import type { StoreDownReason, WriteStore } from '../../src/protocol/store.ts';
import type { RedisClient } from '../../src/redis/client.ts';
import { createRedisWriteStore, type RedisWriteStoreOptions } from '../../src/redis/redis-store.ts';
import type { WriteRequest } from '../../src/request.ts';
import type { WriteEvent } from '../../src/result.ts';
import { openDiskRecordLog } from '../../src/stores/disk-record-log.ts';
import { createMemoryWriteStore } from '../../src/stores/memory-store.ts';
import { createVault } from '../../src/vault.ts';
import { type Behaviour, createUpstreamLedger, NotSent, type UpstreamLedger } from './upstream-ledger.ts';

const vault = createVault(Buffer.alloc(32, 1));

/**
 * Roomy wherever a healthy step has to be in time, so that a busy machine changes no outcome. Short is only what tests wait
 * for; one that waits for more says so itself.
 */
export const benchProtocol: ProtocolTimes = {
  leaseMs: 20_000,
  settleMs: 1_000,
  coverMarginMs: 0,
  firstLookUpMs: 1,
  recordTtlMs: 60_000,
  lateCommandMs: 5_000,
  clockToleranceMs: 1_000,
  unwatchedMs: 20_000,
};
const benchGuard: Partial<GuardTimes> = {
  sendWindowMs: 5_000,
  syncWaitMs: 10_000,
  callLimitMs: 10_000,
  joinMs: 5_000,
  joinPollMs: 10,
};
/** How long `book_slowly` takes, unless told otherwise. */
const slowMs = 300;

export type StoreFactory = (times: Partial<ProtocolTimes>) => WriteStore;
export const memoryStores: StoreFactory = (times) => createMemoryWriteStore({ times });
/** Each store on a file of its own. */
export const diskStores =
  (newFile: () => string): StoreFactory =>
  (times) =>
    createMemoryWriteStore({ times, log: openDiskRecordLog(newFile()) });
/** A reply may take as long as a busy machine needs, unless told otherwise. */
export const redisStores =
  (redis: () => RedisClient, options: Omit<RedisWriteStoreOptions, 'times'> = {}): StoreFactory =>
  (times) =>
    createRedisWriteStore(redis(), { commandLimitMs: 5_000, ...options, times });

/** What a token that is issued now says. */
export const tokenNow = (store: WriteStore, clientId: string): TokenStamp => {
  const { memoryId, nowMs = 0 } = store.stamp(clientId);
  return { memoryId, issuedAtMs: nowMs };
};

export type GuardBench = {
  clientId: string;
  store: WriteStore;
  guard: WriteGuard<string>;
  resolver: OutcomeResolver;
  upstream: UpstreamLedger;
  events: WriteEvent[];
  /** A reserve of `cart` with a token issued now, unless told otherwise. */
  request(
    cart: string,
    behaviour: Behaviour,
    more?: Partial<WriteRequest<void, string>>,
  ): WriteRequest<void, string>;
};

export type BenchOptions = {
  protocol?: Partial<ProtocolTimes>;
  guard?: Partial<GuardTimes>;
  /** How long `book_slowly` takes. */
  slowMs?: number;
  monotonicMs?: () => number;
  whyWritesAreOff?: () => StoreDownReason | undefined;
};

export const createGuardBench = async (
  stores: StoreFactory,
  options: BenchOptions = {},
): Promise<GuardBench> => {
  const clientId = `client-${randomUUID().slice(0, 8)}`;
  const store = stores({ ...benchProtocol, ...options.protocol });
  const upstream = createUpstreamLedger(options.slowMs ?? slowMs);
  const events: WriteEvent[] = [];
  const guard = createWriteGuard({
    store,
    vault,
    codec: textAnswers,
    isNotSent: (error) => error instanceof NotSent,
    leaseMs: options.protocol?.leaseMs ?? benchProtocol.leaseMs,
    times: { ...benchGuard, ...options.guard },
    onEvent: (event) => events.push(event),
    ...(options.monotonicMs && { monotonicMs: options.monotonicMs }),
    ...(options.whyWritesAreOff && { whyWritesAreOff: options.whyWritesAreOff }),
  });
  const resolver = createOutcomeResolver({
    store,
    vault,
    codec: textAnswers,
    lookUp: (_subject, facts) => upstream.lookUp(facts)(),
    clientIds: () => [clientId],
    backOffMs: [10, 20],
    onEvent: (event) => events.push(event),
  });
  await store.prepare(clientId).catch(() => {});
  return {
    clientId,
    store,
    guard,
    resolver,
    upstream,
    events,
    request: (cart, behaviour, more = {}) => ({
      clientId,
      operation: 'reserve',
      subject: cart,
      fingerprint: `print of ${cart}`,
      requestId: `request ${randomUUID()}`,
      facts: cart,
      token: tokenNow(store, clientId),
      beforeSend: () => Promise.resolve(),
      send: upstream.send(cart, behaviour),
      lookUp: upstream.lookUp(cart),
      ...more,
    }),
  };
};
