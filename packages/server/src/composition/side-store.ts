/** What lives beside the write guard, in a database of its own: the journal, seat locks and recheck claims. */
import type { DependencyCheck } from '@partner-gateway/contract';
import {
  createMemoryEntryStreams,
  createMemoryPointers,
  createRedisEntryStreams,
  createRedisPointers,
  type JournalStore,
} from '@partner-gateway/journal';
import {
  createLocalHoldings,
  createLocalRateLimits,
  createRedisHoldings,
  createRedisRateLimits,
  type Holdings,
  type RateLimits,
} from '@partner-gateway/load-control';
import { createMemorySeatLocks, createRedisSeatLocks, type SeatLocks } from '@partner-gateway/seat-locks';
import type { Config } from '@partner-gateway/settings';
import type { Log } from '@partner-gateway/telemetry';
import { createMemoryOutbox, type Outbox } from '@partner-gateway/write-guard';
import {
  changeLogin,
  createRedis,
  createRedisOutbox,
  isRedisHealthy,
  type RedisClient,
  untilReady,
} from '@partner-gateway/write-guard/redis';
import {
  createLocalRecheckClaim,
  createSharedRecheckClaim,
  type RecheckClaim,
} from '../state/recheck-claims.ts';
import type { Surroundings } from './surroundings.ts';

/** Stores that a booking goes on without, and how they are. */
export type SideStore = {
  readonly journal: JournalStore;
  readonly seatLocks: SeatLocks;
  readonly claimRecheck: RecheckClaim;
  readonly rateLimits: RateLimits;
  readonly unconfirmed: Holdings;
  /** Notifications that were taken and are not worked yet, and those that cannot be. */
  readonly inbox: Outbox;
  readonly checks: readonly (() => Promise<DependencyCheck>)[];
  /** Resolves when the store answers, or after a moment when it does not. */
  readonly start: () => Promise<void>;
  readonly close: () => void;
  /** Takes the login of these settings for its own, where it is another. @throws when it is refused: the old one stays */
  readonly logIn: (config: Pick<Config, 'JOURNAL_REDIS_URL'>) => Promise<void>;
};

type SideStoreOptions = Pick<Surroundings, 'onRedisError'> & {
  readonly nowMs: () => number;
  /** Default: monotonic. */
  readonly steadyNowMs?: (() => number) | undefined;
  readonly log: Log;
};

const monotonicMs = (): number => performance.now();
const unconfirmedName = 'unconfirmed';
/** Of each client: more than 12go says in days, and no memory to fill. */
const inboxMax = 10_000;

const startWaitMs = 1_000;

const createMemorySideStore = (nowMs: () => number, steadyNowMs: () => number): SideStore => ({
  rateLimits: createLocalRateLimits(steadyNowMs),
  unconfirmed: createLocalHoldings(steadyNowMs),
  inbox: createMemoryOutbox({ entriesMax: inboxMax, nowMs: steadyNowMs }),
  journal: { streams: createMemoryEntryStreams(nowMs), pointers: createMemoryPointers(nowMs) },
  seatLocks: createMemorySeatLocks({}, nowMs),
  claimRecheck: createLocalRecheckClaim(nowMs),
  checks: [],
  start: () => Promise.resolve(),
  close: () => {},
  logIn: () => Promise.resolve(),
});

const whenDown =
  'redis; while it is down no journal is kept, seats cannot be locked, and each instance rechecks and limits on its own';
const details = {
  ok: whenDown,
  down: whenDown,
  degraded:
    'redis answers and refuses writes, as one that is full or read-only does: no journal is kept and seats cannot be locked',
} as const;

/** A server that answers a ping may still take nothing, and stories are lost without a word. */
const stateOf = async (redis: RedisClient): Promise<keyof typeof details> => {
  const isWritten = await redis.set('journal:~canary', '1', 'PX', 10_000).then(
    () => true,
    () => false,
  );
  if (isWritten) return 'ok';
  return (await isRedisHealthy(redis)) ? 'degraded' : 'down';
};

/** Makes the stores that the settings ask for; their Redis is never the database of the booking writes. */
export const createSideStore = (
  config: Pick<Config, 'STORE' | 'JOURNAL_REDIS_URL' | 'REDIS_KEY_PREFIX' | 'INSTANCES'>,
  { nowMs, steadyNowMs = monotonicMs, log, onRedisError }: SideStoreOptions,
): SideStore => {
  const { STORE, JOURNAL_REDIS_URL: url, REDIS_KEY_PREFIX: keyPrefix } = config;
  if (STORE === 'memory' || url === undefined) return createMemorySideStore(nowMs, steadyNowMs);
  const redis = createRedis({
    url,
    keyPrefix,
    onError() {
      onRedisError?.('journal');
      log('warn', 'The journal is out of reach');
    },
    onFailedCommand: () => onRedisError?.('journal'),
  });
  const check = async (): Promise<DependencyCheck> => {
    const status = await stateOf(redis);
    return { name: 'journal', status, required: false, detail: details[status] };
  };
  const shared = { nowMs: monotonicMs, instances: config.INSTANCES };
  return {
    rateLimits: createRedisRateLimits(redis, shared),
    unconfirmed: createRedisHoldings(redis, { ...shared, name: unconfirmedName }),
    inbox: createRedisOutbox(redis, { name: 'inbox', entriesMax: inboxMax }),
    journal: { streams: createRedisEntryStreams(redis), pointers: createRedisPointers(redis) },
    seatLocks: createRedisSeatLocks(redis),
    claimRecheck: createSharedRecheckClaim(redis, createLocalRecheckClaim(nowMs)),
    checks: [check],
    start: () => untilReady(redis, startWaitMs),
    close: () => redis.disconnect(),
    logIn: async (changed) => {
      if (changed.JOURNAL_REDIS_URL !== undefined) await changeLogin(redis, changed.JOURNAL_REDIS_URL);
    },
  };
};
