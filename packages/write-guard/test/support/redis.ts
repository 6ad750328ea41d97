/** Real Redis servers for tests: one shared through `REDIS_URL` or started here, and own ones that may be killed. */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { type RedisClient, type RedisPlace, untilReady as untilClientReady } from '../../src/redis/client.ts';

export type RedisServer = {
  url: string;
  /** Ends the process without a chance to save, as a power cut would. */
  kill(): Promise<void>;
  /** Starts it again on the same port, with whatever was on disk. */
  start(): Promise<void>;
  /** Stops answering without closing connections, until `resume`. */
  pause(): void;
  resume(): void;
  /** Kills it and removes its folder. */
  remove(): Promise<void>;
};

export type RedisServerOptions = {
  /** Extra arguments, such as `['--appendonly', 'yes']`. The default keeps nothing on disk. */
  args?: readonly string[];
  /** A sentinel instead of a server. */
  isSentinel?: boolean;
  /** Variables of its process, beside this one's. */
  environment?: Readonly<Record<string, string>>;
};

const binary = (): string => process.env.REDIS_SERVER_BIN ?? 'redis-server';

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });

/**
 * Below those that the system gives away: a server that is killed gets its own port again, and nobody else's listens there meanwhile.
 * The bus of a cluster's node is 10,000 above.
 */
const ports = { from: 12_000, count: 10_000 } as const;

const freePort = async (): Promise<number> => {
  const port = ports.from + Math.floor(Math.random() * ports.count);
  return (await isFree(port)) ? port : freePort();
};

const waitUntilReady = async (url: string): Promise<void> => {
  const client = new Redis(url, { maxRetriesPerRequest: null, retryStrategy: () => 10, connectTimeout: 200 });
  client.on('error', () => {});
  try {
    await Promise.race([
      client.ping(),
      sleep(10_000).then(() => Promise.reject(new Error('redis did not start'))),
    ]);
  } finally {
    client.disconnect();
  }
};

const exited = (child: ChildProcess): Promise<void> =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve()
    : new Promise((resolve) => child.once('exit', () => resolve()));

/** Starts a server of one's own on a free port. @throws when no `redis-server` is on PATH or in `REDIS_SERVER_BIN`. */
export const startRedisServer = async (options: RedisServerOptions = {}): Promise<RedisServer> => {
  const port = await freePort();
  const folder = await mkdtemp(join(tmpdir(), 'gateway-redis-'));
  const url = `redis://127.0.0.1:${port}`;
  // A sentinel keeps what it learns in its file of settings, so it has to have one.
  const sentinelFile = join(folder, 'sentinel.conf');
  if (options.isSentinel === true)
    await writeFile(sentinelFile, `port ${port}\nbind 127.0.0.1\ndir ${folder}\n`);
  const fixed = [
    '--port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--dir',
    folder,
    '--save',
    '',
    '--daemonize',
    'no',
  ];
  let child: ChildProcess | undefined;

  const start = async (): Promise<void> => {
    const args =
      options.isSentinel === true ? [sentinelFile, '--sentinel'] : [...fixed, ...(options.args ?? [])];
    const started = spawn(binary(), args, {
      stdio: 'ignore',
      env: { ...process.env, ...options.environment },
    });
    child = started;
    const failed = new Promise<never>((_, reject) => {
      started.once('error', (cause) =>
        reject(new Error('no redis-server: install it, or set REDIS_SERVER_BIN to one', { cause })),
      );
    });
    await Promise.race([waitUntilReady(url), failed]);
  };

  const kill = async (): Promise<void> => {
    if (child === undefined) return;
    child.kill('SIGKILL');
    await exited(child);
  };

  await start();
  return {
    url,
    kill,
    start,
    pause: () => void child?.kill('SIGSTOP'),
    resume: () => void child?.kill('SIGCONT'),
    async remove() {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
};

export type SharedRedis = { url: string; keyPrefix: string; close(): Promise<void> };

/** The server of `REDIS_URL`, else one started for this file; either way under a key prefix of its own. */
export const openSharedRedis = async (): Promise<SharedRedis> => {
  const keyPrefix = `test:${randomUUID().slice(0, 8)}:`;
  const given = process.env.REDIS_URL;
  if (given !== undefined && given !== '') return { url: given, keyPrefix, close: () => Promise.resolve() };
  const server = await startRedisServer();
  return { url: server.url, keyPrefix, close: () => server.remove() };
};

/** Where the shared records are: the cluster of `REDIS_CLUSTER`, else the shared server. */
export const sharedPlace = ({ url }: SharedRedis): RedisPlace => {
  const addresses = process.env.REDIS_CLUSTER ?? '';
  if (addresses === '') return { kind: 'server', url };
  const nodes = addresses.split(',').map((address) => {
    const [host = '', port] = address.split(':');
    return { host, port: Number(port) };
  });
  return { kind: 'cluster', nodes };
};

/** Names of keys that match, over all servers that hold some. */
export const keysOf = async (redis: RedisClient, pattern: string): Promise<string[]> =>
  redis instanceof Redis
    ? redis.keys(pattern)
    : (await Promise.all(redis.nodes('master').map((node) => node.keys(pattern)))).flat();

/** Resolves once the client has a connection that answers, to every primary where there are several. */
export const untilReady = (redis: RedisClient): Promise<void> => untilClientReady(redis, 10_000);
