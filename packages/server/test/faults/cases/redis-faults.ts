/** R1–R11, Y1–Y8: a Redis that is away, slow, full, emptied, read-only or busy, and the toxics on the line to it. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { onRedis, portOf } from '../../../../write-guard/test/support/replica-set.ts';
import type { Story } from '../../outage/story.ts';
import { eventually } from '../eventually.ts';
import { casesOf, type Ground, type Seen } from '../fault-case.ts';
import { beginPurchase, tripFromNow, wordsOf } from '../purchase.ts';
import type { RedisWorld } from '../redis-world.ts';
import type { Toxic } from '../tcp-fault-proxy.ts';

/** What is done to Redis while carts are asked for, and what ends it. */
type Fault = {
  readonly breaks: (world: RedisWorld, stories: readonly Story[]) => unknown;
  readonly heals?: (world: RedisWorld) => unknown;
  /** Whether every cart is booked in the end; where a memory is lost, some are safely refused. */
  readonly books: 'all' | 'any';
};

const statusesOf = (stories: readonly Story[]): string => {
  const seen = stories.flatMap(({ asked }) =>
    asked.map(({ status, outcome }) => `${status ?? '-'}${outcome?.charAt(0) ?? ''}`),
  );
  return Object.entries(Object.groupBy(seen, (one) => one))
    .map(([one, times = []]) => `${times.length} × ${one}`)
    .join(', ');
};

/** Every story at both gateways until its end, and judged; tells how many were booked. */
export const endAll = async (stories: readonly Story[], excused: RegExp = /^$/): Promise<number> => {
  await Promise.all(
    stories.map(async (story) => {
      for (const gateway of [1, 0]) await story.askUntilFinal(gateway, 20_000);
    }),
  );
  for (const story of stories) {
    const broken = (await story.faults()).filter((fault) => !excused.test(fault));
    assert.deepEqual(broken, [], JSON.stringify(story.asked));
  }
  return stories.filter(({ asked }) => (asked.at(-1)?.executions ?? 0) > 0).length;
};

const carts = 6;

const playOn =
  ({ breaks, heals, books }: Fault) =>
  async (ground: Ground): Promise<Seen> => {
    const world = await ground.redisWorld();
    const stories = await world.begin(carts);
    await breaks(world, stories);
    await Promise.all(stories.map((story) => story.ask(0, 4_000)));
    await heals?.(world);
    await world.link.heal();
    const booked = await endAll(stories);
    if (books === 'all') assert.equal(booked, carts, statusesOf(stories));
    return { seen: statusesOf(stories), figure: `0 doubles in ${carts}, ${booked} booked` };
  };

const toxic = (one: Toxic): Fault => ({
  breaks: ({ link }) => {
    link.poison('down', one);
  },
  books: 'all',
});

const onServer =
  (...command: readonly [string, ...string[]]) =>
  ({ server }: RedisWorld) =>
    onRedis(server.url, (redis) => redis.call(...command)).catch(() => {});

/** Replies are swallowed after the command was executed, then the connections end. */
const losesReplies: Fault = {
  async breaks({ world }, stories) {
    for (const { link } of world.gateways) link.swallowReplies();
    const asked = Promise.all(stories.map((story) => story.ask(0, 4_000)));
    await sleep(300);
    for (const { link } of world.gateways) link.cut();
    await asked;
  },
  books: 'all',
};

/** A script that runs on, for which everybody else has to wait. */
const isBusy: Fault = {
  async breaks({ server }) {
    await onRedis(server.url, (redis) => redis.call('CONFIG', 'SET', 'lua-time-limit', '50'));
    void onRedis(server.url, (redis) => redis.call('EVAL', 'while true do end', '0')).catch(() => {});
    await sleep(200);
  },
  // In one line on a bare socket, since no client gets past its first questions.
  async heals({ server }) {
    const socket = connect(portOf(server), '127.0.0.1');
    socket.write('SCRIPT KILL\r\n');
    await once(socket, 'data');
    socket.destroy();
  },
  books: 'all',
};

const faults: readonly (readonly [id: string, title: string, fault: Fault])[] = [
  [
    'R2',
    'Redis is killed and comes back empty',
    {
      breaks: async ({ server }, stories) => {
        const asked = Promise.all(stories.map((story) => story.ask(0, 4_000)));
        await server.kill();
        await asked;
      },
      heals: ({ server }) => server.start(),
      books: 'any',
    },
  ],
  ['R4', 'Redis is emptied', { breaks: onServer('FLUSHALL'), books: 'any' }],
  [
    'R5',
    'Redis stops for two seconds without a disconnect',
    {
      breaks: ({ server }) => server.pause(),
      heals: async ({ server }) => {
        await sleep(2_000);
        server.resume();
      },
      books: 'all',
    },
  ],
  [
    'R6',
    'Redis is full',
    {
      breaks: onServer('CONFIG', 'SET', 'maxmemory', '1'),
      heals: onServer('CONFIG', 'SET', 'maxmemory', '0'),
      books: 'all',
    },
  ],
  ['R9', 'replies of Redis are lost after their command was executed', losesReplies],
  ['R10a', 'Redis forgets its scripts', { breaks: onServer('SCRIPT', 'FLUSH'), books: 'all' }],
  [
    'R10b',
    'Redis becomes a replica, and a primary again',
    {
      breaks: onServer('REPLICAOF', '127.0.0.1', '1'),
      heals: onServer('REPLICAOF', 'NO', 'ONE'),
      books: 'any',
    },
  ],
  ['R10c', 'Redis is busy with a script', isBusy],
  ['R11a', 'Redis is 100 ms slower', toxic({ kind: 'latency', ms: 90, jitterMs: 20 })],
  ['R11b', 'Redis is a second slower', toxic({ kind: 'latency', ms: 1_000 })],
  ['Y1', 'the line to Redis passes 20 KB a second', toxic({ kind: 'bandwidth', bytesPerSecond: 20_000 })],
  ['Y2', 'the line to Redis closes slowly', toxic({ kind: 'slow_close', ms: 500 })],
  ['Y3', 'the line to Redis swallows and ends', toxic({ kind: 'timeout', ms: 300 })],
  ['Y4', 'the line to Redis is reset', toxic({ kind: 'reset_peer', afterMs: 0 })],
  ['Y5', 'the line to Redis passes pieces of 8 bytes', toxic({ kind: 'slicer', bytes: 8, delayMs: 0 })],
  ['Y6', 'the line to Redis ends after 40 bytes', toxic({ kind: 'limit_data', bytes: 40 })],
  ['Y7', 'nobody listens where Redis was', { breaks: ({ link }) => link.down(), books: 'all' }],
  ['Y8', 'the line to Redis stalls without a disconnect', toxic({ kind: 'stall' })],
];

/** No case of its own waits so long: the gateway looks every few seconds. */
const noticedMaxMs = 60_000;

/** A policy that may delete records, set while it runs: writes are off once it is seen, and on again after it. */
const isNoticed = async (ground: Ground): Promise<Seen> => {
  const { world, server, begin } = await ground.redisWorld();
  const stories = await begin(carts);
  const setPolicy = (name: string): Promise<unknown> =>
    onRedis(server.url, (redis) => redis.config('SET', 'maxmemory-policy', name));
  const untilReadySays = async (isFaulty: boolean): Promise<number> => {
    const startedMs = performance.now();
    await Promise.all(
      world.gateways.map(({ url }) =>
        eventually(
          async () => (await fetch(`${url()}/ready`)).text(),
          (text) => text.includes('eviction_policy') === isFaulty,
          { limitMs: noticedMaxMs, everyMs: 100 },
        ),
      ),
    );
    return Math.round(performance.now() - startedMs);
  };
  let noticedMs: number;
  try {
    await setPolicy('allkeys-lru');
    noticedMs = await untilReadySays(true);
    for (const [index, story] of stories.entries()) {
      const { status, executions } = await story.ask(index % 2, 4_000);
      assert.deepEqual([status, executions], [503, 0], JSON.stringify(story.asked));
    }
  } finally {
    await setPolicy('noeviction');
  }
  await untilReadySays(false);
  assert.equal(await endAll(stories), carts);
  return {
    seen: `${statusesOf(stories)}, nothing sent while it was so`,
    figure: `noticed after ${noticedMs} ms`,
  };
};

/** Away from the beginning: it starts, searches work, writes say that nothing was done. */
const startsWithout = async (ground: Ground): Promise<Seen> => {
  const world = await ground.ownWorld({
    now: Date.now(),
    environment: { STORE: 'redis', REDIS_URL: 'redis://127.0.0.1:1' },
  });
  const day = new Date(Date.now() + 40 * 86_400_000).toISOString().slice(0, 10);
  const search = `/itineraries?departure_poi=THBKK&arrival_poi=THKCG&departure_date=${day}&pax=1`;
  const searches = [];
  for (let times = 0; times < 10; times += 1) searches.push(await world.as('demo').get(search));
  assert.deepEqual(
    searches.filter(({ status }) => status !== 200 && status !== 206),
    [],
  );
  const purchase = await beginPurchase(world, tripFromNow(41));
  const startedMs = performance.now();
  const refused = await purchase.create();
  const tookMs = Math.round(performance.now() - startedMs);
  assert.equal(refused.status, 503, wordsOf(refused));
  assert.equal(world.executions(purchase.cart), 0);
  return {
    seen: `${searches.length} searches served; ${wordsOf(refused)}`,
    figure: `a clear answer after ${tookMs} ms`,
  };
};

export const redisFaults = casesOf({ group: 'redis', speed: 'slow' }, [
  {
    id: 'R1',
    title: 'Redis is away from the beginning',
    expected: 'searches work, keyed writes are 503',
    run: startsWithout,
  },
  {
    id: 'R7',
    title: 'Redis may evict, by a setting that is changed while it runs',
    expected: 'noticed within 60 s; writes are off until it is mended, then every cart is booked',
    run: isNoticed,
  },
  ...faults.map(([id, title, fault]) => ({
    id,
    title,
    expected:
      fault.books === 'all'
        ? 'answers that are so meanwhile; every cart is booked once in the end'
        : 'answers that are so; no cart is booked twice, some may be refused',
    run: playOn(fault),
  })),
]);
