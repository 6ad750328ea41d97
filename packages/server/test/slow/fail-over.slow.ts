/** Sentinels and a cluster fail over in mid reserve: nothing is booked twice, and how long bookings are refused is measured. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { type RedisServer, startRedisServer } from '../../../write-guard/test/support/redis.ts';
import { startRedisCluster } from '../../../write-guard/test/support/redis-cluster.ts';
import { onRedis, portOf } from '../../../write-guard/test/support/replica-set.ts';
import { sentinelName, startSentinelSet } from '../outage/redis-sets.ts';
import { createStory, type Story } from '../outage/story.ts';
import { type LookUpMode, type OutageWorld, startOutageWorld } from '../outage/world.ts';

const cleanUps: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});
const removed = (servers: readonly RedisServer[]): void =>
  void cleanUps.push(() => Promise.all(servers.map((server) => server.remove())));

const startWorld = async (lookUp: LookUpMode, environment: Record<string, string>): Promise<OutageWorld> => {
  const journal = await startRedisServer();
  removed([journal]);
  const ports = [portOf(journal), portOf(journal)];
  const journalUrl = `${journal.url}/1`;
  const world = await startOutageWorld({
    lookUp,
    redisPorts: ports,
    journalUrl,
    environment,
    times: 'scaled',
  });
  cleanUps.push(() => world.close());
  return world;
};

const limitMs = 30_000;

/** From now until a cart that is opened anew is booked. */
const untilBooked = async (
  world: OutageWorld,
  gateway: number,
): Promise<{ ms: number; stories: Story[] }> => {
  const startedMs = performance.now();
  const stories: Story[] = [];
  while (performance.now() - startedMs < limitMs) {
    const story = createStory(world, true);
    stories.push(story);
    await story.open(gateway);
    if ((await story.ask(gateway)).status === 200) return { ms: performance.now() - startedMs, stories };
    await sleep(100);
  }
  throw new Error(`no booking after ${limitMs} ms: ${JSON.stringify(stories.at(-1)?.asked)}`);
};

/** Books before, is in mid reserve while it happens, and books after; every story is judged. */
const play = async (world: OutageWorld, failOver: () => Promise<unknown>): Promise<number> => {
  const before = [true, false].map((isKeyed) => createStory(world, isKeyed));
  const during = [true, false].map((isKeyed) => createStory(world, isKeyed));
  for (const story of [...before, ...during]) await story.open(0);
  for (const story of before) expect((await story.askUntilFinal(0, 10_000)).status).toBe(200);
  await world.script('slow', 2, 1_200);
  const asked = Promise.all(during.map((story) => story.ask(0)));
  await sleep(400);
  const [, { ms, stories }] = await Promise.all([failOver(), untilBooked(world, 1)]);
  await asked;
  for (const story of [...before, ...during]) await story.askUntilFinal(1, 15_000);
  for (const story of [...before, ...during, ...stories])
    expect(await story.faults(), JSON.stringify(story.asked)).toEqual([]);
  return ms;
};

const addresses = (servers: readonly RedisServer[]): string =>
  servers.map((server) => `127.0.0.1:${portOf(server)}`).join(',');

test('an address that moves to another server while connections stay: the first good keyed booking is within five seconds', async () => {
  // A promise waits for the other node too, which is a replica by then, and a primary begins to fill one after this delay (5 s).
  const prompt = { args: ['--repl-diskless-sync-delay', '0'] };
  const [first, second] = [await startRedisServer(), await startRedisServer(prompt)];
  removed([first, second]);
  const journal = await startRedisServer();
  removed([journal]);
  const ports = [portOf(first), portOf(first)];
  const journalUrl = `${journal.url}/1`;
  const world = await startOutageWorld({
    lookUp: 'by_cart',
    redisPorts: ports,
    journalUrl,
    times: 'production',
  });
  cleanUps.push(() => world.close());
  expect((await untilBooked(world, 0)).ms).toBeLessThan(limitMs);
  await onRedis(first.url, (redis) => redis.call('REPLICAOF', '127.0.0.1', String(portOf(second))));
  for (const { link } of world.gateways) link.retarget(portOf(second));
  const { ms, stories } = await untilBooked(world, 0);
  console.info(`address moved, connections kept: first good keyed booking after ${Math.round(ms)} ms`);
  expect(ms).toBeLessThan(5_000);
  for (const story of stories) expect(await story.faults(), JSON.stringify(story.asked)).toEqual([]);
});

describe.each(['by_cart', 'none'] as const)('with look-up %s', (lookUp) => {
  test('sentinels name another primary, and bookings go on within five seconds of it', async () => {
    const set = await startSentinelSet();
    removed([set.primary, ...set.replicas, ...set.sentinels]);
    const world = await startWorld(lookUp, {
      REDIS_SENTINELS: addresses(set.sentinels),
      REDIS_SENTINEL_NAME: sentinelName,
      REDIS_NODES: '3',
    });
    let namedMs = 0;
    const startedMs = performance.now();
    const refusedMs = await play(world, async () => {
      await set.failOver();
      namedMs = performance.now() - startedMs;
    });
    console.info(`sentinel fail-over, ${lookUp}: bookings refused for ${Math.round(refusedMs)} ms`);
    expect(namedMs).toBeGreaterThan(0);
    expect(refusedMs).toBeLessThan(namedMs + 5_000);
  });

  test('a cluster promotes a replica: refused while it is alone, and booked again once it has a replica of its own', async () => {
    const cluster = await startRedisCluster();
    cleanUps.push(() => cluster.remove());
    const world = await startWorld(lookUp, { REDIS_CLUSTER: cluster.addresses, REDIS_NODES: '2' });
    const { primary: owner } = await cluster.shardOf(world.clientId);
    const story = createStory(world, true);
    await story.open(0);
    expect((await story.ask(0)).status).toBe(200);
    await owner.kill();
    // Its replica is alone then: of two nodes a promise needs both, so bookings stay refused until one is back.
    await sleep(4_000);
    const refused = createStory(world, true);
    await refused.open(1);
    expect(await refused.ask(1)).toMatchObject({ status: 503, executions: 0 });
    const startedMs = performance.now();
    await owner.start();
    const { stories } = await untilBooked(world, 1);
    console.info(
      `cluster, ${lookUp}: booked ${Math.round(performance.now() - startedMs)} ms after the node was back`,
    );
    await story.askUntilFinal(1, 15_000);
    for (const one of [story, refused, ...stories])
      expect(await one.faults(), JSON.stringify(one.asked)).toEqual([]);
  });
});
