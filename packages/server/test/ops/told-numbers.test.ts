/** What alerts go by is counted: keys of 12go, its unreadable answers, the credit line, seat locks, copies, dependencies. */
import { checkoutResponseSchema } from '@partner-gateway/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { until } from '../../../write-guard/test/support/until.ts';
import { type Api, type Caller, startApi } from '../support/api.ts';
import { bangkokTrip, createBody, hanoiSapaData, hanoiTrip, open, ownKey } from '../support/builders.ts';
import { readingOf } from '../support/scrape.ts';

let api: Api;
let demo: Caller;
beforeAll(async () => {
  api = await startApi({ timing: { gauges: { checksEveryMs: 20, seatsEveryMs: 20 } } });
  demo = api.as('demo');
});
afterAll(() => api.close());

const total = (name: string, labels?: Readonly<Record<string, string>>) =>
  readingOf(api, `gateway_${name}_total`, labels);
/** A reading is a little older than the scrape. */
const untilTold = (name: string, labels: Readonly<Record<string, string>>, value: number) =>
  until(async () => expect(await readingOf(api, `gateway_${name}`, labels)).toBe(value), 50);

test('what has not happened yet is 0 and not missing, so that the first time is seen as a rise', async () => {
  expect(await total('token_rejected', { reason: 'bad_tag' })).toBe(0);
  expect(await total('journal_dropped', { reason: 'full' })).toBe(0);
  expect(await total('creditline_failures', { kind: 'timeout' })).toBe(0);
  expect(await total('12go_unreadable', { upstream_endpoint: 'search' })).toBe(0);
  expect(await total('copy_refresh_failed', { name: 'secrets' })).toBe(0);
  expect(await total('client_key_refused', { client_id: 'keyless', reason: 'missing' })).toBe(0);
  expect(await total('client_key_refused', { client_id: 'demo', reason: 'refused' })).toBe(0);
  expect(await total('booking_price_mismatch', { client_id: 'demo' })).toBe(0);
  expect(await total('seatlock_expired')).toBe(0);
});

test('a 12go key that is missing here is told apart from one that 12go refuses, by client', async () => {
  await api.as('keyless').get(`/itineraries/${bangkokTrip()}`);
  expect(await total('client_key_refused', { client_id: 'keyless', reason: 'missing' })).toBe(1);
  api.sandbox.scenarios.set({ operation: 'trip', scenario: 'bad_key_401', times: 1 });
  await demo.get(`/itineraries/${bangkokTrip()}`);
  api.sandbox.scenarios.set({ operation: 'trip', scenario: 'bad_key_400', times: 1 });
  await demo.get(`/itineraries/${bangkokTrip()}`);
  expect(await total('client_key_refused', { client_id: 'demo', reason: 'refused' })).toBe(2);
  expect(await total('client_key_refused', { client_id: 'demo', reason: 'missing' })).toBe(0);
});

test('an answer of 12go that cannot be read is counted by its call, whatever its status was', async () => {
  const before = (await total('12go_unreadable', { upstream_endpoint: 'trip' })) ?? 0;
  for (const scenario of ['html_answer', 'redirect'] as const) {
    api.sandbox.scenarios.set({ operation: 'trip', scenario, times: 3 });
    expect((await demo.get(`/itineraries/${bangkokTrip()}`)).status).toBe(502);
    api.sandbox.scenarios.clear();
  }
  expect(await total('12go_unreadable', { upstream_endpoint: 'trip' })).toBe(before + 2);
});

test('a credit line that gives no usable answer is counted by how', async () => {
  const body = await createBody(demo);
  api.creditLine.set('demo', null);
  expect((await demo.post('/bookings', body, ownKey())).status).toBe(503);
  api.creditLine.set('demo', { balance: 'plenty', currency: 'THB' });
  expect((await demo.post('/bookings', body, ownKey())).status).toBe(503);
  api.creditLine.set('demo', { balance: '1000000.00', currency: 'USD' });
  expect(await total('creditline_failures', { kind: 'status' })).toBe(1);
  expect(await total('creditline_failures', { kind: 'unreadable' })).toBe(1);
});

test('seats are counted while they are locked, and those whose time ended', async () => {
  const { booking_token } = await open(demo, hanoiTrip(), 2);
  const { seat_selection } = hanoiSapaData;
  await demo.post('/seats', { booking_token, booking_data: { seat_selection } });
  await untilTold('seatlock_active', {}, 2);
  api.sandbox.clock.advance(16 * 60_000);
  await untilTold('seatlock_active', {}, 0);
  expect(await total('seatlock_expired')).toBe(2);
});

test('every check of `/ready` has its state, one of four', async () => {
  await untilTold('dependency_state', { name: 'store', status: 'ok' }, 1);
  for (const name of [
    'id_map',
    'client_settings',
    'secrets',
    'exchange_rates',
    '12go',
    'booking_writes',
    'store',
  ]) {
    const states = await Promise.all(
      ['ok', 'degraded', 'down', 'not_loaded'].map((status) =>
        readingOf(api, 'gateway_dependency_state', { name, status }),
      ),
    );
    expect([name, states.toSorted()]).toEqual([name, [0, 0, 0, 1]]);
  }
});

test('what is read again has its age, and a reading that failed is counted and shown', async () => {
  await untilTold('dependency_state', { name: 'id_map', status: 'ok' }, 1);
  await api.fuji.close();
  await api.gateway.parts.copies.idMap.refresh();
  api.sandbox.clock.advance(100_000);
  expect(await total('copy_refresh_failed', { name: 'id_map' })).toBe(1);
  expect(await readingOf(api, 'gateway_copy_age_seconds', { name: 'id_map' })).toBeGreaterThanOrEqual(100);
  await untilTold('dependency_state', { name: 'id_map', status: 'degraded' }, 1);
  await untilTold('dependency_state', { name: 'id_map', status: 'ok' }, 0);
});

test('our own part of a request’s time leaves out what 12go took', async () => {
  const spent = (name: string) => readingOf(api, `gateway_${name}_duration_sum`, { endpoint: 'search' });
  const search = '/itineraries?departure_poi=VNHAN&arrival_poi=VNSPA&departure_date=2026-12-05&pax=1';
  await demo.get(search);
  const [before, ownBefore] = [(await spent('request')) ?? 0, (await spent('overhead')) ?? 0];
  api.sandbox.scenarios.set({ operation: 'search', scenario: 'slow', delayMs: 1_000, times: 1 });
  await demo.get(search);
  expect(((await spent('request')) ?? 0) - before).toBeGreaterThan(990);
  expect(((await spent('overhead')) ?? 0) - ownBefore).toBeLessThan(500);
});

test('the process tells its memory, and its CPU time as it grows', async () => {
  const before = (await readingOf(api, 'gateway_process_cpu_seconds')) ?? Number.NaN;
  (await demo.get(`/itineraries/${bangkokTrip()}`)).read(checkoutResponseSchema);
  expect(await readingOf(api, 'gateway_process_cpu_seconds')).toBeGreaterThan(before);
  expect(await readingOf(api, 'gateway_process_memory_bytes')).toBeGreaterThan(10_000_000);
});
