/** Every scenario goes off, by trip, passenger name, header and control, in process and over HTTP. */
import { createSandbox, type ScenarioName, scenarios } from '@partner-gateway/sandbox';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  createTwelveGoClient,
  createTwelveGoTransport,
  type Operation,
  type TwelveGoClient,
  toBookingId,
  toDecimal,
  toLocalDate,
  toProvinceId,
} from '../src/index.ts';
import {
  answersFor,
  type Bench,
  confirmed,
  failureOf,
  hanoiSapa,
  minuteMs,
  queryOf,
  reserved,
  stagedKey,
  start,
  startBench,
} from './support/sandbox.ts';

const sandboxToScenario = {
  from: { kind: 'province', id: toProvinceId(9001) },
  to: { kind: 'province', id: toProvinceId(9002) },
  date: toLocalDate('2026-12-05'),
  seats: 2,
} as const;
const hanoiToSapa = {
  from: { kind: 'province', id: toProvinceId(310) },
  to: { kind: 'province', id: toProvinceId(322) },
  date: toLocalDate('2026-12-05'),
  seats: 2,
} as const;

let bench: Bench;
beforeAll(async () => {
  bench = await startBench();
});
afterAll(() => bench.close());
beforeEach(() => bench.sandbox.reset());

const executed = (operation: string) =>
  bench.sandbox.ledger.filter((entry) => entry.operation === operation).length;

/** What a reserve of the staged trip comes to: the failure, and whether the booking was made all the same. */
const reserveFaults: readonly [ScenarioName, object, number][] = [
  ['bad_key_401', { kind: 'auth', status: 401, outcome: 'rejected' }, 0],
  ['bad_key_400', { kind: 'auth', status: 400, outcome: 'rejected' }, 0],
  ['rate_limited', { kind: 'rate_limited', retryAfterSeconds: 7, outcome: 'not_sent' }, 0],
  ['rate_limited_bare', { kind: 'rate_limited', retryAfterSeconds: 5, outcome: 'not_sent' }, 0],
  ['server_error', { kind: 'server', status: 500, outcome: 'unknown' }, 0],
  ['server_error_after', { kind: 'server', status: 500, outcome: 'unknown' }, 1],
  ['timeout_before', { kind: 'timeout', outcome: 'unknown' }, 0],
  ['timeout_after', { kind: 'timeout', outcome: 'unknown' }, 1],
  ['reset_before', { kind: 'connection', outcome: 'unknown' }, 0],
  ['reset_after', { kind: 'connection', outcome: 'unknown' }, 1],
  ['truncated', { kind: 'connection', outcome: 'unknown' }, 1],
  ['html_answer', { kind: 'unreadable', outcome: 'unknown' }, 1],
  ['wrong_types', { kind: 'unreadable', outcome: 'unknown' }, 1],
  ['redirect', { kind: 'unreadable', status: 308, outcome: 'unknown' }, 0],
  [
    'gone_at_reserve',
    { kind: 'trip_unavailable', status: 422, outcome: 'rejected', reasonCodes: ['bad_trip_details'] },
    0,
  ],
  ['field_errors', { kind: 'validation', status: 422, outcome: 'rejected' }, 0],
  ['seat_taken', { kind: 'rejected', status: 409, outcome: 'rejected' }, 0],
  ['cart_expired', { kind: 'trip_unavailable', status: 404, outcome: 'rejected' }, 0],
];

describe('by trip', () => {
  it.each(reserveFaults)(
    '%s: reserve fails as said, executed as said, sent once',
    async (name, expected, times) => {
      const client = bench.clientOf();
      const key = stagedKey(name);
      const cartId = await client.addToCart(queryOf(key));
      const error = await failureOf(
        client.reserve(cartId, answersFor(key), { timeoutMs: name.startsWith('timeout') ? 300 : 5_000 }),
      );
      expect(error).toMatchObject(expected);
      expect(executed('reserve')).toBe(times);
      expect(bench.sandbox.calls('reserve')).toBe(1);
      expect((await client.bookingByCart(cartId)) === null).toBe(times === 0);
    },
  );

  it('slow: the booking is made after the caller has given up', async () => {
    bench.sandbox.scenarios.set({ operation: 'reserve', scenario: 'slow', delayMs: 2_000 });
    const client = bench.clientOf();
    const cartId = await client.addToCart(queryOf(hanoiSapa));
    const givenUp = await failureOf(client.reserve(cartId, answersFor(hanoiSapa), { timeoutMs: 400 }));
    expect(givenUp.outcome).toBe('unknown');
    expect(await client.bookingByCart(cartId)).toBeNull();
    await vi.waitFor(
      async () => expect((await client.bookingByCart(cartId))?.status).toBe('pending_client_confirmation'),
      { timeout: 20_000 },
    );
    bench.sandbox.scenarios.clear();
    expect((await client.booking(toBookingId(8451207))).seats).toBe(2);
  });

  it('search: hidden, unpriced, broken and sold out trips look the part', async () => {
    const { trips, dropped } = await bench.clientOf().search(sandboxToScenario);
    const trip = (name: string) => trips.find(({ id }) => id === stagedKey(name));
    expect(trips).toHaveLength(Object.keys(scenarios).length);
    expect(trip('hidden_trip')?.params?.hide).toBe(true);
    expect(trip('no_prices')?.travel_options[0]).toMatchObject({ netprice: null, sysfee: null });
    expect(trip('broken_option')?.travel_options).toEqual([]);
    expect(dropped).toEqual([{ level: 'option', reason: 'price', count: 1 }]);
    expect(trip('sold_out')?.travel_options[0]).toMatchObject({ bookable: 0, is_bookable: false });
    expect(trip('seat_taken')?.params?.hide).toBe(false);
  });

  it('sold_out and trip_gone stop the funnel early', async () => {
    const client = bench.clientOf();
    expect((await client.trip(queryOf(stagedKey('sold_out')))).trips[0]?.travel_options[0]?.bookable).toBe(0);
    expect(await failureOf(client.addToCart(queryOf(stagedKey('sold_out'))))).toMatchObject({
      kind: 'rejected',
      status: 409,
    });
    expect((await failureOf(client.trip(queryOf(stagedKey('trip_gone'))))).kind).toBe('not_found');
    expect((await failureOf(client.addToCart(queryOf(stagedKey('trip_gone'))))).kind).toBe(
      'trip_unavailable',
    );
  });

  it('checkout_refused: the form is not to be had', async () => {
    const client = bench.clientOf();
    const cartId = await client.addToCart(queryOf(stagedKey('checkout_refused')));
    expect(await failureOf(client.checkoutForm(cartId, 2))).toMatchObject({
      kind: 'trip_unavailable',
      status: 422,
    });
  });

  it('price_moved: the booking costs more than the cart', async () => {
    const { bid } = await reserved(bench.clientOf(), stagedKey('price_moved'));
    expect((await bench.clientOf().booking(bid)).netprice).toEqual({ value: '212', fxcode: 'THB' });
  });

  it('confirm_refused: the reservation stays unconfirmed', async () => {
    const client = bench.clientOf();
    const { bid } = await reserved(client, stagedKey('confirm_refused'));
    expect(await failureOf(client.confirm(bid))).toMatchObject({
      kind: 'rejected',
      status: 409,
      outcome: 'rejected',
    });
    expect((await client.booking(bid)).status).toBe('pending_client_confirmation');
  });

  it.each([
    ['supplier_slow', 'confirmed'],
    ['supplier_declines', 'declined'],
  ])('%s: pending first, then %s', async (name, status) => {
    const client = bench.clientOf();
    const bid = await confirmed(client, stagedKey(name));
    expect((await client.booking(bid)).status).toBe('pending');
    bench.sandbox.clock.advance(10 * minuteMs);
    expect((await client.booking(bid)).status).toBe(status);
  });

  it('ticket_late: confirmed, and the ticket follows', async () => {
    const client = bench.clientOf();
    const bid = await confirmed(client, stagedKey('ticket_late'));
    expect(await client.booking(bid)).toMatchObject({ status: 'confirmed', ticket_url: null });
    bench.sandbox.clock.advance(10 * minuteMs);
    expect((await client.booking(bid)).ticket_url).toMatch(/\.pdf$/);
  });

  it('unknown_status: a word of its own', async () => {
    const { bid } = await reserved(bench.clientOf(), stagedKey('unknown_status'));
    expect((await bench.clientOf().booking(bid)).status).toBe('under_review');
  });

  it('not_refundable, refund_refused, refund_expired: no refund, each in its way', async () => {
    const client = bench.clientOf();
    expect(await client.refundOptions(await confirmed(client, stagedKey('not_refundable')))).toMatchObject({
      available: false,
      options: [],
    });
    const refund = async (name: string) => {
      const bid = await confirmed(client, stagedKey(name));
      const [option] = (await client.refundOptions(bid)).options;
      return client.refund(bid, option ?? { hash: '', refund_amount: toDecimal('0'), refund_fxcode: 'THB' });
    };
    expect(await refund('refund_refused')).toMatchObject({ success: false });
    expect(await failureOf(refund('refund_expired'))).toMatchObject({
      kind: 'rejected',
      status: 422,
      outcome: 'rejected',
    });
    expect(executed('refund')).toBe(0);
  });
});

describe('by passenger', () => {
  it('a first name asks for a scenario, which the booking remembers', async () => {
    const client = bench.clientOf();
    const cartId = await client.addToCart(queryOf(hanoiSapa));
    const answers = (name: string) => answersFor(hanoiSapa, 2, { first_name: name });
    expect((await failureOf(client.reserve(cartId, answers('Sandbox Seat Taken')))).status).toBe(409);
    const bid = await client.reserve(cartId, answers('Sandbox Supplier Declines'));
    await client.confirm(bid);
    bench.sandbox.clock.advance(10 * minuteMs);
    expect((await client.booking(bid)).status).toBe('declined');
  });

  it('an ordinary name asks for nothing', async () => {
    const { bid } = await reserved(bench.clientOf(), hanoiSapa, { first_name: 'Sandbox Person' });
    expect((await bench.clientOf().booking(bid)).status).toBe('pending_client_confirmation');
  });
});

describe('by header', () => {
  it('names a scenario where it belongs, or any operation', async () => {
    const client = bench.clientOf();
    const headers = { 'x-sandbox-scenario': 'empty_search, booking:server_error' };
    expect((await client.search(hanoiToSapa, { headers })).trips).toEqual([]);
    const { bid } = await reserved(client);
    expect(await failureOf(client.booking(bid, { headers, attempts: 1 }))).toMatchObject({ kind: 'server' });
    expect((await client.booking(bid)).seats).toBe(2);
    expect(
      (await failureOf(client.search(hanoiToSapa, { headers: { 'x-sandbox-scenario': 'not_found' } }))).kind,
    ).toBe('not_found');
  });

  it('that names nothing known changes nothing', async () => {
    const headers = { 'x-sandbox-scenario': 'nonsense, reserve:nonsense, :, __proto__' };
    expect((await bench.clientOf().search(hanoiToSapa, { headers })).trips).toHaveLength(1);
  });
});

describe('by control', () => {
  it('goes off as often as asked, on the operation asked', async () => {
    const client = bench.clientOf();
    bench.sandbox.scenarios.set({ operation: 'search', scenario: 'server_error', times: 2 });
    for (let times = 0; times < 2; times += 1)
      expect((await failureOf(client.search(hanoiToSapa))).kind).toBe('server');
    expect((await client.search(hanoiToSapa)).trips).toHaveLength(1);
    expect(bench.sandbox.calls('search')).toBe(3);
    bench.sandbox.scenarios.set({ operation: 'search', scenario: 'reset_before', times: 2 });
    expect((await failureOf(client.search(hanoiToSapa))).kind).toBe('connection');
    bench.sandbox.scenarios.set({ operation: 'reserve', scenario: 'price_moved', percent: 50 });
    expect((await client.booking((await reserved(client)).bid)).netprice?.value).toBe('52.5');
  });

  it('makes rechecks fail', async () => {
    const query = {
      ...hanoiToSapa,
      from: { kind: 'province', id: toProvinceId(1) },
      to: { kind: 'province', id: toProvinceId(118) },
    } as const;
    const [url = ''] = (await bench.clientOf().search(query)).recheck.urls;
    bench.sandbox.scenarios.set({ operation: 'recheck', scenario: 'recheck_fails', times: 1 });
    expect((await failureOf(bench.clientOf().recheck(url))).kind).toBe('server');
    expect((await bench.clientOf().search(query)).recheck.urls).toEqual([url]);
  });

  it('refuses names that do not exist', () => {
    expect(() =>
      bench.sandbox.scenarios.set({ operation: 'reserve', scenario: 'nonsense' as ScenarioName }),
    ).toThrow(TypeError);
  });
});

describe('the control endpoints', () => {
  const control = (path: string, method = 'GET', body?: object) =>
    fetch(`${bench.url}/_sandbox/${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });

  it('move the clock, show what happened and start over', async () => {
    await reserved(bench.clientOf());
    expect(await (await control('ledger')).json()).toMatchObject([
      { operation: 'addToCart' },
      { operation: 'reserve', bid: 8451207 },
    ]);
    expect(await (await control('calls')).json()).toEqual({ addToCart: 1, reserve: 1 });
    expect(await (await control('clock', 'POST', { advanceMs: 30 * minuteMs })).json()).toEqual({
      now: '2026-10-28T10:11:00.000Z',
    });
    expect((await bench.clientOf().booking(toBookingId(8451207))).status).toBe('cancelled');
    expect(await (await control('clock', 'POST', { set: '2026-11-01T00:00:00Z' })).json()).toEqual({
      now: '2026-11-01T00:00:00.000Z',
    });
    expect((await control('clock', 'POST', {})).status).toBe(400);
    expect((await control('clock', 'POST', { set: 'soon' })).status).toBe(400);
    await control('reset', 'POST');
    expect(await (await control('ledger')).json()).toEqual([]);
    expect(await (await control('clock')).json()).toEqual({ now: new Date(start).toISOString() });
  });

  it('switch scenarios on and off', async () => {
    expect(Object.keys((await (await control('scenarios')).json()) as object)).toEqual(
      Object.keys(scenarios),
    );
    expect(
      (await control('scenarios', 'POST', { operation: 'search', scenario: 'empty_search' })).status,
    ).toBe(200);
    expect((await bench.clientOf().search(hanoiToSapa)).trips).toEqual([]);
    await control('scenarios', 'DELETE');
    expect((await bench.clientOf().search(hanoiToSapa)).trips).toHaveLength(1);
    expect((await control('scenarios', 'POST', { operation: 'search', scenario: 'nonsense' })).status).toBe(
      400,
    );
    expect((await control('scenarios', 'POST', { operation: 'nonsense', scenario: 'slow' })).status).toBe(
      400,
    );
  });
});

describe('in process, as msw handlers', () => {
  const sandbox = createSandbox({ now: start, frozen: true });
  const server = setupServer(...sandbox.handlers);
  const transport = createTwelveGoTransport({
    baseUrl: 'https://api.upstream.example',
    recheckHosts: ['recheck.upstream.example'],
    sleep: () => Promise.resolve(),
  });
  const client: TwelveGoClient = createTwelveGoClient(transport, 'sandbox-key');
  beforeAll(() => server.listen({ onUnhandledFrame: 'error' }));
  afterEach(() => sandbox.reset());
  afterAll(() => server.close());

  it('the whole funnel works', async () => {
    const bid = await confirmed(client);
    expect((await client.booking(bid)).status).toBe('confirmed');
    const search = await client.search({
      ...hanoiToSapa,
      from: { kind: 'province', id: toProvinceId(610) },
      to: { kind: 'province', id: toProvinceId(622) },
    });
    expect(search.recheck.urls[0]).toMatch(/^https:\/\/recheck\.upstream\.example\/recheckpa\?/);
    expect((await client.recheck(search.recheck.urls[0] ?? '')).tripKeys).toHaveLength(1);
  });

  it.each<[ScenarioName, Operation, object]>([
    ['timeout_after', 'reserve', { kind: 'timeout', outcome: 'unknown' }],
    ['reset_after', 'reserve', { kind: 'connection', outcome: 'unknown' }],
    ['truncated', 'reserve', { kind: 'unreadable', outcome: 'unknown' }],
  ])('%s breaks the call without a socket', async (scenario, operation, expected) => {
    sandbox.scenarios.set({ operation, scenario, times: 1 });
    const cartId = await client.addToCart(queryOf(hanoiSapa));
    expect(await failureOf(client.reserve(cartId, answersFor(hanoiSapa), { timeoutMs: 200 }))).toMatchObject(
      expected,
    );
    expect((await client.bookingByCart(cartId))?.bid).toBe('8451207');
  });
});

describe('this suite', () => {
  it('knows every scenario', async () => {
    const { readFileSync } = await import('node:fs');
    const source = readFileSync(new URL(import.meta.url), 'utf8');
    for (const name of Object.keys(scenarios)) expect(source).toMatch(new RegExp(`\\b${name}\\b`));
  });
});
