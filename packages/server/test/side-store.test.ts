/** Journal, seat locks and recheck claims in a database of their own, and bookings that go on whatever becomes of it. */
import { readinessSchema } from '@partner-gateway/contract';
import { Redis } from 'ioredis';
import { afterEach, describe, expect, test } from 'vitest';
import { type Api, startApi } from './support/api.ts';
import { createBody, hanoiTrip, open, ownKey } from './support/builders.ts';
import { type RedisServer, type RedisServerOptions, startRedisServer } from './support/redis.ts';

const closers: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const startRedis = async (options?: RedisServerOptions): Promise<RedisServer> => {
  const server = await startRedisServer(options);
  closers.push(() => server.remove());
  return server;
};

const startOn = async (environment: Record<string, string>): Promise<Api> => {
  const api = await startApi({ now: Date.now(), environment: { STORE: 'redis', ...environment } });
  closers.push(() => api.close());
  return api;
};

const keysOf = async (url: string): Promise<string[]> => {
  const redis = new Redis(url);
  const keys = await redis.keys('*');
  redis.disconnect();
  return keys.toSorted();
};

const kindsOf = (keys: readonly string[]): string[] => [
  ...new Set(keys.map((key) => key.split(':')[0] ?? '')),
];

const checkOf = async (api: Api) => {
  const { checks } = (await api.send('GET', '/ready')).read(readinessSchema);
  return checks.find(({ name }) => name === 'journal');
};

/** A keyed create of a trip that this test opened. */
const create = async (api: Api) => {
  const body = await createBody(api.as('demo'));
  return api.as('demo').post('/bookings', body, ownKey());
};

/** Tokens of a store's first seconds are refused until its memory covers them. */
const expectBooked = (api: Api): Promise<void> =>
  expect.poll(async () => (await create(api)).status, { timeout: 10_000, interval: 200 }).toBe(200);

describe('what the write guard and the rest keep in Redis', () => {
  test('lies apart, and every key of it has a life', async () => {
    const { url } = await startRedis();
    const api = await startOn({ REDIS_URL: url });
    await expectBooked(api);
    const { booking_token } = await open(api.as('demo'), hanoiTrip(), 2);
    const seats = { booking_token, booking_data: { seat_selection: ['A1', 'B1'] } };
    expect((await api.as('demo').post('/seats', seats)).status).toBe(200);
    expect(await checkOf(api)).toMatchObject({ status: 'ok', required: false });
    await expect
      .poll(async () => kindsOf(await keysOf(`${url}/1`)))
      .toEqual(expect.arrayContaining(['journal', 'seatlock']));
    const guard = kindsOf(await keysOf(url));
    expect(guard).toEqual(expect.arrayContaining(['epoch', 'idempotency', 'op']));
    for (const kind of ['journal', 'seatlock', 'recheck']) expect(guard).not.toContain(kind);
    const side = new Redis(`${url}/1`);
    for (const key of await side.keys('*')) expect([key, await side.pttl(key)]).not.toEqual([key, -1]);
    side.disconnect();
  });

  test('is never mixed: a server without a second database keeps no journal, and bookings go on', async () => {
    const { url } = await startRedis({ args: ['--databases', '1'] });
    const api = await startOn({ REDIS_URL: url });
    await expectBooked(api);
    expect(await checkOf(api)).toMatchObject({ status: 'down', required: false });
    expect(kindsOf(await keysOf(url))).not.toContain('journal');
  });
});

const droppedOf = async (api: Api): Promise<Record<string, number>> => {
  const { text } = await api.ops('/metrics');
  const found = text.matchAll(/^gateway_journal_dropped\w*\{[^}]*reason="(\w+)"[^}]*\} (\d+)/gm);
  return Object.fromEntries([...found].map(([, reason, count]) => [reason, Number(count)]));
};

describe('a booking is never stopped', () => {
  test('by a journal that has no room for its story', async () => {
    const { url } = await startRedis();
    const api = await startOn({ REDIS_URL: url, JOURNAL_BOOKINGS_MAX: '1' });
    await expectBooked(api);
    await expectBooked(api);
    expect((await keysOf(`${url}/1`)).filter((key) => key.startsWith('journal:'))).toHaveLength(1);
    expect(Object.keys(await droppedOf(api))).toEqual(['full']);
  });

  test('by a Redis of the journal that has no memory left, is killed, or hangs', async () => {
    const [{ url }, journal] = await Promise.all([startRedis(), startRedis()]);
    const api = await startOn({ REDIS_URL: url, JOURNAL_REDIS_URL: journal.url });
    await expectBooked(api);
    const admin = new Redis(journal.url);
    await admin.config('SET', 'maxmemory', '1');
    admin.disconnect();
    expect((await create(api)).status).toBe(200);
    expect(Object.keys(await droppedOf(api))).toEqual(['full']);
    journal.pause();
    expect((await create(api)).status).toBe(200);
    journal.resume();
    await journal.kill();
    expect((await create(api)).status).toBe(200);
    expect(Object.keys(await droppedOf(api)).toSorted()).toEqual(['full', 'unreachable']);
    expect(await checkOf(api)).toMatchObject({ status: 'down', required: false });
    await journal.start();
    await expect.poll(async () => (await checkOf(api))?.status, { timeout: 10_000 }).toBe('ok');
  });
});
