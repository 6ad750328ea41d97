/** A real Redis Cluster of six nodes, three of them primaries, and what may happen to the slot of one client. */
import type { RedisPlace } from '../../src/redis/client.ts';
import { type RedisServer, startRedisServer } from './redis.ts';
import { onRedis, portOf, untilAgreed } from './replica-set.ts';

/** A node as the others see it. */
type Seen = { readonly id: string; readonly port: number; readonly masterId: string; readonly isUp: boolean };

/** A slot on its way from one primary to another. */
type Move = { readonly from: RedisServer; readonly to: RedisServer; readonly toId: string };

/** One primary, and the replica that follows it. */
export type Shard = { readonly primary: RedisServer; readonly replica: RedisServer };

export type RedisCluster = {
  readonly nodes: readonly RedisServer[];
  readonly place: RedisPlace;
  /** `host:port` of every node, comma separated. */
  readonly addresses: string;
  /** The primary of a client's slot, and its replica. */
  shardOf(clientId: string): Promise<Shard>;
  /** Every primary has a replica in step, and all nodes agree on who has which slot. */
  untilWhole(): Promise<void>;
  /** Makes the replica primary: `agreed` with the old one, which waits for it, or `taken` without asking anybody. */
  failOver(clientId: string, how: 'agreed' | 'taken'): Promise<void>;
  /** Resolves once somebody else is the primary of the client's slot. */
  untilMoved(clientId: string, from: RedisServer): Promise<void>;
  /** Moves the client's slot to another primary; `midway` is called while its keys are on both. */
  moveSlot(clientId: string, midway?: () => Promise<unknown>): Promise<void>;
  remove(): Promise<void>;
};

const args = [
  ...['--cluster-enabled', 'yes', '--cluster-node-timeout', '1000', '--cluster-require-full-coverage', 'no'],
  ...['--repl-diskless-sync-delay', '0', '--repl-ping-replica-period', '1'],
];
const ranges = [
  [0, 5460],
  [5461, 10922],
  [10923, 16383],
] as const;
const host = '127.0.0.1';

const cluster = (url: string, ...words: readonly (string | number)[]): Promise<unknown> =>
  onRedis(url, (redis) => redis.call('CLUSTER', ...words));

const join = async (nodes: readonly RedisServer[]): Promise<void> => {
  const urlOf = (index: number): string => nodes[index]?.url ?? '';
  for (const [index, range] of ranges.entries()) await cluster(urlOf(index), 'ADDSLOTSRANGE', ...range);
  for (const node of nodes.slice(1)) await cluster(urlOf(0), 'MEET', host, portOf(node));
  await untilAgreed('nodes that know each other', async () => {
    const infos = await Promise.all(nodes.map(({ url }) => cluster(url, 'INFO')));
    return infos.every((info) => /cluster_known_nodes:6/.test(String(info)));
  });
  for (const index of [0, 1, 2]) {
    const id = String(await cluster(urlOf(index), 'MYID'));
    await untilAgreed('a replica', async () => {
      await cluster(urlOf(index + 3), 'REPLICATE', id);
      return true;
    });
  }
};

const readNodes = async (url: string): Promise<Seen[]> =>
  String(await cluster(url, 'NODES'))
    .trim()
    .split('\n')
    .map((line) => {
      const [id = '', address = '', flags = '', masterId = ''] = line.split(' ');
      const port = Number(/:(\d+)@/.exec(address)?.[1]);
      return { id, port, masterId, isUp: !/fail|noaddr|handshake/.test(flags) };
    });

/** Redis says so of a node that a failover has made a replica meanwhile. */
const isOfReplica = (error: unknown): boolean =>
  error instanceof Error && /SETSLOT only with masters/i.test(error.message);

/** Says to a node whose the slot is; resolves to whether it is a primary, which alone is told. */
const setSlot = async (node: RedisServer, slot: number, ...words: readonly string[]): Promise<boolean> => {
  try {
    await cluster(node.url, 'SETSLOT', slot, ...words);
    return true;
  } catch (error) {
    if (isOfReplica(error)) return false;
    throw error;
  }
};

const keysInSlot = async (url: string, slot: number): Promise<string[]> =>
  (await cluster(url, 'GETKEYSINSLOT', slot, 1_000)) as string[];

const moveKeys = (url: string, to: RedisServer, keys: readonly string[]): Promise<unknown> =>
  onRedis(url, (redis) => redis.call('MIGRATE', host, portOf(to), '', 0, 5_000, 'KEYS', ...keys));

/** Starts it; resolves once it is whole. */
export const startRedisCluster = async (): Promise<RedisCluster> => {
  const nodes = await Promise.all(Array.from({ length: 6 }, () => startRedisServer({ args })));
  const named = (port: number): RedisServer => {
    const node = nodes.find((one) => portOf(one) === port);
    if (node === undefined) throw new Error(`no node at port ${port}`);
    return node;
  };

  /** What the first node says that answers. */
  const asked = async <Value>(ask: (url: string) => Promise<Value>): Promise<Value> =>
    Promise.any(nodes.map(({ url }) => ask(url)));

  const slotOf = async (clientId: string): Promise<number> =>
    Number(await asked((url) => cluster(url, 'KEYSLOT', `{${clientId}}`)));

  const ownersOf = async (url: string): Promise<string[]> =>
    ((await cluster(url, 'SLOTS')) as [number, number, [string, number]][]).map(
      ([from, to, [, port]]) => `${from}-${to}:${port}`,
    );

  const portOfSlot = async (url: string, slot: number): Promise<number> => {
    const rows = (await cluster(url, 'SLOTS')) as [number, number, [string, number]][];
    return rows.find(([from, to]) => from <= slot && slot <= to)?.[2][1] ?? 0;
  };

  const untilWhole = (): Promise<void> =>
    untilAgreed(
      'a whole cluster',
      async () => {
        const views = await Promise.all(nodes.map(async ({ url }) => (await ownersOf(url)).sort().join()));
        const states = await Promise.all(nodes.map(async ({ url }) => String(await cluster(url, 'INFO'))));
        if (new Set(views).size !== 1 || !states.every((state) => /cluster_state:ok/.test(state)))
          return false;
        const seen = await asked(readNodes);
        const primaries = seen.filter(({ masterId, isUp }) => masterId === '-' && isUp);
        const infos = await Promise.all(
          primaries.map(({ port }) => onRedis(named(port).url, (redis) => redis.info('replication'))),
        );
        return primaries.length === 3 && infos.every((info) => /state=online/.test(info));
      },
      60_000,
    );

  const shardNow = async (clientId: string): Promise<Shard | undefined> => {
    const slot = await slotOf(clientId);
    const primary = named(await asked((url) => portOfSlot(url, slot)));
    const seen = await readNodes(primary.url);
    const id = seen.find(({ port }) => port === portOf(primary))?.id;
    const replica = seen.find(({ masterId, isUp }) => masterId === id && isUp);
    return replica && { primary, replica: named(replica.port) };
  };

  const shardOf = async (clientId: string): Promise<Shard> => {
    let shard: Shard | undefined;
    await untilAgreed('a primary with a replica', async () => {
      shard = await shardNow(clientId);
      return shard !== undefined;
    });
    if (shard === undefined) throw new Error('there is no primary');
    return shard;
  };

  const untilMoved = async (clientId: string, from: RedisServer): Promise<void> => {
    const slot = await slotOf(clientId);
    const others = nodes.filter((node) => node !== from);
    await untilAgreed('another primary', async () => {
      const ports = await Promise.all(others.map(({ url }) => portOfSlot(url, slot)));
      return ports.every((port) => port === ports[0] && port !== portOf(from) && port !== 0);
    });
  };

  /** Opens the slot on both sides; again, where one of them is a primary no more by the time that it is told. */
  const beginMove = async (clientId: string, slot: number, triesLeft = 5): Promise<Move> => {
    // Soon after a failover nodes name primaries that are none any more, and these take no slot.
    await untilWhole();
    const { primary: from } = await shardOf(clientId);
    const seen = await readNodes(from.url);
    const target = seen.find(({ masterId, port, isUp }) => masterId === '-' && isUp && port !== portOf(from));
    const fromId = seen.find(({ port }) => port === portOf(from))?.id ?? '';
    const [to, toId] = [named(target?.port ?? 0), target?.id ?? ''];
    const isImporting = await setSlot(to, slot, 'IMPORTING', fromId);
    if (isImporting && (await setSlot(from, slot, 'MIGRATING', toId))) return { from, to, toId };
    if (isImporting) await setSlot(to, slot, 'STABLE');
    if (triesLeft > 1) return beginMove(clientId, slot, triesLeft - 1);
    throw new Error('the primaries of the slot change too often for it to move');
  };

  await join(nodes);
  await untilWhole();
  return {
    nodes,
    place: { kind: 'cluster', nodes: nodes.map((node) => ({ host, port: portOf(node) })) },
    addresses: nodes.map((node) => `${host}:${portOf(node)}`).join(','),
    shardOf,
    untilWhole,
    untilMoved,
    async failOver(clientId, how) {
      const { primary, replica } = await shardOf(clientId);
      await cluster(replica.url, 'FAILOVER', ...(how === 'taken' ? ['TAKEOVER'] : []));
      await untilMoved(clientId, primary);
    },
    async moveSlot(clientId, midway) {
      const slot = await slotOf(clientId);
      const { from, to, toId } = await beginMove(clientId, slot);
      const keys = await keysInSlot(from.url, slot);
      const half = Math.ceil(keys.length / 2);
      if (half > 0) await moveKeys(from.url, to, keys.slice(0, half));
      await midway?.();
      for (let left = await keysInSlot(from.url, slot); left.length > 0; ) {
        await moveKeys(from.url, to, left);
        left = await keysInSlot(from.url, slot);
      }
      const primaries = (await asked(readNodes)).filter(({ masterId, isUp }) => masterId === '-' && isUp);
      // One that is a replica by now learns it from its primary.
      for (const node of [to, from, ...primaries.map(({ port }) => named(port))])
        await setSlot(node, slot, 'NODE', toId);
      await untilMoved(clientId, from);
    },
    async remove() {
      await Promise.all(
        nodes.map(async (node) => {
          node.resume();
          await node.remove();
        }),
      );
    },
  };
};
