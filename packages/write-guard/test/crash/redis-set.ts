/** The Redis of a crash run and each process's link to it: one server, or a primary with replicas that can be promoted. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import type { RedisPlace } from '../../src/redis/client.ts';
import type { RedisServer } from '../support/redis.ts';
import { follow, onRedis, portOf, promote, startReplicaSet } from '../support/replica-set.ts';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.ts';

/** Each blow falls on the server that holds the records of a client. */
export type RedisSet = {
  /** Servers that hold a record, the primary included. */
  readonly nodes: number;
  /** What a process connects to. */
  place(index: number): RedisPlace;
  /** What is found on every primary. */
  onPrimaries<Found>(use: (redis: Redis) => Promise<Found[]>): Promise<Found[]>;
  /** Ends the primary without a chance to save; it comes back empty. */
  kill(clientId: string): Promise<unknown>;
  flush(clientId: string): Promise<unknown>;
  /** The primary answers nothing for a while; connections stay. */
  stall(clientId: string, ms: number): Promise<unknown>;
  /** One process is cut off for a while, silently or with an end to its connections. */
  partition(index: number, how: { readonly ms: number; readonly isSilent: boolean }): Promise<unknown>;
  /** A replica is promoted; where it can be, the first process goes on with the old primary for so long. */
  failOver(clientId: string, splitMs: number): Promise<unknown>;
  /** The records of the client move to another primary. */
  reshard(clientId: string): Promise<unknown>;
  remove(): Promise<unknown>;
};

/** Starts it with so many links and replicas. */
export const startRedisSet = async (linkCount: number, replicaCount: number): Promise<RedisSet> => {
  const { primary, replicas } = await startReplicaSet(replicaCount);
  let [current, others]: [RedisServer, readonly RedisServer[]] = [primary, replicas];
  const links: TcpProxy[] = [];
  for (let index = 0; index < linkCount; index += 1) links.push(await startTcpProxy(portOf(primary)));

  return {
    nodes: replicaCount + 1,
    place: (index) => ({ kind: 'server', url: `redis://127.0.0.1:${links[index]?.port ?? 0}` }),
    onPrimaries: (use) => onRedis(current.url, use),
    async kill() {
      await current.kill();
      await current.start();
      // One that was promoted starts as the replica that it once was.
      await promote(current);
    },
    flush: () => onRedis(current.url, (redis) => redis.flushall()),
    async stall(_clientId, ms) {
      current.pause();
      await sleep(ms);
      current.resume();
    },
    async partition(index, { ms, isSilent }) {
      const link = links[index];
      if (isSilent) link?.holdAll();
      else link?.refuse();
      await sleep(ms);
      link?.heal();
    },
    async failOver(_clientId, splitMs) {
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
    reshard: () => Promise.reject(new Error('one server has nowhere to move records to')),
    async remove() {
      for (const link of links) await link.close();
      for (const server of [current, ...others]) {
        server.resume();
        await server.remove();
      }
    },
  };
};
