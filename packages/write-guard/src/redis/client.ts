/** The Redis client of every store: fails fast, and never sends a command twice. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Cluster, Redis } from 'ioredis';
import { loginOf } from './login.ts';

/** One server, or the one that sentinels name; or a cluster. */
export type RedisClient = Redis | Cluster;

export type RedisNode = { readonly host: string; readonly port: number };

/** Where the data is. Where sentinels or a cluster tell the address, `url` gives user, password, database and TLS only. */
export type RedisPlace =
  | { readonly kind: 'server'; readonly url: string }
  | {
      readonly kind: 'sentinel';
      readonly url?: string | undefined;
      readonly sentinels: readonly RedisNode[];
      /** The name that the sentinels know the primary by. */
      readonly name: string;
    }
  | { readonly kind: 'cluster'; readonly url?: string | undefined; readonly nodes: readonly RedisNode[] };

type ClientSettings = {
  /** Put before every key; tests and shared servers keep apart with it. Default: none. */
  readonly keyPrefix?: string;
  /** Longest wait for one reply, in milliseconds. Default 200. */
  readonly commandTimeoutMs?: number;
  /** Longest wait for a connection, in milliseconds. Default 300. */
  readonly connectTimeoutMs?: number;
  /** A connection that is owed a reply and is silent for so long is given up, in milliseconds. Default 2 s. */
  readonly silenceLimitMs?: number;
  /** Told of every connection error; without it they are only visible as failing commands. */
  readonly onError?: (error: Error) => void;
  /** Told of every command that failed, was refused or got no reply in time; whoever sent it hears of it all the same. */
  readonly onFailedCommand?: (() => void) | undefined;
};

export type RedisOptions = ClientSettings & { readonly url: string };
export type RedisPlaceOptions = ClientSettings & { readonly place: RedisPlace };

const reconnectMsMin = 25;
const reconnectMsMax = 1_000;

/** Doubles from 25 ms to 1 s, half of it jitter, so that instances do not come back in step. */
const reconnectDelayMs = (times: number): number => {
  const ceiling = Math.min(reconnectMsMax, reconnectMsMin * 2 ** Math.min(times, 10));
  return Math.round(ceiling / 2 + Math.random() * (ceiling / 2));
};

/** A server that became a replica, or is loading, will not do; another connection may lead to the one that does. */
const isAnotherConnectionBetter = ({ message }: Error): boolean =>
  /\b(READONLY|LOADING|MASTERDOWN)\b/.test(message);

/** Many commands fail alike while one connection ends; asking for its end once is enough. */
const leaveAgainMs = 500;

const leavingOnce = (): ((error: Error) => boolean) => {
  let leftAtMs = Number.NEGATIVE_INFINITY;
  return (error) => {
    if (!isAnotherConnectionBetter(error) || performance.now() - leftAtMs < leaveAgainMs) return false;
    leftAtMs = performance.now();
    return true;
  };
};

/**
 * The settings hold together only as a set: with the library's defaults a command whose reply was lost is executed
 * twice; with `autoResendUnfulfilledCommands: false` alone its promise never settles.
 */
const strict = (settings: ClientSettings) => ({
  autoResendUnfulfilledCommands: false,
  maxRetriesPerRequest: 0,
  commandTimeout: settings.commandTimeoutMs ?? 200,
  connectTimeout: settings.connectTimeoutMs ?? 300,
  socketTimeout: settings.silenceLimitMs ?? 2_000,
  reconnectOnError: leavingOnce(),
});

const alone = { enableOfflineQueue: false, retryStrategy: reconnectDelayMs };

const withPrefix = ({ keyPrefix }: ClientSettings) => (keyPrefix === undefined ? {} : { keyPrefix });

const isRefusedDatabase = (error: Error & { command?: { name?: string } }): boolean =>
  error.command?.name === 'select';

/** A script that the server does not have is sent again in full by the library. */
const isScriptToSend = (error: unknown): boolean =>
  error instanceof Error && error.message.startsWith('NOSCRIPT');

const tellingOfCommands = (client: RedisClient, { onFailedCommand }: ClientSettings): void => {
  if (onFailedCommand === undefined) return;
  const sender = client as unknown as { sendCommand: (...sent: readonly unknown[]) => unknown };
  const send = sender.sendCommand.bind(client);
  sender.sendCommand = (...sent) => {
    const reply = send(...sent);
    void Promise.resolve(reply).catch((error: unknown) => {
      if (!isScriptToSend(error)) onFailedCommand();
    });
    return reply;
  };
};

/** An 'error' event without a listener is printed by the library, with the server's address in it. */
const listening = <Client extends RedisClient>(client: Client, settings: ClientSettings): Client => {
  const { onError } = settings;
  tellingOfCommands(client, settings);
  client.on('error', (error: Error) => {
    // The library goes on in database 0 when the one of the URL is refused: another store's.
    if (client instanceof Redis && isRefusedDatabase(error)) client.disconnect(true);
    onError?.(error);
  });
  return client;
};

/**
 * The library connects to a node with the first command for it, and refuses those that come before the connection is there. So each
 * is connected to ahead: once the cluster is known, since its own first question is refused in the same way; and a turn late, since a
 * command that was led to a node waits for it only while nothing else connects.
 */
const connectingAhead = (client: Cluster): void => {
  const connectAll = () =>
    setImmediate(() => {
      const waiting = client.status === 'ready' ? client.nodes('master') : [];
      for (const node of waiting) if (node.status === 'wait') node.connect().catch(() => {});
    });
  client.on('ready', connectAll).on('+node', connectAll);
};

/**
 * Connects in the background; until the server is ready every command is refused at once.
 *
 * @example
 * const redis = createRedis({ url: 'redis://127.0.0.1:6379', keyPrefix: 'gateway:' });
 */
export const createRedis = ({ url, ...settings }: RedisOptions): Redis =>
  listening(new Redis(url, { ...withPrefix(settings), ...strict(settings), ...alone }), settings);

const accessOf = (url: string) => {
  const { pathname, protocol } = new URL(url);
  return {
    ...loginOf(url),
    ...(pathname.length > 1 && { db: Number(pathname.slice(1)) }),
    ...(protocol === 'rediss:' && { tls: {} }),
  };
};

/**
 * Connects to a server, to the primary that sentinels name, or to a cluster, as {@link createRedis} does.
 *
 * @example
 * const redis = connectRedis({ place: { kind: 'sentinel', name: 'gateway', sentinels: [{ host: '10.0.0.1', port: 26379 }] } });
 */
export const connectRedis = ({ place, ...settings }: RedisPlaceOptions): RedisClient => {
  if (place.kind === 'server') return createRedis({ ...settings, url: place.url });
  const access = accessOf(place.url ?? 'redis://none');
  if (place.kind === 'sentinel') {
    const { sentinels, name } = place;
    const where = { sentinels: [...sentinels], name, sentinelRetryStrategy: reconnectDelayMs };
    const options = { ...withPrefix(settings), ...strict(settings), ...alone, ...access, ...where };
    return listening(new Redis({ ...options, failoverDetector: true }), settings);
  }
  const { db: _none, ...nodeAccess } = access;
  const client = new Cluster([...place.nodes], {
    ...withPrefix(settings),
    enableOfflineQueue: false,
    clusterRetryStrategy: reconnectDelayMs,
    // A redirection was not executed; a connection that broke may have carried the command, so nothing is sent again.
    maxRedirections: 3,
    retryDelayOnFailover: 0,
    retryDelayOnClusterDown: 0,
    retryDelayOnTryAgain: 0,
    slotsRefreshTimeout: 1_000,
    slotsRefreshInterval: 2_000,
    redisOptions: { ...strict(settings), ...nodeAccess },
  });
  connectingAhead(client);
  return listening(client, settings);
};

const connected = async (redis: RedisClient): Promise<void> => {
  if (redis.status !== 'ready') await new Promise<void>((resolve) => redis.once('ready', resolve));
  if (redis instanceof Cluster) await Promise.all(redis.nodes('master').map(connected));
};

/** Resolves once the client is ready, in a cluster with every primary, or after `limitMs` when it is not. */
export const untilReady = async (redis: RedisClient, limitMs: number): Promise<void> => {
  const stop = new AbortController();
  const limit = sleep(limitMs, undefined, { signal: stop.signal }).catch(() => {});
  await Promise.race([connected(redis), limit]);
  stop.abort();
};

/** Whether the server answers now. */
export const isRedisHealthy = async (redis: RedisClient): Promise<boolean> => {
  try {
    return (await redis.ping()) === 'PONG';
  } catch {
    return false;
  }
};
