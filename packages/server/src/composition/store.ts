/** What booking writes are guarded with, and whether they would be taken now: in Redis, on this machine's disk, or in memory. */
import type { DependencyCheck } from '@partner-gateway/contract';
import type { Config } from '@partner-gateway/settings';
import type { Log } from '@partner-gateway/telemetry';
import {
  createMemoryEndpointStates,
  createMemoryWebhookQueue,
  createRedisEndpointStates,
  createRedisWebhookQueue,
  type EndpointStates,
  type WebhookQueue,
} from '@partner-gateway/webhooks';
import type { ProtocolTimes } from '@partner-gateway/write-guard';
import {
  createMemoryWriteStore,
  type MemoryWriteStore,
  type MemoryWriteStoreOptions,
  type Outbox,
  type StoreDownReason,
  StoreUnavailable,
  type WriteStore,
} from '@partner-gateway/write-guard';
import { openDiskRecordLog, StoreFileError } from '@partner-gateway/write-guard/disk';
import {
  changeLogin,
  connectRedis,
  createRedisOutbox,
  createRedisWriteStore,
  type RedisPlace,
  untilReady,
  watchRedisSettings,
} from '@partner-gateway/write-guard/redis';
import {
  type CreditHolds,
  type CreditHoldTimes,
  createMemoryCreditHolds,
  createRedisCreditHolds,
} from '../state/credit-holds.ts';
import type { Surroundings } from './surroundings.ts';

type Settings = Pick<
  Config,
  | 'STORE'
  | 'STORE_FILE'
  | 'REDIS_URL'
  | 'REDIS_SENTINELS'
  | 'REDIS_SENTINEL_NAME'
  | 'REDIS_CLUSTER'
  | 'REDIS_NODES'
  | 'REDIS_KEY_PREFIX'
>;

/** The write guard's memory, and how it is. */
export type Store = {
  readonly writes: WriteStore;
  /** What the guard tells of its writes, kept in the same step. */
  readonly outbox: Outbox;
  /** Webhooks that wait for delivery, and how their endpoints are. */
  readonly webhooks: WebhookStore;
  /** What keeps two instances, and two lives of one, from sending the same write. */
  readonly guarantee: () => string;
  readonly whyWritesAreOff: () => StoreDownReason | undefined;
  readonly creditHolds: CreditHolds;
  readonly check: () => Promise<DependencyCheck>;
  /** Resolves when the store answers, or after a moment when it does not. */
  readonly start: () => Promise<void>;
  readonly close: () => Promise<void>;
  /** Takes the login of these settings for its own, where it is another. @throws when it is refused: the old one stays */
  readonly logIn: (settings: Settings) => Promise<void>;
};

const noLogin = (): Promise<void> => Promise.resolve();

export type WebhookStore = {
  readonly queue: WebhookQueue;
  readonly endpoints: EndpointStates;
  /** Whether what is queued outlives the process; if not, the outbox has to keep it until it is delivered. */
  readonly isDurable: boolean;
};

/** What a store needs beside its settings. */
export type StoreOptions = Pick<Surroundings, 'onRedisError'> & {
  readonly log: Log;
  readonly entriesMax: number;
  /** A clock that never steps, for a store in this process; see `createMemoryWriteStore`. Default: monotonic. */
  readonly steadyNowMs?: (() => number) | undefined;
  /** When the memory store counts as begun; see `createMemoryWriteStore`. */
  readonly memoryBeganAtMs?: number | undefined;
  /** Shorter times for a test; see `Timing`. */
  readonly timing?:
    | {
        readonly writeProtocol?: Partial<ProtocolTimes>;
        readonly creditHolds?: Partial<CreditHoldTimes>;
      }
    | undefined;
};

const inThisProcess = ({ steadyNowMs, memoryBeganAtMs, entriesMax, timing = {} }: StoreOptions) => {
  const options: MemoryWriteStoreOptions = {
    outbox: { entriesMax },
    ...(steadyNowMs && { nowMs: steadyNowMs }),
    times: timing.writeProtocol ?? {},
    ...(memoryBeganAtMs !== undefined && { memoryBeganAtMs }),
  };
  return {
    options,
    nowMs: steadyNowMs ?? Date.now,
    creditHolds: createMemoryCreditHolds(timing.creditHolds, steadyNowMs),
  };
};

const toldOf = (
  writes: MemoryWriteStore,
  nowMs: () => number,
): Pick<Store, 'outbox' | 'webhooks' | 'writes'> => ({
  writes,
  outbox: writes.outbox,
  webhooks: {
    queue: createMemoryWebhookQueue({ nowMs }),
    endpoints: createMemoryEndpointStates({ nowMs }),
    isDurable: false,
  },
});

const createMemoryStore = ({ options, nowMs, creditHolds }: ReturnType<typeof inThisProcess>): Store => ({
  ...toldOf(createMemoryWriteStore(options), nowMs),
  guarantee: () => 'one instance, in its memory: a restart costs open itineraries',
  whyWritesAreOff: () => undefined,
  creditHolds,
  check: () =>
    Promise.resolve({
      name: 'store',
      status: 'ok',
      required: false,
      detail: 'memory of this process: one instance only',
    }),
  start: () => Promise.resolve(),
  close: () => Promise.resolve(),
  logIn: noLogin,
});

/** Throws when the file cannot be used: without it nothing may be believed, so the gateway does not start. */
const createDiskStore = (
  file: string,
  { options, nowMs, creditHolds }: ReturnType<typeof inThisProcess>,
): Store => {
  const log = openDiskRecordLog(file);
  const takeUp = (): MemoryWriteStore => {
    try {
      return createMemoryWriteStore({ ...options, log });
    } catch (error) {
      log.close();
      if (!(error instanceof StoreUnavailable)) throw error;
      throw new StoreFileError(`STORE_FILE cannot be written: ${log.fault() ?? error.message}`);
    }
  };
  const check = (): Promise<DependencyCheck> => {
    const base = { name: 'store', required: false } as const;
    const fault = log.fault();
    return Promise.resolve(
      fault === undefined
        ? { ...base, status: 'ok', detail: 'file on the disk of this machine: one instance only' }
        : { ...base, status: 'degraded', detail: `booking writes are off: the disk refuses: ${fault}` },
    );
  };
  return {
    ...toldOf(takeUp(), nowMs),
    guarantee: () => 'one instance, by its journal on disk: a restart loses nothing',
    // The next write finds out by itself: a disk that was full takes writes again as soon as it can.
    whyWritesAreOff: () => undefined,
    creditHolds,
    check,
    start: () => Promise.resolve(),
    close: async () => log.close(),
    logIn: noLogin,
  };
};

/** How long a start waits for Redis: the first token is covered by a memory that was learned before it. */
const startWaitMs = 1_000;
/** The guard counts a command as unanswered far earlier, by turns of its own event loop; this ends what hangs for ever. */
const guardCommandTimeoutMs = 10_000;

const guaranteeOf = ({ kind }: RedisPlace, nodes: number): string => {
  const where = { server: 'one redis', sentinel: 'redis with sentinels', cluster: 'redis cluster' }[kind];
  return nodes <= 1
    ? `all instances, by ${where}`
    : `all instances, by ${where}; each promise on ${Math.floor(nodes / 2) + 1} of ${nodes} nodes`;
};

const createRedisStore = (
  place: RedisPlace,
  { REDIS_KEY_PREFIX: keyPrefix, REDIS_NODES: nodes }: Pick<Config, 'REDIS_KEY_PREFIX' | 'REDIS_NODES'>,
  { log, onRedisError, entriesMax, timing = {} }: StoreOptions,
): Store => {
  const redis = connectRedis({
    place,
    keyPrefix,
    commandTimeoutMs: guardCommandTimeoutMs,
    onError() {
      onRedisError?.('store');
      log('debug', 'Redis is out of reach');
    },
    onFailedCommand: () => onRedisError?.('store'),
  });
  const settings = watchRedisSettings(redis, {
    nodes,
    onChange: ({ faults, warnings }) => {
      const reason = [...faults, ...warnings].join(' ');
      if (faults.length > 0) log('error', 'Redis is not fit for booking writes', { reason });
      else log(warnings.length > 0 ? 'warn' : 'info', 'Redis is fit for booking writes', { reason });
    },
  });
  const whyWritesAreOff = (): StoreDownReason | undefined => {
    const { faults } = settings.report();
    if (faults.includes('unreachable')) return 'unreachable';
    return faults.length > 0 ? 'unfit' : undefined;
  };
  const check = async (): Promise<DependencyCheck> => {
    const { faults, warnings } = settings.report();
    const base = { name: 'store', required: false } as const;
    if (faults.includes('unreachable')) return { ...base, status: 'down', detail: 'redis does not answer' };
    if (faults.length > 0)
      return { ...base, status: 'degraded', detail: `booking writes are off: ${faults.join(' ')}` };
    return { ...base, status: 'ok', detail: ['redis', ...warnings].join(' ') };
  };
  return {
    writes: createRedisWriteStore(redis, {
      times: timing.writeProtocol ?? {},
      outbox: { entriesMax },
      ...(nodes !== undefined && { nodes }),
    }),
    outbox: createRedisOutbox(redis, { entriesMax }),
    webhooks: {
      queue: createRedisWebhookQueue(redis),
      endpoints: createRedisEndpointStates(redis),
      isDurable: true,
    },
    guarantee: () => guaranteeOf(place, nodes ?? settings.report().nodes),
    whyWritesAreOff,
    creditHolds: createRedisCreditHolds(redis, timing.creditHolds),
    check,
    async start() {
      await untilReady(redis, startWaitMs);
      await settings.check();
      settings.start();
    },
    close() {
      settings.stop();
      redis.disconnect();
      return Promise.resolve();
    },
    logIn: async ({ REDIS_URL: url }) => {
      if (url !== undefined) await changeLogin(redis, url);
    },
  };
};

const placeOf = ({ REDIS_URL: url, ...settings }: Settings): RedisPlace | undefined => {
  const { REDIS_SENTINELS: sentinels, REDIS_SENTINEL_NAME: name, REDIS_CLUSTER: nodes } = settings;
  if (sentinels !== undefined && name !== undefined) return { kind: 'sentinel', url, sentinels, name };
  if (nodes !== undefined) return { kind: 'cluster', url, nodes };
  return url === undefined ? undefined : { kind: 'server', url };
};

/**
 * Makes the store that the settings ask for.
 *
 * @throws StoreFileError when the file of STORE=disk cannot be used.
 */
export const createStore = (settings: Settings, options: StoreOptions): Store => {
  const { STORE, STORE_FILE: file } = settings;
  const place = placeOf(settings);
  if (STORE === 'redis' && place !== undefined) return createRedisStore(place, settings, options);
  return STORE === 'disk' && file !== undefined
    ? createDiskStore(file, inThisProcess(options))
    : createMemoryStore(inThisProcess(options));
};
