/** Find: one story by whatever is at hand, and for a request that failed why it failed. */
import { type Inspection, inspectionSchema } from '@partner-gateway/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Answer, type Api, sendTo, startApi } from '../support/api.ts';
import {
  bangkokData,
  bangkokTrip,
  confirm,
  hanoiSapaData,
  hanoiTrip,
  open,
  ownKey,
  reserve,
} from '../support/builders.ts';
import { impatient, loseReserve } from '../support/lost-writes.ts';
import { expectProblem } from '../support/problems.ts';

let api: Api;
beforeAll(async () => {
  api = await startApi({ timing: { ...impatient, outcomeResolver: { everyMs: 3_600_000 } } });
});
afterAll(() => api.close());
beforeEach(() => api.sandbox.scenarios.clear());

const ask = (text: string, more: object = {}): Promise<Answer> =>
  sendTo(api.opsBaseUrl, 'POST', '/ops/v1/find', {
    headers: { 'x-ops-key': api.opsKey },
    body: { text, ...more },
  });
const find = async (text: string, more?: object): Promise<Inspection> =>
  (await ask(text, more)).read(inspectionSchema);

const ids = {
  'x-correlation-id': 'find-correlation-1',
  'x-request-id': 'find request 1 of Jane',
  traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
  'idempotency-key': 'order-17-of-jane',
};

describe('a create that ended in 202 is found by everything that its partner and 12go hold', () => {
  let found: Record<string, string>;
  beforeAll(async () => {
    api.sandbox.scenarios.set({ operation: 'reserve', scenario: 'timeout_after', times: 1 });
    const demo = api.as('demo');
    const { booking_token } = await open(demo, bangkokTrip());
    const answer = await demo.post('/bookings', { booking_token, booking_data: bangkokData() }, ids);
    expect(answer.status).toBe(202);
    const cart = api.sandbox.ledger.findLast(({ operation }) => operation === 'addToCart')?.cartId ?? '';
    found = {
      correlation_id: ids['x-correlation-id'],
      'correlation_id, as a problem has it': `urn:correlation:${ids['x-correlation-id']}`,
      request_id: ids['x-request-id'],
      trace_id: '4bf92f3577b34da6a3ce929d0e0e4736',
      'trace_id, as a header has it': ids.traceparent,
      idempotency_key: ids['idempotency-key'],
      'idempotency_key, as a header has it': `"${ids['idempotency-key']}"`,
      incomplete_result: (answer.headers.location ?? '').replace('/incomplete_results/', ''),
      booking_token,
      cart,
    };
  });

  test.each([
    'correlation_id',
    'correlation_id, as a problem has it',
    'request_id',
    'trace_id',
    'trace_id, as a header has it',
    'idempotency_key',
    'idempotency_key, as a header has it',
    'incomplete_result',
    'booking_token',
    'cart',
  ])('by its %s', async (what) => {
    const seen = await find(found[what] ?? '');
    expect(seen.resolved).toMatchObject({
      found_by: what.split(',')[0],
      client_id: 'demo',
      cart: found.cart,
    });
    expect(seen.guard).toEqual([expect.objectContaining({ operation: 'reserve', state: 'unknown' })]);
    expect(seen.diagnosis).toMatchObject({
      cause: 'outcome_open',
      certainty: 'certain',
      partner_saw: '202, a result to poll, outcome unknown',
      command: 'partner-cli outcomes list --client demo',
    });
  });

  test('for its own client only', async () => {
    expectProblem(await ask(found.correlation_id ?? '', { client_id: 'rival' }), 'booking_not_found');
    expectProblem(await ask(found.booking_token ?? '', { client_id: 'rival' }), 'booking_not_found');
  });

  test('without repeating what opens a booking', async () => {
    const answer = await ask(found.booking_token ?? '');
    expect(answer.text).not.toContain(found.booking_token);
    expect(api.logLines.join('\n')).not.toContain(found.booking_token);
  });

  test('and nothing that it was found by is kept as it was written', async () => {
    const { timeline } = await find(found.cart ?? '');
    expect(JSON.stringify(timeline)).not.toMatch(/jane/i);
  });
});

test('an id in small letters is the same booking, and a text of blanks is none', async () => {
  const { id } = await reserve(api.as('demo'));
  expect((await find(` ${id.toLowerCase()} `)).resolved.booking_id).toBe(id);
  const answer = await ask('  ');
  expect(expectProblem(answer, 'invalid_request').detail).toBe('text must not be empty.');
});

test('a cart that became a booking and the booking tell the same story', async () => {
  const booking = await reserve(api.as('demo'));
  const cart = api.sandbox.ledger.findLast(({ operation }) => operation === 'addToCart')?.cartId ?? '';
  const [byCart, byId] = [await find(cart), await find(booking.id)];
  expect(byCart.resolved).toMatchObject({ found_by: 'cart', booking_id: booking.id });
  expect(byCart.booking).toEqual(byId.booking);
  expect(byCart.timeline).toEqual(byId.timeline);
  expect(byCart.diagnosis).toEqual(byId.diagnosis);
});

test('a reserve that was executed and lost is told as booked where 12go can be asked by cart', async () => {
  const lost = await loseReserve(api, 'timeout_after');
  const seen = await find(lost.subject);
  expect(seen.resolved.integration_booking_id).toBe(lost.bid());
  expect(seen.booking?.status).toBe('reserved');
});

test('one correlation id of two bookings leads to the first, and names the other', async () => {
  const demo = api.as('demo');
  const headers = { 'x-correlation-id': 'nightly-batch' };
  const carts: string[] = [];
  for (const _ of [1, 2]) {
    const { booking_token } = await open(demo, bangkokTrip());
    const body = { booking_token, booking_data: bangkokData() };
    await demo.post('/bookings', body, { ...headers, ...ownKey() });
    carts.push(api.sandbox.ledger.findLast(({ operation }) => operation === 'addToCart')?.cartId ?? '');
  }
  const { resolved, others } = await find('nightly-batch');
  expect(carts).toContain(resolved.cart);
  expect(others).toEqual([{ client_id: 'demo', subject: carts.find((cart) => cart !== resolved.cart) }]);
});

describe('a request that repeated what was done is told as that, by its own id', () => {
  test('a confirm of what is confirmed', async () => {
    const booking = await confirm(api.as('demo'));
    const headers = { ...ownKey(), 'x-correlation-id': 'second-confirm' };
    expectProblem(
      await api.as('demo').post(`/bookings/${booking.id}/confirm`, undefined, headers),
      'already_confirmed',
      'executed',
    );
    const seen = await find('second-confirm');
    expect([seen.booking?.id, seen.diagnosis.cause]).toEqual([booking.id, 'already_done']);
    expect(seen.request?.code).toBe('already_confirmed');
    expect((await find(booking.id)).diagnosis.cause).toBe('all_well');
  });

  test('a create under another key, whatever happened to the booking since', async () => {
    const demo = api.as('demo');
    const { booking_token } = await open(demo, bangkokTrip());
    const body = { booking_token, booking_data: bangkokData() };
    await demo.post('/bookings', body, ownKey());
    await demo.post('/bookings', body, { ...ownKey(), 'x-correlation-id': 'second-create' });
    expect((await find('second-create')).diagnosis.cause).toBe('already_done');
  });
});

describe('a request that failed is found by its correlation id', () => {
  const failing = (name: string) => ({ 'x-correlation-id': `failed-${name}` });
  const search = (headers: Record<string, string>, clientId = 'demo') =>
    api
      .as(clientId)
      .get('/itineraries?departures=VNHANMYD&arrivals=VNSPASPT&departure_date=2026-12-05&pax=1', headers);

  test.each([
    ['server_error', 'upstream_failing'],
    ['html_answer', 'upstream_unreadable'],
    ['reset_before', 'upstream_unreachable'],
    ['rate_limited', 'upstream_limiting'],
    ['bad_key_401', 'upstream_key_refused'],
  ] as const)('a search while 12go has %s', async (scenario, cause) => {
    api.sandbox.scenarios.set({ operation: 'search', scenario });
    await search(failing(scenario));
    const { resolved, request, diagnosis } = await find(`failed-${scenario}`);
    expect(resolved).toMatchObject({ found_by: 'correlation_id', client_id: 'demo' });
    expect(request?.endpoint).toBe('search');
    expect(diagnosis.cause).toBe(cause);
  });

  test.each([
    ['empty_search', 'no_trips'],
    ['no_prices', 'no_prices'],
  ] as const)('a search that found nothing for %s', async (scenario, cause) => {
    api.sandbox.scenarios.set({ operation: 'search', scenario });
    expect((await search(failing(scenario))).status).toBe(200);
    expect((await find(`failed-${scenario}`)).diagnosis.cause).toBe(cause);
  });

  test('a search in a currency that there is no rate for is no fault of 12go', async () => {
    const from = 'departures=VNHANMYD&arrivals=VNSPASPT&departure_date=2026-12-05&pax=1';
    await api.as('demo').get(`/itineraries?${from}&currency=CHF`, failing('rate'));
    const { cause, fault } = (await find('failed-rate')).diagnosis;
    expect([cause, fault]).toEqual(['rates_missing', 'gateway']);
  });

  test('a create of a seat that is not free is told without a refusal of 12go, which was not asked', async () => {
    const demo = api.as('demo');
    const { booking_token } = await open(demo, hanoiTrip(), 2);
    const booking_data = { ...hanoiSapaData, seat_selection: ['A1', 'A2'] };
    await demo.post('/bookings', { booking_token, booking_data }, failing('seat'));
    expect((await find('failed-seat')).diagnosis).toMatchObject({ cause: 'seat_not_free', fault: 'client' });
  });

  test('one with a wrong key, under the client that it named', async () => {
    const headers = { ...failing('key'), 'x-api-key': 'wrong' };
    expectProblem(await search(headers), 'unauthorized');
    const { resolved, diagnosis } = await find('failed-key');
    expect([resolved.client_id, diagnosis.cause]).toEqual(['demo', 'key_refused']);
  });

  test('one for a place that is in no table, which 12go was not asked about', async () => {
    const path = '/itineraries?departure_poi=NOWHERE1&arrival_poi=VNSPA&departure_date=2026-12-05&pax=1';
    await api.as('demo').get(path, failing('place'));
    const { request, diagnosis } = await find('failed-place');
    expect([request?.fields, diagnosis.cause]).toEqual([['query.departure_poi'], 'place_unmapped']);
  });

  test('a notification that is not signed is no partner’s wrong key', async () => {
    const signed = await startApi({ environment: { NOTIFICATION_SECRET: 'a secret of sixteen letters' } });
    const headers = { ...failing('notice'), 'x-ops-key': signed.opsKey };
    await signed.send('POST', '/v1/notifications/onetwogo', { headers, body: { bid: 1 } });
    const body = { text: 'failed-notice' };
    const found = await sendTo(signed.opsBaseUrl, 'POST', '/ops/v1/find', { headers, body });
    expect(found.read(inspectionSchema).diagnosis.cause).toBe('notification_refused');
    await signed.close();
  });

  test('one with an altered token', async () => {
    const demo = api.as('demo');
    const { booking_token } = await open(demo, bangkokTrip());
    const altered = `${booking_token.slice(0, -2)}xx`;
    await demo.post('/bookings', { booking_token: altered, booking_data: bangkokData() }, failing('token'));
    expect((await find('failed-token')).diagnosis.cause).toBe('token_tampered');
  });

  test('one that was malformed, with the parts that its answer named', async () => {
    await api.as('demo').get('/itineraries?departure_date=2026-13-05&pax=1', failing('malformed'));
    const { request, diagnosis } = await find('failed-malformed');
    expect(request?.fields).toEqual(expect.arrayContaining(['departure_date', 'departures']));
    expect(diagnosis.cause).toBe('request_invalid');
    expect(diagnosis.evidence.join(' ')).toContain('departure_date');
  });

  test('one of a client without a 12go key', async () => {
    await search(failing('keyless'), 'keyless');
    expect((await find('failed-keyless')).diagnosis.cause).toBe('upstream_key_missing');
  });

  test('and a text that leads nowhere is 404, with what was looked for', async () => {
    const answer = await ask('nobody-has-this');
    expectProblem(answer, 'booking_not_found');
    expect(JSON.parse(answer.text).detail).toContain('idempotency key');
  });
});
