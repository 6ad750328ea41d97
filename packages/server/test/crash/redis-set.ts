/** The Redis of a crash run and each gateway's link to it: one server, or a primary with two replicas that can be promoted. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import type { RedisServer } from '../../../write-guard/test/support/redis.ts';
import { follow, portOf, promote, startReplicaSet } from '../../../write-guard/test/support/replica-set.ts';
import { startTcpProxy, type TcpProxy } from '../../../write-guard/test/support/tcp-proxy.ts';

export type RedisSet = {
  /** The primary as it is now. */
  url(): string;
  /** What a gateway connects to. */
  linkUrl(gateway: number): string;
  /** Ends the primary without a chance to save, and starts it again, empty. */
  kill(): Promise<void>;
  flush(): Promise<void>;
  /** The primary answers nothing for a while; connections stay. */
  stall(ms: number): Promise<void>;
  /** One gateway is cut off for a while, silently or with an end to its connections. */
  partition(gateway: number, how: { ms: number; isSilent: boolean }): Promise<void>;
  /** A replica is promoted; the first gateway goes on with the old primary for a second. */
  failOver(): Promise<void>;
  remove(): Promise<void>;
};

/** How long somebody may still reach the primary that was replaced. */
const splitMs = 1_000;

/** Starts it with a link for each gateway. */
export const startRedisSet = async (gateways: number, replicaCount: number): Promise<RedisSet> => {
  const { primary, replicas } = await startReplicaSet(replicaCount);
  let [current, others]: [RedisServer, readonly RedisServer[]] = [primary, replicas];
  const links: TcpProxy[] = [];
  for (let index = 0; index < gateways; index += 1) links.push(await startTcpProxy(portOf(primary)));

  return {
    url: () => current.url,
    linkUrl: (gateway) => `redis://127.0.0.1:${links[gateway]?.port ?? 0}`,
    async kill() {
      await current.kill();
      await current.start();
      // One that was promoted starts as the replica that it once was.
      await promote(current);
    },
    async flush() {
      const client = new Redis(current.url);
      await client.flushall();
      client.disconnect();
    },
    async stall(ms) {
      current.pause();
      await sleep(ms);
      current.resume();
    },
    async partition(gateway, { ms, isSilent }) {
      const link = links[gateway];
      if (isSilent) link?.holdAll();
      else link?.refuse();
      await sleep(ms);
      link?.heal();
    },
    async failOver() {
      const [next, ...rest] = others;
      if (next === undefined) return;
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
