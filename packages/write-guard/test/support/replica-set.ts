/** A real Redis primary with replicas that follow it and may be promoted. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { type RedisServer, startRedisServer } from './redis.ts';

export const portOf = ({ url }: Pick<RedisServer, 'url'>): number => Number(new URL(url).port);

/** Runs commands on a bare connection. */
export const onRedis = async <Value>(url: string, use: (redis: Redis) => Promise<Value>): Promise<Value> => {
  const redis = new Redis(url, { maxRetriesPerRequest: 1, commandTimeout: 5_000 });
  redis.on('error', () => {});
  try {
    return await use(redis);
  } finally {
    redis.disconnect();
  }
};

/** Waits for what servers agree on by themselves. */
export const untilAgreed = async (
  what: string,
  check: () => Promise<boolean>,
  limitMs = 20_000,
): Promise<void> => {
  const giveUpAtMs = performance.now() + limitMs;
  while (!(await check().catch(() => false))) {
    if (performance.now() > giveUpAtMs) throw new Error(`waited in vain: ${what}`);
    await sleep(50);
  }
};

export type ReplicaSet = { readonly primary: RedisServer; readonly replicas: readonly RedisServer[] };

/** A primary and its replicas, all in step. */
export const startReplicaSet = async (
  replicaCount: number,
  args: readonly string[] = [],
): Promise<ReplicaSet> => {
  const common = ['--repl-diskless-sync-delay', '0', '--repl-ping-replica-period', '1', ...args];
  const primary = await startRedisServer({ args: common });
  const replicas = await Promise.all(
    Array.from({ length: replicaCount }, () =>
      startRedisServer({ args: [...common, '--replicaof', '127.0.0.1', String(portOf(primary))] }),
    ),
  );
  await untilAgreed('replicas in step', async () => {
    const info = await onRedis(primary.url, (redis) => redis.info('replication'));
    return (info.match(/state=online/g)?.length ?? 0) === replicaCount;
  });
  return { primary, replicas };
};

/** From now on the server follows another. */
export const follow = (server: RedisServer, leader: RedisServer): Promise<unknown> =>
  onRedis(server.url, (redis) => redis.call('REPLICAOF', '127.0.0.1', String(portOf(leader))));

/** Promotes a server: it goes on alone, and the others may be told to follow it. */
export const promote = async (server: RedisServer, followers: readonly RedisServer[] = []): Promise<void> => {
  await onRedis(server.url, (redis) => redis.call('REPLICAOF', 'NO', 'ONE'));
  for (const follower of followers) await follow(follower, server);
};
