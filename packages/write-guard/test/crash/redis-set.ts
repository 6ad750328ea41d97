/** The Redis of a crash run and each process's link to it: one server, or a primary with replicas that can be promoted. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { RedisServer } from '../support/redis.ts';
import { follow, onRedis, portOf, promote, startReplicaSet } from '../support/replica-set.ts';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.ts';

export type RedisSet = Awaited<ReturnType<typeof startRedisSet>>;

/** Starts it with so many links and replicas. */
export const startRedisSet = async (linkCount: number, replicaCount: number) => {
  const { primary, replicas } = await startReplicaSet(replicaCount);
  let [current, others]: [RedisServer, readonly RedisServer[]] = [primary, replicas];
  const links: TcpProxy[] = [];
  for (let index = 0; index < linkCount; index += 1) links.push(await startTcpProxy(portOf(primary)));

  return {
    /** Servers that hold the data, the primary included. */
    nodes: replicaCount + 1,
    /** The primary as it is now. */
    url: () => current.url,
    /** What a process connects to. */
    linkUrl: (index: number) => `redis://127.0.0.1:${links[index]?.port ?? 0}`,
    /** Ends the primary without a chance to save, and starts it again, empty. */
    async kill() {
      await current.kill();
      await current.start();
      // One that was promoted starts as the replica that it once was.
      await promote(current);
    },
    flush: () => onRedis(current.url, (redis) => redis.flushall()),
    /** The primary answers nothing for a while; connections stay. */
    async stall(ms: number) {
      current.pause();
      await sleep(ms);
      current.resume();
    },
    /** One process is cut off for a while, silently or with an end to its connections. */
    async partition(index: number, { ms, isSilent }: { ms: number; isSilent: boolean }) {
      const link = links[index];
      if (isSilent) link?.holdAll();
      else link?.refuse();
      await sleep(ms);
      link?.heal();
    },
    /** A replica is promoted; the first process goes on with the old primary for so long. */
    async failOver(splitMs: number) {
      const [next, ...rest] = others;
      if (next === undefined) throw new Error('there is no replica to fail over to');
      const old = current;
      await promote(next, rest);
      current = next;
      for (const [index, link] of links.entries()) {
        link.retarget(portOf(next));
        if (index > 0) link.cut();
      }
      await sleep(splitMs);
      links[0]?.cut();
      await follow(old, next);
      others = [...rest, old];
    },
    async remove() {
      for (const link of links) await link.close();
      for (const server of [current, ...others]) {
        server.resume();
        await server.remove();
      }
    },
  };
};
