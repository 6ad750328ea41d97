/** The outages of the matrix: what is broken, when, and at which gateway the same create is asked for. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type RedisServer, startRedisServer } from '../../../write-guard/test/support/redis.ts';
import { startRedisCluster } from '../../../write-guard/test/support/redis-cluster.ts';
import { onRedis, portOf, promote, startReplicaSet } from '../../../write-guard/test/support/replica-set.ts';
import { buildClockShim } from './clock-shim.ts';
import type { Story } from './story.ts';
import type { OutageOptions, OutageWorld } from './world.ts';

/** Redis servers of a row, and where the gateways reach them. */
export type Ground = Pick<OutageOptions, 'redisPorts' | 'environment'> & {
  readonly servers: readonly RedisServer[];
};

export type Row = {
  readonly name: string;
  readonly times: OutageOptions['times'];
  /** Whether somebody has to have booked in the end; where writes are off for good nobody can. */
  readonly books: 'all' | 'some' | 'none';
  prepare(): Promise<Ground & { readonly more?: unknown }>;
  /** Breaks things around both stories at once, so that they share one world. */
  play(
    world: OutageWorld,
    stories: readonly Story[],
    ground: Ground & { readonly more?: unknown },
  ): Promise<void>;
};

const all = (stories: readonly Story[], work: (story: Story) => Promise<unknown>): Promise<unknown> =>
  Promise.all(stories.map(work));

const oneServer = async (gateways: number): Promise<Ground> => {
  const server = await startRedisServer();
  return { servers: [server], redisPorts: Array.from({ length: gateways }, () => portOf(server)) };
};

const opened = (stories: readonly Story[], gateway = 0): Promise<unknown> =>
  all(stories, (story) => story.open(gateway));

/** Asks at both gateways until each has a final answer. */
const everywhere = (
  stories: readonly Story[],
  gateways: readonly number[],
  limitMs: number,
): Promise<unknown> =>
  all(stories, async (story) => {
    for (const gateway of gateways) await story.askUntilFinal(gateway, limitMs);
  });

const stall = (ms: number): Row => ({
  name: `Redis stalls for ${ms / 1000} s without a disconnect`,
  times: 'production',
  books: 'all',
  prepare: () => oneServer(2),
  async play(_world, stories, { servers: [server] }) {
    await opened(stories);
    server?.pause();
    await all(stories, (story) => story.ask(0));
    await sleep(Math.max(0, ms - 500));
    server?.resume();
    await all(stories, (story) => story.ask(1));
    await everywhere(stories, [1, 0], 40_000);
  },
});

const partition = (how: 'holdAll' | 'refuse'): Row => ({
  name: `one gateway of three is cut from Redis (${how === 'refuse' ? 'refused' : 'silent'})`,
  times: 'production',
  books: 'all',
  prepare: () => oneServer(3),
  async play({ gateways }, stories) {
    await opened(stories);
    gateways[0]?.link[how]();
    await all(stories, (story) => story.ask(0));
    await everywhere(stories, [1, 2], 10_000);
    await all(stories, (story) => story.ask(0));
    gateways[0]?.link.heal();
    await everywhere(stories, [0, 1], 10_000);
  },
});

const midReserve = (name: string, how: (world: OutageWorld, ground: Ground) => Promise<void>): Row => ({
  name,
  times: 'scaled',
  books: 'some',
  prepare: () => oneServer(2),
  async play(world, stories, ground) {
    await opened(stories);
    await world.script('slow', 2, 1_200);
    const asked = all(stories, (story) => story.ask(0));
    await sleep(400);
    await how(world, ground);
    await asked;
    await everywhere(stories, [1, 0], 20_000);
  },
});

const wrongServer = (name: string, prepare: Row['prepare'], how?: Row['play']): Row => ({
  name,
  times: 'scaled',
  books: 'none',
  prepare,
  async play(world, stories, ground) {
    await opened(stories);
    await how?.(world, stories, ground);
    for (const gateway of [0, 1, 0]) await all(stories, (story) => story.ask(gateway));
  },
});

const withShim = async (): Promise<Ground & { more: ReturnType<typeof buildClockShim> }> => {
  const shim = buildClockShim();
  const server = await startRedisServer({ environment: shim.environment });
  return { servers: [server], redisPorts: [portOf(server), portOf(server)], more: shim };
};

const storeClock = (name: string, aheadMs: number): Row => ({
  name: `the clock of Redis steps by ${name}`,
  times: 'scaled',
  books: 'all',
  prepare: withShim,
  async play(_world, stories, { more }) {
    await opened(stories);
    await everywhere(stories, [0], 10_000);
    (more as ReturnType<typeof buildClockShim>).set(aheadMs);
    await all(stories, (story) => story.ask(1));
    await everywhere(stories, [1, 0], 15_000);
  },
});

const gatewayClock = (name: string, aheadMs: number): Row => ({
  name: `the clock of a gateway steps by ${name}, and Redis forgets`,
  times: 'scaled',
  books: 'all',
  prepare: () => oneServer(2),
  async play({ gateways }, stories, { servers: [server] }) {
    gateways[0]?.process().tell(`clock ${aheadMs}`);
    await sleep(50);
    await opened(stories);
    await everywhere(stories, [0], 10_000);
    await onRedis(server?.url ?? '', (redis) => redis.flushall());
    await everywhere(stories, [0, 1], 15_000);
  },
});

/** The old primary goes on for the first gateway, the promoted copy for the second. */
const splitBrain = (nodes: 1 | 3 | undefined, openedAt: 0 | 1): Row => ({
  name: `split brain, ${nodes === undefined ? 'nodes not' : nodes === 1 ? 'one node' : 'three nodes'} declared, itinerary opened at ${openedAt === 0 ? 'the old' : 'the new'} primary`,
  times: 'scaled',
  books: 'some',
  async prepare() {
    const { primary, replicas } = await startReplicaSet(2);
    return {
      servers: [primary, ...replicas],
      redisPorts: [portOf(primary), portOf(primary)],
      environment: nodes === undefined ? {} : { REDIS_NODES: String(nodes) },
    };
  },
  async play({ gateways }, stories, { servers }) {
    if (openedAt === 0) await opened(stories);
    const [, promoted, other] = servers;
    if (promoted === undefined || other === undefined) throw new Error('there are three servers');
    await promote(promoted, [other]);
    gateways[1]?.link.retarget(portOf(promoted));
    gateways[1]?.link.cut();
    await sleep(1_500);
    if (openedAt === 1) await opened(stories, 1);
    for (const gateway of [0, 1, 0]) await all(stories, (story) => story.ask(gateway));
    await everywhere(stories, [1], 12_000);
    await all(stories, (story) => story.ask(0));
  },
});

/** Behind one address, connections kept: the promoted copy has missed what was done. */
const laggingReplica: Row = {
  name: 'a lagging replica is promoted behind the same address, connections kept',
  times: 'scaled',
  books: 'all',
  async prepare() {
    const { primary, replicas } = await startReplicaSet(2);
    return {
      servers: [primary, ...replicas],
      redisPorts: [portOf(primary), portOf(primary)],
      environment: { REDIS_NODES: '3' },
    };
  },
  async play({ gateways }, stories, { servers: [primary, lagging, other] }) {
    if (primary === undefined || lagging === undefined || other === undefined)
      throw new Error('there are three');
    await opened(stories);
    // From here on it hears nothing more; the other one is enough for a majority.
    await onRedis(lagging.url, (redis) => redis.call('REPLICAOF', '127.0.0.1', '1'));
    await everywhere(stories, [0], 10_000);
    await promote(lagging, [other]);
    for (const { link } of gateways) link.switchOver(portOf(lagging));
    await primary.kill();
    await all(stories, (story) => story.ask(1));
    await everywhere(stories, [1, 0], 20_000);
  },
};

/** The first server becomes the replica of another that knows nothing of it, and the address leads there: connections stay. */
const addressMoves: Row = {
  name: 'the address moves to another server, the first one becomes its replica, connections kept',
  times: 'scaled',
  books: 'all',
  async prepare() {
    const first = await startRedisServer();
    const second = await startRedisServer();
    return { servers: [first, second], redisPorts: [portOf(first), portOf(first)] };
  },
  async play({ gateways }, stories, { servers: [first, second] }) {
    if (first === undefined || second === undefined) throw new Error('there are two');
    await opened(stories);
    await everywhere(stories, [0], 10_000);
    await onRedis(first.url, (redis) => redis.call('REPLICAOF', '127.0.0.1', String(portOf(second))));
    for (const { link } of gateways) link.retarget(portOf(second));
    await all(stories, (story) => story.ask(1));
    await everywhere(stories, [1, 0], 20_000);
  },
};

const expiry: Row = {
  name: 'records expire because the clock of Redis ran on by 25 hours while it was asked nothing',
  times: 'scaled',
  books: 'all',
  prepare: withShim,
  async play({ gateways }, stories, { more }) {
    await opened(stories);
    await everywhere(stories, [0], 10_000);
    for (const { process } of gateways) process().pause();
    (more as ReturnType<typeof buildClockShim>).set(25 * 3_600_000);
    await sleep(300);
    for (const { process } of gateways) process().resume();
    await everywhere(stories, [1, 0], 15_000);
  },
};

export const rows: readonly Row[] = [
  stall(200),
  stall(900),
  stall(3_000),
  stall(10_000),
  stall(30_000),
  partition('refuse'),
  partition('holdAll'),
  midReserve(
    'a gateway is killed and restarted in an outage, in mid reserve',
    async ({ gateways }, { servers: [server] }) => {
      await server?.kill();
      await gateways[0]?.restart();
      await server?.start();
    },
  ),
  midReserve('Redis stalls in mid reserve', async (_world, { servers: [server] }) => {
    server?.pause();
    await sleep(2_000);
    server?.resume();
  }),
  midReserve('Redis dies and comes back empty in mid reserve', async (_world, { servers: [server] }) => {
    await server?.kill();
    await server?.start();
  }),
  wrongServer('REDIS_URL names a replica', async () => {
    const { primary, replicas } = await startReplicaSet(1);
    const port = portOf(replicas[0] ?? primary);
    return { servers: [primary, ...replicas], redisPorts: [port, port] };
  }),
  wrongServer('REDIS_URL names a node of a cluster', async () => {
    const { nodes } = await startRedisCluster();
    const port = portOf(nodes[0] ?? { url: '' });
    return { servers: nodes, redisPorts: [port, port] };
  }),
  wrongServer(
    'Redis is full',
    () => oneServer(2),
    async (_world, _stories, { servers: [server] }) =>
      void (await onRedis(server?.url ?? '', (redis) => redis.config('SET', 'maxmemory', '1'))),
  ),
  storeClock('ten minutes ahead', 600_000),
  storeClock('ten minutes back', -600_000),
  storeClock('25 hours ahead, past the life of its records', 25 * 3_600_000),
  gatewayClock('15 minutes ahead', 900_000),
  gatewayClock('10 minutes back', -600_000),
  expiry,
  splitBrain(undefined, 0),
  splitBrain(undefined, 1),
  splitBrain(1, 0),
  splitBrain(1, 1),
  splitBrain(3, 0),
  splitBrain(3, 1),
  laggingReplica,
  addressMoves,
];
