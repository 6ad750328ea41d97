/** The write guard's memory, in Redis or in that of one process, and the search cache. */

import type { DependencyCheck } from '@partner-gateway/contract';
import type { Redis } from 'ioredis';
import type { Config } from './config.ts';
import type { Log } from './observability/logger.ts';

import {
  type CreditHolds,
  type CreditHoldTimes,
  createMemoryCreditHolds,
  createRedisCreditHolds,
} from './state/credit-holds.ts';
import { createMemoryWriteStore } from './state/memory-write-store.ts';
import { createOutageWriteStore } from './state/outage-write-store.ts';
import { createRedis, isRedisHealthy, untilReady } from './state/redis.ts';
import { watchRedisSettings } from './state/redis-settings.ts';
import { createRedisWriteStore } from './state/redis-write-store.ts';
import {
  createMemoryShelf,
  createRedisShelf,
  createSearchCache,
  noSearchCache,
  type SearchCache,
} from './state/search-cache.ts';
import type { ProtocolTimes } from './state/write-record.ts';
import { StoreUnavailable, type WriteStore } from './state/write-store.ts';

/** What booking writes are guarded with, and how it is. */
export type Store = {
  readonly writes: WriteStore;
  readonly areWritesOff: () => boolean;
  readonly creditHolds: CreditHolds;
  readonly check: () => Promise<DependencyCheck>;
  /** Resolves when the store answers, or after a moment when it does not. */
  readonly start: () => Promise<void>;
  readonly close: () => Promise<void>;
};

/** What a store needs beside its settings. */
export type StoreOptions = {
  readonly nowMs: () => number;
  readonly log: Log;
  /** When the memory store counts as begun; see `createMemoryWriteStore`. */
  readonly memoryBeganAtMs?: number | undefined;
  /** Shorter times for a test; see `Timing`. */
  readonly timing?: {
    readonly writeProtocol?: Partial<ProtocolTimes>;
    readonly creditHolds?: Partial<CreditHoldTimes>;
  };
};

const createMemoryStore = ({ nowMs, memoryBeganAtMs, timing = {} }: StoreOptions): Store => ({
  writes: createMemoryWriteStore({
    nowMs,
    times: timing.writeProtocol ?? {},
    ...(memoryBeganAtMs === undefined ? {} : { memoryBeganAtMs }),
  }),
  areWritesOff: () => false,
  creditHolds: createMemoryCreditHolds(timing.creditHolds, nowMs),
  check: () =>
    Promise.resolve({
      name: 'store',
      status: 'ok',
      required: false,
      detail: 'memory of this process: one instance only',
    }),
  start: () => Promise.resolve(),
  close: () => Promise.resolve(),
});

/** While Redis is away a keyless write is guarded by this process, and so is its credit. */
const withOwnHolds = (shared: CreditHolds, own: CreditHolds): CreditHolds => ({
  hold: (request) => shared.hold(request).catch(whenAway(() => own.hold(request))),
  release: async (...release) => {
    await own.release(...release);
    await shared.release(...release).catch(whenAway(() => Promise.resolve()));
  },
});

const whenAway =
  <Value>(instead: () => Promise<Value>) =>
  (error: unknown): Promise<Value> => {
    if (error instanceof StoreUnavailable) return instead();
    throw error;
  };

const verifyEveryMs = 60_000;
/** How long a start waits for Redis: the first token is covered by a memory that was learned before it. */
const startWaitMs = 1_000;

const createRedisStore = (
  url: string,
  keyPrefix: string,
  { nowMs, log, timing = {} }: StoreOptions,
): Store => {
  const times = timing.writeProtocol ?? {};
  const redis: Redis = createRedis({ url, keyPrefix, onError: () => log('warn', 'Redis is out of reach') });
  const settings = watchRedisSettings(redis, ({ faults }) => {
    if (faults.length > 0) log('error', 'Redis is not fit for booking writes', { reason: faults.join(' ') });
  });
  const shared = createRedisWriteStore(redis, { times });
  // Keyless writes go on under this process's own guard while Redis is away; what it did is told to Redis afterwards.
  const writes = createOutageWriteStore(shared, createMemoryWriteStore({ nowMs, times, memoryBeganAtMs: 0 }));
  const handOver = (): void =>
    void writes.handOver().catch(() => log('warn', 'Writes of an outage wait to be handed over'));
  // A server that comes back may be another one: its settings are judged again too.
  redis.on('ready', () => {
    handOver();
    void settings.check();
  });
  const check = async (): Promise<DependencyCheck> => {
    const { faults } = settings.report();
    if (!(await isRedisHealthy(redis)))
      return { name: 'store', status: 'down', required: false, detail: 'redis does not answer' };
    if (faults.length === 0) return { name: 'store', status: 'ok', required: false, detail: 'redis' };
    return {
      name: 'store',
      status: 'degraded',
      required: false,
      detail: `booking writes are off: ${faults.join(' ')}`,
    };
  };
  let timer: NodeJS.Timeout | undefined;
  return {
    writes,
    areWritesOff: () => settings.areWritesOff(),
    creditHolds: withOwnHolds(
      createRedisCreditHolds(redis, timing.creditHolds),
      createMemoryCreditHolds(timing.creditHolds, nowMs),
    ),
    check,
    async start() {
      await untilReady(redis, startWaitMs);
      settings.start();
      timer = setInterval(() => {
        // A minute in which Redis does not answer must not end the process: what is not verified is not believed.
        void shared.verify().catch(() => log('warn', 'The memory of Redis was not verified'));
        handOver();
      }, verifyEveryMs).unref();
    },
    close() {
      settings.stop();
      clearInterval(timer);
      redis.disconnect();
      return Promise.resolve();
    },
  };
};

/** Makes the store that the settings ask for. */
export const createStore = (
  { STORE, REDIS_URL, REDIS_KEY_PREFIX }: Pick<Config, 'STORE' | 'REDIS_URL' | 'REDIS_KEY_PREFIX'>,
  options: StoreOptions,
): Store =>
  STORE === 'redis' && REDIS_URL !== undefined
    ? createRedisStore(REDIS_URL, REDIS_KEY_PREFIX, options)
    : createMemoryStore(options);

/** The search cache, how it is, and its end. */
export type SearchStore = {
  readonly cache: SearchCache;
  readonly checks: readonly (() => Promise<DependencyCheck>)[];
  readonly close: () => void;
};

/** Makes the search cache that the settings ask for; its Redis is never that of the booking writes. */
export const createSearchStore = (
  config: Pick<
    Config,
    'SEARCH_CACHE' | 'SEARCH_CACHE_REDIS_URL' | 'SEARCH_CACHE_SECONDS' | 'REDIS_KEY_PREFIX'
  >,
  { nowMs, log }: Pick<StoreOptions, 'nowMs' | 'log'>,
): SearchStore => {
  const options = { lifeMs: config.SEARCH_CACHE_SECONDS * 1000, nowMs };
  const url = config.SEARCH_CACHE_REDIS_URL;
  if (config.SEARCH_CACHE === 'off') return { cache: noSearchCache, checks: [], close: () => {} };
  if (config.SEARCH_CACHE === 'memory' || url === undefined)
    return { cache: createSearchCache(createMemoryShelf(), options), checks: [], close: () => {} };
  const redis = createRedis({
    url,
    keyPrefix: config.REDIS_KEY_PREFIX,
    onError: () => log('warn', 'The search cache is out of reach'),
  });
  const check = async (): Promise<DependencyCheck> => ({
    name: 'search_cache',
    status: (await isRedisHealthy(redis)) ? 'ok' : 'down',
    required: false,
    detail: 'redis; searches go past it while it is down',
  });
  return {
    cache: createSearchCache(createRedisShelf(redis, nowMs), options),
    checks: [check],
    close: () => redis.disconnect(),
  };
};
