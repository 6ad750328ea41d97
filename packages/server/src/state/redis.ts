/** The Redis client of every store: fails fast, never sends a command twice, and runs scripts by digest. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';

export type RedisOptions = {
  url: string;
  /** Put before every key; tests and shared servers keep apart with it. Default: none. */
  keyPrefix?: string;
  /** Longest wait for one reply, in milliseconds. Default 200. */
  commandTimeoutMs?: number;
  /** Longest wait for a connection, in milliseconds. Default 300. */
  connectTimeoutMs?: number;
  /** Told of every connection error; without it they are only visible as failing commands. */
  onError?: (error: Error) => void;
};

const RECONNECT_MS_MIN = 25;
const RECONNECT_MS_MAX = 1_000;

/** Doubles from 25 ms to 1 s, half of it jitter, so that instances do not come back in step. */
const reconnectDelayMs = (times: number): number => {
  const ceiling = Math.min(RECONNECT_MS_MAX, RECONNECT_MS_MIN * 2 ** Math.min(times, 10));
  return Math.round(ceiling / 2 + Math.random() * (ceiling / 2));
};

const isRefusedDatabase = (error: Error & { command?: { name?: string } }): boolean =>
  error.command?.name === 'select';

/**
 * Connects in the background; until the server is ready every command is refused at once.
 *
 * The settings hold together only as a set: with the library's defaults a command whose reply was lost is executed
 * twice; with `autoResendUnfulfilledCommands: false` alone its promise never settles.
 *
 * @example
 * const redis = createRedis({ url: 'redis://127.0.0.1:6379', keyPrefix: 'gateway:' });
 */
export const createRedis = (options: RedisOptions): Redis => {
  const redis = new Redis(options.url, {
    ...(options.keyPrefix !== undefined && { keyPrefix: options.keyPrefix }),
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
    commandTimeout: options.commandTimeoutMs ?? 200,
    connectTimeout: options.connectTimeoutMs ?? 300,
    retryStrategy: reconnectDelayMs,
  });
  // The library goes on in database 0 when the one of the URL is refused: another store's.
  redis.on('error', (error) => {
    if (isRefusedDatabase(error)) redis.disconnect(true);
  });
  // An 'error' event without a listener is printed by the library, with the server's address in it.
  redis.on('error', options.onError ?? (() => {}));
  return redis;
};

/** Resolves once the client is ready, or after `limitMs` when it is not. */
export const untilReady = async (redis: Redis, limitMs: number): Promise<void> => {
  if (redis.status === 'ready') return;
  const stop = new AbortController();
  const ready = new Promise<void>((resolve) => redis.once('ready', resolve));
  await Promise.race([ready, sleep(limitMs, undefined, { signal: stop.signal }).catch(() => {})]);
  stop.abort();
};

/** Whether the server answers now. */
export const isRedisHealthy = async (redis: Redis): Promise<boolean> => {
  try {
    return (await redis.ping()) === 'PONG';
  } catch {
    return false;
  }
};

/** A script's reply: our scripts return flat lists of strings. */
export type ScriptReply = readonly string[];
export type RedisScript = (
  keys: readonly string[],
  args: readonly (string | number)[],
) => Promise<ScriptReply>;

/** Registers a script: sent once per connection, then called by digest, and sent again after a `SCRIPT FLUSH`. */
export const defineScript = (redis: Redis, name: string, numberOfKeys: number, lua: string): RedisScript => {
  redis.defineCommand(name, { lua, numberOfKeys });
  const commands = redis as unknown as Record<string, (...args: (string | number)[]) => Promise<ScriptReply>>;
  return (keys, args) => {
    const command = commands[name];
    if (command === undefined) throw new Error(`script ${name} is not defined`);
    return command.call(redis, ...keys, ...args);
  };
};
