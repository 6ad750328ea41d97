/** The Redis of a crash run as a cluster of six nodes: what falls on it falls on the shard of one client. */
import { setTimeout as sleep } from 'node:timers/promises';
import { startRedisCluster } from '../support/redis-cluster.ts';
import { onRedis } from '../support/replica-set.ts';
import type { RedisSet } from './redis-set.ts';

/** Beyond it the others call a node that is silent dead, and promote its replica. */
const noticedMs = 1_500;

/** Starts it. Each process connects to the nodes themselves, so none can be cut off from it alone. */
export const startClusterSet = async (): Promise<RedisSet> => {
  const cluster = await startRedisCluster();
  let failOvers = 0;
  return {
    nodes: 2,
    place: () => cluster.place,
    async onPrimaries(use) {
      const shown = await Promise.all(
        cluster.nodes.map(({ url }) =>
          onRedis(url, async (redis) =>
            /role:master/.test(await redis.info('replication')) ? await use(redis) : [],
          ),
        ),
      );
      return shown.flat();
    },
    async kill(clientId) {
      const { primary } = await cluster.shardOf(clientId);
      await primary.kill();
      await cluster.untilMoved(clientId, primary);
      await primary.start();
      await cluster.untilWhole();
    },
    async flush(clientId) {
      const { primary } = await cluster.shardOf(clientId);
      await onRedis(primary.url, (redis) => redis.flushall());
    },
    async stall(clientId, ms) {
      const { primary } = await cluster.shardOf(clientId);
      primary.pause();
      await sleep(noticedMs + ms);
      await cluster.untilMoved(clientId, primary);
      primary.resume();
      await cluster.untilWhole();
    },
    partition: () => Promise.reject(new Error('a cluster is reached by many ways: none of them is cut')),
    async failOver(clientId) {
      failOvers += 1;
      await cluster.failOver(clientId, failOvers % 2 === 0 ? 'agreed' : 'taken');
      await cluster.untilWhole();
    },
    async reshard(clientId) {
      await cluster.moveSlot(clientId);
      await cluster.untilWhole();
    },
    remove: cluster.remove,
  };
};
