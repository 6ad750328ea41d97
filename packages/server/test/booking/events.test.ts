/** Changes of bookings: told once, in order, whoever caused them, and read by their partner with a cursor. */
import { createHmac } from 'node:crypto';
import { type PartnerEvent, partnerEventPageSchema } from '@partner-gateway/contract';
import { parseWebhookSecret, signWebhook } from '@partner-gateway/webhooks';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Api, type Caller, startApi } from '../support/api.ts';
import { confirm, reserve } from '../support/builders.ts';
import { expectProblem } from '../support/problems.ts';

const plain = 'a secret of the notifications';
const standard = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const path = '/v1/notifications/onetwogo?client_id=demo';

let api: Api;
beforeAll(async () => {
  api = await startApi({
    environment: { NOTIFICATION_SECRET: `${plain},${standard}` },
    timing: { inboxEveryMs: 3_600_000, sleep: () => Promise.resolve() },
  });
});
afterAll(() => api.close());

const pageOf = async (caller: Caller, query = '') =>
  (await caller.get(`/events${query}`)).read(partnerEventPageSchema);
const told = (events: readonly PartnerEvent[], bookingId: string) =>
  events
    .filter(({ data }) => data.booking_id === bookingId)
    .map(({ data }) => [data.previous_status, data.status]);
const signed = (body: string) => ({
  'content-type': 'application/json',
  'x-12go-signature': createHmac('sha256', plain).update(body).digest('hex'),
});
const standardHeaders = (payload: string, id: string, lateMs: number): Record<string, string> => {
  const parsed = parseWebhookSecret(standard);
  if (!parsed.ok) throw new Error(parsed.reason);
  const atMs = api.sandbox.clock.now() + lateMs;
  return { 'content-type': 'application/json', ...signWebhook([parsed.secret], { id, payload, atMs }) };
};
const notify = async (content: object | string, headers?: Record<string, string>): Promise<number> => {
  const body = typeof content === 'string' ? content : JSON.stringify(content);
  return (await api.send('POST', path, { body, headers: headers ?? signed(body) })).status;
};
const work = () => api.gateway.parts.outcomes.statuses.tick();
/** 12go cancels it by itself. */
const withdraw = (bid: string) => expect(api.sandbox.withdraw(bid)).toBe(true);

describe('the events of a booking', () => {
  test('are its statuses from reserve to cancel, with ids that stay the same', async () => {
    const demo = api.as('demo');
    const { id } = await confirm(demo);
    expect((await demo.post(`/bookings/${id}/cancel`)).status).toBe(200);
    const { events } = await pageOf(demo);
    expect(told(events, id)).toEqual([
      [null, 'reserved'],
      ['reserved', 'approved'],
      ['approved', 'cancelled'],
    ]);
    expect((await pageOf(demo)).events).toEqual(events);
    expect(new Set(events.map((event) => event.id)).size).toBe(events.length);
  });

  test('are read on from the cursor, page by page, and none twice', async () => {
    const demo = api.as('demo');
    const from = (await pageOf(demo, '?limit=500')).next;
    const { id } = await confirm(demo);
    const first = await pageOf(demo, `?since=${from}&limit=1`);
    const second = await pageOf(demo, `?since=${first.next}&limit=1`);
    const third = await pageOf(demo, `?since=${second.next}`);
    expect([first, second, third].map(({ events }) => told(events, id))).toEqual([
      [[null, 'reserved']],
      [['reserved', 'approved']],
      [],
    ]);
    expect((await pageOf(demo, `?since=${third.next}`)).next).toBe(third.next);
  });

  test('are waited for, and come as soon as there are any', async () => {
    const demo = api.as('demo');
    const from = (await pageOf(demo, '?limit=500')).next;
    const [{ events }, { id }] = await Promise.all([
      pageOf(demo, `?since=${from}&wait_seconds=15&limit=1`),
      reserve(demo),
    ]);
    if (events.length > 0) expect(told(events, id)).toEqual([[null, 'reserved']]);
    expect(told((await pageOf(demo, `?since=${from}`)).events, id)).toHaveLength(1);
  });

  test('are those of the client alone', async () => {
    await confirm(api.as('demo'));
    expect((await pageOf(api.as('native'))).events).toEqual([]);
  });

  test.each(['?since=yesterday', '?limit=0', '?limit=501', '?wait_seconds=60', '?since='])(
    'asked for with %s are 400 that says what is expected',
    async (query) => {
      expectProblem(await api.as('demo').get(`/events${query}`), 'invalid_request');
    },
  );

  test('tell nothing of a read that says what is known, and all that changed at 12go since', async () => {
    const demo = api.as('demo');
    const { id, integration_booking_id: bid } = await confirm(demo);
    const from = (await pageOf(demo, '?limit=500')).next;
    await demo.get(`/bookings/${id}`);
    withdraw(bid);
    await demo.get(`/bookings/${id}`);
    await demo.get(`/bookings/${id}/ticket`);
    expect(told((await pageOf(demo, `?since=${from}`)).events, id)).toEqual([['approved', 'cancelled']]);
  });
});

describe('a notification of 12go', () => {
  test('makes the booking be read, and its change be told, once however often it comes', async () => {
    const demo = api.as('demo');
    const { id, integration_booking_id: bid } = await confirm(demo);
    const from = (await pageOf(demo, '?limit=500')).next;
    withdraw(bid);
    for (const stamp of [1, 1, 2, 3]) expect(await notify({ bid: Number(bid), stamp })).toBe(200);
    const before = api.sandbox.calls('booking');
    await work();
    expect(api.sandbox.calls('booking')).toBe(before + 1);
    await work();
    expect(api.sandbox.calls('booking')).toBe(before + 1);
    expect(told((await pageOf(demo, `?since=${from}`)).events, id)).toEqual([['approved', 'cancelled']]);
  });

  test('that comes again after it was worked is not worked again, but a bare number is', async () => {
    const { integration_booking_id: bid } = await confirm(api.as('demo'));
    await notify({ bid: Number(bid), stamp: 77 });
    await work();
    const before = api.sandbox.calls('booking');
    await notify({ bid: Number(bid), stamp: 77 });
    await work();
    expect(api.sandbox.calls('booking')).toBe(before);
    await notify({ bid: Number(bid) });
    await work();
    expect(api.sandbox.calls('booking')).toBe(before + 1);
  });

  test('is taken with the headers of Standard Webhooks, and refused when these are of another time', async () => {
    const parsed = parseWebhookSecret(standard);
    if (!parsed.ok) throw new Error(parsed.reason);
    const payload = JSON.stringify({ bid: 8451207 });
    const atMs = api.sandbox.clock.now();
    const headersAt = (ms: number) => ({
      'content-type': 'application/json',
      ...signWebhook([parsed.secret], { id: 'msg_1', payload, atMs: ms }),
    });
    expect(await notify(payload, headersAt(atMs))).toBe(200);
    expect(await notify(payload, headersAt(atMs - 301_000))).toBe(401);
    expect(await notify(payload, { ...headersAt(atMs), 'webhook-id': 'msg_2' })).toBe(401);
    expect(await notify(payload, { ...headersAt(atMs), 'webhook-signature': 'v1,' })).toBe(401);
  });

  test('that cannot be used is acknowledged and set aside with the reason, and nothing of it', async () => {
    const { inbox } = api.gateway.parts.deps.events;
    for (const body of ['{"bid":', '[]', '{"bid":"Mrs Somchai"}']) expect(await notify(body)).toBe(200);
    const letters = await inbox.readAfter('~dead', '0-0', 100);
    expect(letters.map(({ text }) => JSON.parse(text).reason)).toEqual([
      'not_json',
      'no_booking',
      'no_booking',
    ]);
    expect(JSON.stringify(letters)).not.toContain('Somchai');
  });

  test('for a client that is not configured is 404 to 12go itself', async () => {
    const body = '{"bid":8451207}';
    const unknown = await api.send('POST', path.replace('demo', 'nobody'), { body, headers: signed(body) });
    expectProblem(unknown, 'client_not_found');
  });

  test('of a booking that 12go does not know after 20 s is set aside; one that cannot be read now is tried again', async () => {
    const { inbox } = api.gateway.parts.deps.events;
    const ofRival = path.replace('demo', 'rival');
    const unknown = '{"bid":990000017}';
    await api.send('POST', ofRival, { body: unknown, headers: signed(unknown) });
    for (const pauseMs of [0, 3_000, 6_000, 16_000]) {
      expect(JSON.stringify(await inbox.readAfter('~dead', '0-0', 100))).not.toContain('990000017');
      api.sandbox.clock.advance(pauseMs);
      await work();
    }
    const letters = await inbox.readAfter('~dead', '0-0', 100);
    expect(letters.map(({ text }) => JSON.parse(text))).toContainEqual(
      expect.objectContaining({ reason: 'unknown_booking', bid: '990000017' }),
    );

    const demo = api.as('demo');
    const { id, integration_booking_id: bid } = await confirm(demo);
    const from = (await pageOf(demo, '?limit=500')).next;
    withdraw(bid);
    api.sandbox.scenarios.set({ operation: 'booking', scenario: 'server_error', times: 10 });
    await notify({ bid: Number(bid), stamp: 5 });
    await work();
    api.sandbox.scenarios.clear();
    expect(told((await pageOf(demo, `?since=${from}`)).events, id)).toEqual([]);
    api.sandbox.clock.advance(3_000);
    await work();
    expect(told((await pageOf(demo, `?since=${from}`)).events, id)).toEqual([['approved', 'cancelled']]);
  });
});

describe('clients with one 12go account', () => {
  test.each(['demo', 'strict'])(
    'are told each of its own bookings, and nothing of another’s, when 12go names %s',
    async (named) => {
      const shared = `/v1/notifications/onetwogo?client_id=${named}`;
      const [demo, strict] = [api.as('demo'), api.as('strict')];
      const { id, integration_booking_id: bid } = await confirm(demo);
      const from = (await pageOf(demo, '?limit=500')).next;
      withdraw(bid);
      const body = JSON.stringify({ bid: Number(bid) });
      expect((await api.send('POST', shared, { body, headers: signed(body) })).status).toBe(200);
      await work();
      expect((await pageOf(strict)).events).toEqual([]);
      expect(told((await pageOf(demo, `?since=${from}`)).events, id)).toEqual([['approved', 'cancelled']]);
    },
  );
});

describe('a change at 12go that a call of the partner finds out', () => {
  test.each([
    ['a confirm', reserve, (id: string) => `/bookings/${id}/confirm`, [['reserved', 'cancelled']]],
    ['a cancel', confirm, (id: string) => `/bookings/${id}/cancel`, [['approved', 'cancelled']]],
  ] as const)(
    'is told as well when it was %s that could not be done',
    async (_what, begin, pathOf, expected) => {
      const demo = api.as('demo');
      const { id, integration_booking_id: bid } = await begin(demo);
      const from = (await pageOf(demo, '?limit=500')).next;
      withdraw(bid);
      expect((await demo.post(pathOf(id))).status).toBeGreaterThanOrEqual(400);
      expect(told((await pageOf(demo, `?since=${from}`)).events, id)).toEqual(expected);
    },
  );
});

/** How a notification is signed, and whether it is taken so. */
const ways: readonly ((
  body: string,
  id: string,
) => readonly [headers: Record<string, string>, status: number])[] = [
  (body) => [{ ...signed(body), 'x-12go-signature': '0'.repeat(64) }, 401],
  (body, id) => [standardHeaders(body, id, -600_000), 401],
  (body, id) => [standardHeaders(body, id, 0), 200],
  (body) => [signed(body), 200],
  (body) => [signed(body), 200],
];

test('1,000 notifications, shuffled, replayed, forged and stale, tell each change once and nothing that is not so', async () => {
  const demo = api.as('demo');
  const bookings = await Promise.all(Array.from({ length: 5 }, () => confirm(demo)));
  const from = (await pageOf(demo, '?limit=500')).next;
  let seed = 20_261_128;
  const random = (below: number): number => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor(seed / 65_536) % below;
  };
  const [first, second] = bookings;
  const counts: Record<number, number> = {};
  for (let round = 0; round < 1_000; round += 1) {
    if (round === 300 && first) withdraw(first.integration_booking_id);
    if (round === 600 && second) withdraw(second.integration_booking_id);
    const { integration_booking_id: bid } = bookings[random(bookings.length)] ?? {
      integration_booking_id: '1',
    };
    const lie = { status: ['cancelled', 'confirmed', 'declined'][random(3)] };
    const body = JSON.stringify({ bid: Number(bid), stamp: random(200), new_data: lie });
    const [headers, expected] = ways[random(ways.length)]?.(body, `msg_${random(300)}`) ?? [{}, 401];
    const status = await notify(body, headers);
    expect(status).toBe(expected);
    counts[status] = (counts[status] ?? 0) + 1;
    if (round % 100 === 99) await work();
  }
  await work();
  const { events } = await pageOf(demo, `?since=${from}&limit=500`);
  const changes = bookings.map(({ id }) => told(events, id));
  expect(changes).toEqual([[['approved', 'cancelled']], [['approved', 'cancelled']], [], [], []]);
  expect(counts[401]).toBeGreaterThan(300);
});
