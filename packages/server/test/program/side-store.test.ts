/** Journal, seat locks and recheck claims in a database of their own, and bookings that go on whatever becomes of it. */
import { readFileSync } from 'node:fs';
import { readinessSchema } from '@partner-gateway/contract';
import { describe, expect, test } from 'vitest';
import type { Api } from '../support/api.ts';
import { open } from '../support/builders.ts';
import { expectProblem } from '../support/problems.ts';
import {
  create,
  expectUnmovedByFlood,
  footprintOf,
  seatedTrip,
  startOn,
  startRedis,
  stopAfterEach,
  untilBooked,
  withRedis,
} from '../support/redis-gateway.ts';

stopAfterEach();

const decision = readFileSync(new URL('../../../../docs/adr/0011-redis-kinds.md', import.meta.url), 'utf8');

const kindsOf = async (url: string): Promise<string[]> => Object.keys((await footprintOf(url)).kinds);

const checkOf = async (api: Api) => {
  const { checks } = (await api.send('GET', '/ready')).read(readinessSchema);
  return checks.find(({ name }) => name === 'journal');
};

describe('what the write guard and the rest keep in Redis', () => {
  test('lies apart, every key of it has a life, and the decision about it names every kind', async () => {
    const { url } = await startRedis();
    const api = await startOn({ REDIS_URL: url });
    await untilBooked(api);
    const { booking_token } = await open(api.as('demo'), seatedTrip(), 2);
    const seats = { booking_token, booking_data: { seat_selection: ['A1', 'B1'] } };
    expect((await api.as('demo').post('/seats', seats)).status).toBe(200);
    expect(await checkOf(api)).toMatchObject({ status: 'ok', required: false });
    await expect.poll(() => kindsOf(`${url}/1`)).toEqual(expect.arrayContaining(['journal', 'seatlock']));
    const guard = await kindsOf(url);
    expect(guard).toEqual(expect.arrayContaining(['epoch', 'idempotency', 'op']));
    for (const kind of ['journal', 'seatlock', 'recheck']) expect(guard).not.toContain(kind);
    for (const place of [url, `${url}/1`]) {
      await withRedis(place, async (redis) => {
        for (const key of await redis.keys('*')) expect([key, await redis.pttl(key)]).not.toEqual([key, -1]);
      });
    }
    const kinds = [...guard, ...(await kindsOf(`${url}/1`))];
    for (const kind of kinds) expect(decision).toMatch(new RegExp(`\\| .*\`${kind}[:\`]`));
  });

  test('is never mixed: a server without a second database keeps no journal, and bookings go on', async () => {
    const { url } = await startRedis({ args: ['--databases', '1'] });
    const api = await startOn({ REDIS_URL: url });
    await untilBooked(api);
    expect(await checkOf(api)).toMatchObject({ status: 'down', required: false });
    expect(await kindsOf(url)).not.toContain('journal');
    const locks = await api.ops('/ops/v1/seat-locks?client_id=demo');
    expect(expectProblem(locks, 'seat_lock_unavailable').detail).toContain('none can be listed or released');
    const setAside = await api.ops('/ops/v1/notifications/dead-letters');
    expect(expectProblem(setAside, 'events_unavailable').detail).toContain('the check `journal`');
  });
});

test('a journal that answers and takes nothing, being full, is not told as well', async () => {
  const { url } = await startRedis();
  const { url: full } = await startRedis({ args: ['--maxmemory', '1', '--maxmemory-policy', 'noeviction'] });
  const api = await startOn({ REDIS_URL: url, JOURNAL_REDIS_URL: full });
  const { status, detail } = (await checkOf(api)) ?? {};
  expect([status, detail]).toEqual(['degraded', expect.stringContaining('refuses writes')]);
});

const droppedOf = async (api: Api): Promise<Record<string, number>> => {
  const { text } = await api.ops('/metrics');
  const found = text.matchAll(/^gateway_journal_dropped\w*\{[^}]*reason="(\w+)"[^}]*\} ([1-9]\d*)/gm);
  return Object.fromEntries([...found].map(([, reason, count]) => [reason, Number(count)]));
};

describe('a booking is never stopped', () => {
  test('by a journal that has no room for its story', async () => {
    const { url } = await startRedis();
    const api = await startOn({ REDIS_URL: url, JOURNAL_BOOKINGS_MAX: '1' });
    await untilBooked(api);
    await untilBooked(api);
    expect((await footprintOf(`${url}/1`)).kinds.journal).toBe(1);
    expect(Object.keys(await droppedOf(api))).toEqual(['full']);
  });

  test('by a Redis of the journal that has no memory left, is killed, or hangs', async () => {
    const [{ url }, journal] = await Promise.all([startRedis(), startRedis()]);
    const api = await startOn({ REDIS_URL: url, JOURNAL_REDIS_URL: journal.url });
    await untilBooked(api);
    await withRedis(journal.url, (redis) => redis.config('SET', 'maxmemory', '1'));
    expect((await create(api)).status).toBe(200);
    expect(Object.keys(await droppedOf(api))).toEqual(['full']);
    journal.pause();
    expect((await create(api)).status).toBe(200);
    journal.resume();
    await journal.kill();
    expect((await create(api)).status).toBe(200);
    expect((await open(api.as('demo'), seatedTrip(), 2)).extras.seat_map).toBeDefined();
    expect(Object.keys(await droppedOf(api)).toSorted()).toEqual(['full', 'unreachable']);
    expect(await checkOf(api)).toMatchObject({ status: 'down', required: false });
    await journal.start();
    await expect.poll(async () => (await checkOf(api))?.status, { timeout: 10_000 }).toBe('ok');
  });
});

test('500 notifications from strangers leave the write guard as it is, and creates go on', async () => {
  const { url } = await startRedis();
  const api = await startOn({ REDIS_URL: url });
  await expectUnmovedByFlood(api, url, 500);
});
