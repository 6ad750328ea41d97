/** Requests through the router: who answers, and that a partner cannot tell. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type Answered,
  bangkokData,
  bangkokTrip,
  searchPath,
  startTwoSystems,
  type TwoSystems,
} from './support/two-systems.ts';

let systems: TwoSystems;
beforeAll(async () => {
  systems = await startTwoSystems();
}, 60_000);
afterAll(() => systems.close());

const all = async (mode: 'legacy' | 'gateway'): Promise<void> => {
  for (const endpoint of ['stations', 'search', 'funnel', 'post_booking'])
    await systems.set({ endpoint, client: '*', mode });
};

/** Requests that the old system got while some work was done. */
const seenByLegacy = async (work: () => Promise<unknown>): Promise<readonly string[]> => {
  const before = systems.legacy.requests.length;
  await work();
  return systems.legacy.requests.slice(before).map(({ method, path }) => `${method} ${path}`);
};

const open = async (trip: string): Promise<string> => {
  const { status, body, text } = await systems.call(`/itineraries/${trip}?pax=1`);
  expect(status, text).toBe(200);
  const [itinerary] = (body as { itineraries: { booking_token: string }[] }).itineraries;
  return itinerary?.booking_token ?? '';
};
const create = (token: string): Promise<Answered> =>
  systems.call('/bookings', {
    method: 'POST',
    headers: { 'idempotency-key': randomUUID() },
    body: { booking_token: token, booking_data: bangkokData },
  });
const confirm = (id: unknown): Promise<Answered> =>
  systems.call(`/bookings/${String(id)}/confirm`, {
    method: 'POST',
    headers: { 'idempotency-key': randomUUID() },
  });

describe('before anybody moved anything', () => {
  test('the old system answers everything, its own words and statuses', async () => {
    const path = searchPath();
    const seen = await seenByLegacy(async () => {
      const straight = await fetch(`${systems.legacy.url}/v1/demo${path}`, {
        headers: { 'x-api-key': systems.apiKey },
      });
      const routed = await systems.call(path);

      expect(routed.status).toBe(straight.status);
      expect(routed.text).toBe(await straight.text());
      expect((await systems.call('/bookings/none')).status).toBe(404);
      expect((await systems.call('/nothing-of-ours')).status).toBe(404);
    });

    expect(seen).toHaveLength(4);
  });

  test('a path arrives as it was written, with its odd spellings', async () => {
    const odd = '/itineraries?departures[]=A%2FB&x=%E0%B8%81&&y=a+b&z=%27';
    const seen = await seenByLegacy(() => systems.call(odd));

    expect(seen).toStrictEqual([`GET /v1/demo${odd}`]);
  });
});

describe('a funnel', () => {
  test('that began at the old system ends there, however the shares move meanwhile', async () => {
    await all('legacy');
    const token = await open(bangkokTrip());
    await all('gateway');
    const booked = await create(token);

    expect(booked.status, booked.text).toBe(200);
    expect(booked.body.id).toMatch(/^[A-Za-z]{10}$/);
    expect((await confirm(booked.body.id)).status).toBe(200);
    const details = await systems.call(`/bookings/${String(booked.body.id)}`);
    expect(details.body).toMatchObject({ id: booked.body.id, status: 'approved' });
    expect((await systems.call(`/bookings/${String(booked.body.id)}/ticket`)).status).toBe(200);
  });

  test('that began at the gateway ends there, also after everything went back', async () => {
    await all('gateway');
    const token = await open(bangkokTrip());
    await all('legacy');
    const seen = await seenByLegacy(async () => {
      const booked = await create(token);
      expect(booked.status, booked.text).toBe(200);
      expect(booked.body.id).toMatch(/^BK-/);
      expect((await confirm(booked.body.id)).status).toBe(200);
      expect((await systems.call(`/bookings/${String(booked.body.id)}`)).status).toBe(200);
      const cancelled = await systems.call(`/bookings/${String(booked.body.id)}/cancel`, { method: 'POST' });
      expect(cancelled.status, cancelled.text).toBe(200);
    });

    expect(seen).toStrictEqual([]);
  });

  test('a repeated create goes where the first one went, and is answered byte for byte', async () => {
    await all('gateway');
    const token = await open(bangkokTrip());
    const headers = { 'idempotency-key': randomUUID() };
    const sending = { method: 'POST', headers, body: { booking_token: token, booking_data: bangkokData } };
    const first = await systems.call('/bookings', sending);
    await all('legacy');
    const second = await systems.call('/bookings', sending);

    expect(second.text).toBe(first.text);
    expect(second.headers.get('idempotent-replayed')).toBe('true');
  });
});

describe('when the gateway cannot be reached', () => {
  test('what the old system can answer it answers, and what only the gateway can is told to come again', async () => {
    await all('gateway');
    const token = await open(bangkokTrip());
    const away = await startTwoSystems({ environment: { GATEWAY_BASE_URL: 'http://127.0.0.1:9' } });
    try {
      for (const endpoint of ['search', 'funnel']) await away.set({ endpoint, client: '*', mode: 'gateway' });
      expect((await away.call(searchPath())).status).toBe(200);
      const refused = await away.call('/bookings', {
        method: 'POST',
        headers: { 'x-correlation-id': 'mine' },
        body: { booking_token: token, booking_data: bangkokData },
      });
      expect(refused.status).toBe(503);
      expect(refused.headers.get('retry-after')).toBe('1');
      expect(refused.headers.get('x-outcome')).toBe('unknown');
      expect(refused.body).toMatchObject({ code: 'not_ready', retryable: true, correlation_id: 'mine' });
    } finally {
      await away.close();
    }
  }, 60_000);
});

describe('12go’s notifications', () => {
  test('go to the old system, to both, or to the gateway', async () => {
    const notify = () =>
      fetch(`${systems.routers[0]?.baseUrl}/v1/notifications/onetwogo?client_id=demo`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ bid: 1, stamp: '2026-11-28 10:00:00' }),
      });
    const set = (mode: string) =>
      systems.ops('/rollout/v1/flags', { change: { kind: 'notifications', mode }, reason: 'a test' });
    await set('both');
    expect(await seenByLegacy(notify)).toHaveLength(1);
    await set('gateway');
    expect(await seenByLegacy(notify)).toHaveLength(0);
    await set('legacy');
    expect(await seenByLegacy(notify)).toHaveLength(1);
  });
});
