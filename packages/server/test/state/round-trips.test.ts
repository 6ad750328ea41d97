/** How often a request waits for Redis (P9): read at the socket, before a real server. */
import { bookingSchema } from '@partner-gateway/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Api } from '../support/api.ts';
import { hanoiSapaData, open, ownKey } from '../support/builders.ts';
import { type CountedRedis, countWaits } from '../support/counted-redis.ts';
import {
  create,
  seatedTrip,
  startOn,
  startRedis,
  stopAfterAll,
  untilBooked,
} from '../support/redis-gateway.ts';

stopAfterAll();

let redis: CountedRedis;
let api: Api;
beforeAll(async () => {
  redis = await countWaits((await startRedis()).url);
  api = await startOn({ REDIS_URL: redis.url });
});
afterAll(() => redis.close());

const tries = 4;

/** Of several tries the one with the fewest: something of the gateway's own may fall into one of them. */
const waitsOf = async (request: () => Promise<number>): Promise<string[][]> => {
  const counted: string[][][] = [];
  for (let at = 0; at < tries; at += 1) {
    redis.takeWaits();
    expect(await request()).toBe(200);
    counted.push(redis.takeWaits());
  }
  return counted.toSorted((one, other) => one.length - other.length)[0] ?? [];
};

test('a search waits once: what the client may ask and what 12go may be asked are asked for together', async () => {
  const date = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
  const query = `departure_poi=VNHAN&arrival_poi=VNSPA&departure_date=${date}&pax=1`;
  const search = async () => (await api.as('demo').get(`/itineraries?${query}`)).status;
  expect(await waitsOf(search)).toEqual([['ratelimit', 'ratelimit']]);
});

test('booking details wait once', async () => {
  await untilBooked(api);
  const { id } = (await create(api)).read(bookingSchema);
  const details = async () => (await api.as('demo').get(`/bookings/${id}`)).status;
  expect(await waitsOf(details)).toEqual([['ratelimit', 'ratelimit']]);
});

test('a create that names seats waits five times, and lets its credit go before its record is closed', async () => {
  await untilBooked(api);
  const demo = api.as('demo');
  const carts: string[] = [];
  for (let at = 0; at < tries; at += 1)
    carts.push((await open(demo, seatedTrip(), hanoiSapaData.passengers.length)).booking_token);
  const waits = await waitsOf(async () => {
    const body = { booking_token: carts.pop(), booking_data: hanoiSapaData };
    return (await demo.post('/bookings', body, ownKey())).status;
  });
  expect(waits.map((kinds) => kinds.toSorted())).toEqual([
    ['ratelimit', 'ratelimit'],
    ['op', 'seatlock'],
    ['credit-hold', 'seatlock', 'unconfirmed'],
    ['op'],
    ['credit-hold', 'op', 'seatlock', 'unconfirmed'],
  ]);
  const last = waits.at(-1) ?? [];
  expect(last.indexOf('credit-hold')).toBeLessThan(last.indexOf('op'));
});
