/** What `/ready` says of booking writes: proved by a walk through the store, told in words, and never a reason to end the pod. */
import { readinessSchema } from '@partner-gateway/contract';
import { createLog } from '@partner-gateway/telemetry';
import { describe, expect, test } from 'vitest';
import { onRedis, portOf, promote, startReplicaSet } from '../../../write-guard/test/support/replica-set.ts';
import { until } from '../../../write-guard/test/support/until.ts';
import { type Api, startApi } from '../support/api.ts';
import { newFile } from '../support/disk-world.ts';
import { startOn, startRedis, stopAfterAll } from '../support/redis-gateway.ts';

stopAfterAll();

const check = async (api: Api) => {
  const answer = await api.send('GET', '/ready');
  expect(answer.status).toBe(200);
  return answer.read(readinessSchema).checks.find(({ name }) => name === 'booking_writes');
};
/** The result is at most a second old. */
const untilTold = (api: Api, detail: RegExp) =>
  until(async () => expect((await check(api))?.detail).toMatch(detail), 200);

// They wait, each for servers of its own.
describe.concurrent('booking writes', () => {
  test('are on in one instance, and the guarantee is named', async () => {
    const api = await startApi();
    expect(await check(api)).toMatchObject({
      status: 'ok',
      detail: expect.stringMatching(/^on: one instance/),
    });
    await api.close();
  });

  test('on disk are on in one instance, whose restart loses nothing', async () => {
    const api = await startApi({ environment: { STORE: 'disk', STORE_FILE: newFile() } });
    const { text } = await api.send('GET', '/ready');
    await api.close();
    expect(text).toContain('"file on the disk of this machine: one instance only"');
    expect(text).toContain('on: one instance, by its journal on disk: a restart loses nothing');
  });

  test('of a new store are on for new itineraries, and the rest is told how long it waits', async () => {
    const server = await startRedis();
    const api = await startOn({ REDIS_URL: server.url });
    const found = await check(api);
    expect(found?.status).toBe('degraded');
    expect(found?.detail).toMatch(/^partly: all instances, by one redis; .* is new: .* wait 1(20|1\d) s$/);
  });

  test('of a store that forgot are told from those of a new one', async () => {
    const server = await startRedis();
    const api = await startOn({ REDIS_URL: server.url });
    await check(api);
    await onRedis(server.url, (redis) => redis.flushall());
    await untilTold(api, /^partly: .* was lost/);
  });

  test('are off while Redis is away, or silent, and on again by themselves', async () => {
    const server = await startRedis();
    const api = await startOn({ REDIS_URL: server.url });
    await server.kill();
    await untilTold(api, /^off: the store is out of reach/);
    await server.start();
    await untilTold(api, /^partly/);
    server.pause();
    await untilTold(api, /^off: the store (does not answer|is out of reach)/);
    server.resume();
    await untilTold(api, /^partly/);
  });

  test.each([
    ['full', /memory_full/],
    ['evicting', /eviction_policy/],
  ] as const)('are off when Redis is %s, and the store says why', async (what, why) => {
    const server = await startRedis();
    const api = await startOn({ REDIS_URL: server.url });
    await onRedis(server.url, (redis) =>
      what === 'full'
        ? redis.config('SET', 'maxmemory', '1')
        : redis.config('SET', 'maxmemory-policy', 'allkeys-lru'),
    );
    await untilTold(api, /^off: the store refuses/);
    const store = async () => {
      const { checks } = (await api.send('GET', '/ready')).read(readinessSchema);
      return checks.find(({ name }) => name === 'store');
    };
    await until(async () => expect((await store())?.detail).toMatch(why), 200);
  });

  test('are off on a replica, and on again when it is promoted', async () => {
    const { primary, replicas } = await startReplicaSet(1);
    const [replica] = replicas;
    if (replica === undefined) throw new Error('there is a replica');
    const api = await startOn({ REDIS_URL: replica.url });
    await untilTold(api, /^off: the store refuses/);
    await promote(replica);
    await untilTold(api, /^partly: all instances, by one redis/);
    await Promise.all([primary.remove(), replica.remove()]);
  });

  test.each([
    ['as declared', { REDIS_NODES: '2' }],
    ['as found', {}],
  ])('need a majority of the nodes %s, and of those that were there before', async (_how, environment) => {
    const { primary, replicas } = await startReplicaSet(1);
    const api = await startOn({ REDIS_URL: primary.url, ...environment });
    await untilTold(api, /each promise on 2 of 2 nodes/);
    await replicas[0]?.kill();
    // It may have been promoted somewhere; nobody here can know.
    await untilTold(api, /^off: too few nodes/);
    expect(portOf(primary)).toBeGreaterThan(0);
    await Promise.all([primary.remove(), replicas[0]?.remove()]);
  });

  test('go on by one node where one is declared, and the others are told of', async () => {
    const { primary, replicas } = await startReplicaSet(1);
    const api = await startOn({ REDIS_URL: primary.url, REDIS_NODES: '1' });
    await untilTold(api, /^partly: all instances, by one redis;/);
    const { checks } = (await api.send('GET', '/ready')).read(readinessSchema);
    expect(checks.find(({ name }) => name === 'store')?.detail).toContain('undeclared_replicas');
    await Promise.all([primary.remove(), replicas[0]?.remove()]);
  });

  test('that change are one line in the log each', async () => {
    const server = await startRedis();
    const lines: string[] = [];
    const log = createLog('info', { write: (line) => void lines.push(line) });
    const api = await startApi({
      now: Date.now(),
      log,
      environment: { STORE: 'redis', REDIS_URL: server.url },
    });
    const told = () => lines.filter((line) => line.includes('Booking writes are'));
    await untilTold(api, /^partly/);
    await server.kill();
    await untilTold(api, /^off/);
    for (let times = 0; times < 5; times += 1) await check(api);
    expect(told().map((line) => (JSON.parse(line) as { message: string }).message)).toEqual([
      'Booking writes are partly',
      'Booking writes are off',
    ]);
    await api.close();
  });
});
