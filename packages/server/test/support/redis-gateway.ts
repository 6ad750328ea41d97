/** Gateways on Redis servers of their own, bookings on days still to come, and floods of notifications from strangers. */
import { setTimeout as sleep } from 'node:timers/promises';
import { bookingSchema } from '@partner-gateway/contract';
import { createLog } from '@partner-gateway/telemetry';
import { Redis } from 'ioredis';
import { afterAll, afterEach, expect } from 'vitest';
import {
  type RedisServer,
  type RedisServerOptions,
  startRedisServer,
} from '../../../write-guard/test/support/redis.ts';
import { type Answer, type Api, startApi } from './api.ts';
import { bangkokData, hanoiSapa, open, ownKey } from './builders.ts';

const closers: (() => Promise<void> | void)[] = [];

const stopAll = async (): Promise<void> => {
  for (const close of closers.splice(0).reverse()) await close();
};

/** Stops, after each test of a file, what the test started here. */
export const stopAfterEach = (): void => afterEach(stopAll);

/** Stops it after the file, where its tests run side by side. */
export const stopAfterAll = (): void => afterAll(stopAll);

/** Starts a server that is removed after the test. */
export const startRedis = async (options?: RedisServerOptions): Promise<RedisServer> => {
  const server = await startRedisServer(options);
  closers.push(() => server.remove());
  return server;
};

/** Starts a gateway on real time, as Redis is, that is closed after the test. */
export const startOn = async (environment: Record<string, string>): Promise<Api> => {
  const api = await startApi({
    now: Date.now(),
    log: createLog('silent'),
    environment: { STORE: 'redis', ...environment },
  });
  closers.push(() => api.close());
  return api;
};

/** Does something with a bare connection. */
export const withRedis = async <Value>(
  url: string,
  use: (redis: Redis) => Promise<Value>,
): Promise<Value> => {
  const redis = new Redis(url);
  try {
    return await use(redis);
  } finally {
    redis.disconnect();
  }
};

let days = 0;
const nextDay = (): string => {
  days += 1;
  return new Date(Date.now() + (40 + (days % 200)) * 86_400_000).toISOString().slice(0, 10);
};

/** Hanoi to Sapa on a day of the real calendar, with a seat map. */
export const seatedTrip = (): string => hanoiSapa.replace('2026-12-05', nextDay());

/** A keyed create of a trip that was opened just before. */
export const create = async (api: Api): Promise<Answer> => {
  const demo = api.as('demo');
  const { booking_token } = await open(demo, `TH014901tK0Rob00F0kQ2r7M-${nextDay()}-07:30`);
  return demo.post('/bookings', { booking_token, booking_data: bangkokData() }, ownKey());
};

/** Tokens of a store's first seconds are refused until its memory covers them. */
export const untilBooked = (api: Api): Promise<void> =>
  expect.poll(async () => (await create(api)).status, { timeout: 10_000, interval: 200 }).toBe(200);

/** What lies in a database: how many keys of each kind, and the bytes of all of them. */
export const footprintOf = (url: string) =>
  withRedis(url, async (redis) => {
    // The canary of `/ready` comes and goes.
    const names = (await redis.keys('*')).filter((name) => !name.includes('~canary')).toSorted();
    const kinds: Record<string, number> = {};
    let bytes = 0;
    for (const name of names) {
      const kind = name.split(':')[0] ?? '';
      kinds[kind] = (kinds[kind] ?? 0) + 1;
      bytes += (await redis.memory('USAGE', name, 'SAMPLES', 0)) ?? 0;
    }
    return { kinds, bytes };
  });

/** Sends notifications without credentials, each for another booking but every tenth, which is for this one. */
const flood = async (api: Api, count: number, knownBid: number): Promise<Record<number, number>> => {
  const statuses: Record<number, number> = {};
  let sent = 0;
  const sender = async (): Promise<void> => {
    while (sent < count) {
      sent += 1;
      const bid = sent % 10 === 0 ? knownBid : 900_000_000 + sent;
      const path = '/v1/notifications/onetwogo?client_id=demo';
      const { status } = await api.send('POST', path, { body: { bid } });
      statuses[status] = (statuses[status] ?? 0) + 1;
    }
  };
  await Promise.all(Array.from({ length: 32 }, sender));
  return statuses;
};

/** How long the slowest of most keyed creates took, in milliseconds, and that all of them were booked. */
const createDuring = async (api: Api, work: Promise<unknown>) => {
  let isOver = false;
  void work.finally(() => {
    isOver = true;
  });
  const took: number[] = [];
  while (!isOver) {
    const startedMs = performance.now();
    const { status, text } = await create(api);
    expect([status, text]).toEqual([200, text]);
    took.push(performance.now() - startedMs);
    await sleep(100);
  }
  const sorted = took.toSorted((one, other) => one - other);
  return { creates: took.length, p95Ms: Math.round(sorted[Math.floor(sorted.length * 0.95)] ?? 0) };
};

/**
 * Floods a gateway on a Redis of its own twice: alone, when nothing may move in the write guard's database, and with keyed
 * creates beside it, when all of them are booked and leave what they always do.
 */
export const expectUnmovedByFlood = async (api: Api, redisUrl: string, count: number) => {
  await untilBooked(api);
  const { integration_booking_id } = (await create(api)).read(bookingSchema);
  const known = Number(integration_booking_id);
  const before = await footprintOf(redisUrl);
  expect(await flood(api, count / 2, known)).toEqual({ 200: count / 2 });
  expect(await footprintOf(redisUrl)).toEqual(before);
  const second = flood(api, count / 2, known);
  const { creates, p95Ms } = await createDuring(api, second);
  expect(await second).toEqual({ 200: count / 2 });
  const after = await footprintOf(redisUrl);
  expect(Object.keys(after.kinds).toSorted()).toEqual(Object.keys(before.kinds).toSorted());
  expect(after.kinds.op).toBe((before.kinds.op ?? 0) + creates);
  expect(after.kinds.idempotency).toBe((before.kinds.idempotency ?? 0) + creates);
  const strangers = await withRedis(`${redisUrl}/1`, (redis) => redis.keys('journal:demo:9????????'));
  expect(strangers).toEqual([]);
  return { before, after, creates, p95Ms };
};
