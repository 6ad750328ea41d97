/** One Redis for the tests of a file, with the client that the gateway itself would use. */
import type { Redis } from 'ioredis';
import { afterAll, beforeAll } from 'vitest';
import { createRedis } from '../../src/redis/client.ts';
import { openSharedRedis, type SharedRedis, untilReady } from './redis.ts';

/** The gateway's own client on the shared Redis, for all tests of a file; call it at the top level. */
export const useSharedRedis = (): (() => Redis) => {
  let shared: SharedRedis | undefined;
  let redis: Redis | undefined;
  const opened = (): Redis => {
    if (redis === undefined) throw new Error('Redis is there once the tests run');
    return redis;
  };
  beforeAll(async () => {
    shared = await openSharedRedis();
    redis = createRedis({ url: shared.url, keyPrefix: shared.keyPrefix, commandTimeoutMs: 5_000 });
    await untilReady(redis);
  });
  afterAll(async () => {
    redis?.disconnect();
    await shared?.close();
  });
  return opened;
};
