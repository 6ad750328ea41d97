/** One Redis for the tests of a file, with the client that the gateway itself would use. */
import type { Redis } from 'ioredis';
import { afterAll, beforeAll } from 'vitest';
import { connectRedis, createRedis, type RedisClient } from '../../src/redis/client.ts';
import { openSharedRedis, type SharedRedis, sharedPlace, untilReady } from './redis.ts';

type Connect<Client> = (shared: SharedRedis) => Client;

const patience = { commandTimeoutMs: 5_000 };

const forThisFile = <Client extends RedisClient>(connect: Connect<Client>): (() => Client) => {
  let shared: SharedRedis | undefined;
  let redis: Client | undefined;
  const opened = (): Client => {
    if (redis === undefined) throw new Error('Redis is there once the tests run');
    return redis;
  };
  beforeAll(async () => {
    shared = await openSharedRedis();
    redis = connect(shared);
    // One client carries the stores of all tests, each with its own listener.
    redis.setMaxListeners(0);
    await untilReady(redis);
  });
  afterAll(async () => {
    redis?.disconnect();
    await shared?.close();
  });
  return opened;
};

/** The gateway's own client on the shared server, for all tests of a file; call it at the top level. */
export const useSharedRedis = (): (() => Redis) =>
  forThisFile(({ url, keyPrefix }) => createRedis({ url, keyPrefix, ...patience }));

/** The same for records that may live in a cluster, which is where they are when `REDIS_CLUSTER` names one. */
export const useSharedStore = (): (() => RedisClient) =>
  forThisFile((shared) =>
    connectRedis({ place: sharedPlace(shared), keyPrefix: shared.keyPrefix, ...patience }),
  );
