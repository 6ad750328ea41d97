/** After the reserve: confirm, details and ticket, with every status a booking can have. */
import { bookingSchema, ticketSchema } from '@partner-gateway/contract';
import type { ScenarioName } from '@partner-gateway/sandbox';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Api, startApi } from '../support/api.ts';
import { confirm, createBody, hanoiSapa, hanoiSapaData, nameOf, open, reserve } from '../support/builders.ts';
import { expectProblem } from '../support/problems.ts';

let api: Api;
beforeAll(async () => {
  api = await startApi({ clients: { native: { accept_bare_booking_ids: true } } });
});
afterAll(() => api.close());
let confirms = 0;
beforeEach(() => {
  api.sandbox.scenarios.clear();
  api.sandbox.clock.reset();
  confirms = api.sandbox.calls('confirm');
  api.creditLine.set('demo', { balance: '1000000.00', currency: 'USD' });
});

const demo = () => api.as('demo');
const named = (scenario: ScenarioName) => reserve(demo(), nameOf(scenario));
const confirmOf = (id: string) => demo().post(`/bookings/${id}/confirm`);
const details = async (id: string) => (await demo().get(`/bookings/${id}`)).read(bookingSchema);
const tenMinutes = 10 * 60_000;
/** Confirms that arrived at 12go during this test. */
const confirmsSent = () => api.sandbox.calls('confirm') - confirms;

test('an amount is spelled in one way, byte for byte, wherever it stands', async () => {
  const trip = hanoiSapa.replace('2026-12-05', '2027-02-01');
  const query = 'departure_poi=VNHAN&arrival_poi=VNSPA&departure_date=2027-02-01&pax=1';
  const opened = await demo().get(`/itineraries/${trip}?pax=1&currency=EUR`);
  const booking = await reserve(demo());
  const confirmed = await demo().post(`/bookings/${booking.id}/confirm`);
  const shown = await demo().get(`/bookings/${booking.id}`);
  const totals = [confirmed, shown].map(({ text }) => /"total_price":\{[^}]*\}/.exec(text)?.[0]);
  expect(totals[0]).toBe(totals[1]);
  const answers = [
    await demo().get(`/itineraries?${query}`),
    opened,
    confirmed,
    shown,
    await demo().post(`/bookings/${booking.id}/cancel`, { preview: true }),
    await demo().post(`/bookings/${booking.id}/cancel`),
  ];
  for (const { text } of answers) {
    expect(text).toMatch(/\{"currency":"[A-Z]{3}","amount":"/);
    expect(text).not.toMatch(/\{"amount":/);
  }
});

test('the whole funnel goes from get itinerary to ticket, as in the contract’s examples', async () => {
  const { booking_token } = await open(demo(), hanoiSapa, 2);
  const { seat_selection } = hanoiSapaData;
  const locked = await demo().post('/seats', { booking_token, booking_data: { seat_selection } });
  const { total_price } = JSON.parse(locked.text) as { total_price: object };
  const created = await demo().post('/bookings', { booking_token, total_price, booking_data: hanoiSapaData });
  const { id } = created.read(bookingSchema);
  const confirmed = await confirmOf(id);
  expect([confirmed.status, confirmed.headers['x-outcome']]).toEqual([200, 'executed']);
  const booking = confirmed.read(bookingSchema);
  expect(booking).toMatchObject({
    id,
    status: 'approved',
    departure_time: '2026-12-05T22:00:00',
    passenger_count: 2,
    operator_booking_id: expect.stringMatching(/^RR-/),
    total_price: { currency: 'USD', amount: '41.70' },
  });
  expect(await details(id)).toEqual(booking);
  const ticket = await demo().get(`/bookings/${id}/ticket`);
  expect(ticket.read(ticketSchema)).toEqual({ ticket_url: booking.voucher_url });
});

describe('confirm', () => {
  test.each([
    ['POST', '/v1/demo'],
    ['PUT', '/v1/demo'],
    ['POST', '/demo'],
    ['PUT', '/v1.0/demo'],
  ])('is taken as %s below %s', async (method, base) => {
    const { id } = await reserve(demo());
    const answer = await demo().send(method, `${base}/bookings/${id}/confirm`);
    expect(answer.read(bookingSchema).status).toBe('approved');
  });

  test('answers pending while the supplier decides, and the booking tells what it decided', async () => {
    for (const [scenario, end] of [
      ['supplier_slow', 'approved'],
      ['supplier_declines', 'declined'],
    ] as const) {
      const { id } = await named(scenario);
      expect((await confirmOf(id)).read(bookingSchema)).toMatchObject({
        status: 'pending',
        voucher_url: null,
      });
      expect((await details(id)).status).toBe('pending');
      api.sandbox.clock.advance(tenMinutes);
      expect((await details(id)).status).toBe(end);
    }
  });

  test('again is 409 already_confirmed with the booking, executed before, and asks 12go to confirm nothing', async () => {
    const { id } = await confirm(demo());
    const problem = expectProblem(await confirmOf(id), 'already_confirmed', 'executed');
    expect(problem.booking_id).toBe(id);
    expect(confirmsSent()).toBe(1);
  });

  test('again, of a booking that was cancelled meanwhile, says what it is now', async () => {
    const { id } = await confirm(demo());
    await demo().post(`/bookings/${id}/cancel`);
    const problem = expectProblem(await confirmOf(id), 'confirm_failed', 'executed');
    expect(problem.detail).toBe('The booking was confirmed before, and is cancelled now.');
    expect(confirmsSent()).toBe(1);
  });

  test('refused by 12go is 409 with its reason', async () => {
    const { id } = await named('confirm_refused');
    const problem = expectProblem(await confirmOf(id), 'confirm_failed', 'not_executed');
    expect(problem.detail).toContain('The operator does not accept this booking');
  });

  test('of a booking that lapsed is 409 without asking 12go to confirm', async () => {
    const { id } = await reserve(demo());
    api.sandbox.clock.advance(31 * 60_000);
    expectProblem(await confirmOf(id), 'confirm_failed', 'not_executed');
    expect(confirmsSent()).toBe(0);
  });

  test('leaves a line with the booking, its outcome and the code of a refusal that is stored', async () => {
    const { id } = await named('confirm_refused');
    const from = api.logLines.length;
    await confirmOf(id);
    const lines = api.logLines.slice(from).map((line) => JSON.parse(line));
    expect(lines.find(({ message }) => message === 'A booking write was answered')).toMatchObject({
      endpoint: 'confirm_booking',
      status_code: 409,
      outcome: 'not_executed',
      error_code: 'confirm_failed',
    });
    for (const message of ['Request answered'])
      expect(lines.find((line) => line.message === message)).toMatchObject({ booking_id: id });
  });

  test('needs credit: 402, or 503 when nobody can tell', async () => {
    const { id } = await reserve(demo());
    api.creditLine.set('demo', { balance: '1.00', currency: 'USD' });
    expectProblem(await confirmOf(id), 'credit_line_insufficient', 'not_executed');
    api.creditLine.set('demo', null);
    expectProblem(await confirmOf(id), 'credit_unavailable', 'not_executed');
    expect(confirmsSent()).toBe(0);
    api.creditLine.set('demo', { balance: '100.00', currency: 'USD' });
    expect((await confirmOf(id)).status).toBe(200);
  });

  test.each(['BK-8451207-00000', 'BK-8451207', '8451207', 'BK--', 'BK-8451207-7gq2m', 'x'])(
    'of %s is 404 before 12go is asked',
    async (id) => {
      const before = api.upstreamCalls();
      expectProblem(await confirmOf(id), 'booking_not_found', 'not_executed');
      expect(api.upstreamCalls()).toBe(before);
    },
  );

  test('of a booking that 12go no longer has is 404', async () => {
    const { id } = await reserve(demo());
    api.sandbox.scenarios.set({ operation: 'booking', scenario: 'not_found' });
    expectProblem(await confirmOf(id), 'booking_not_found', 'not_executed');
  });

  test('that cannot read the booking first is 502 and sends nothing; the booking may be confirmed already', async () => {
    const { id } = await reserve(demo());
    api.sandbox.scenarios.set({ operation: 'booking', scenario: 'server_error', times: 1 });
    expectProblem(await confirmOf(id), 'upstream_error', 'unknown');
    expect(confirmsSent()).toBe(0);
  });
});

describe('details', () => {
  test('are read live each time', async () => {
    const { id } = await reserve(demo());
    expect((await details(id)).status).toBe('reserved');
    await confirmOf(id);
    expect((await details(id)).status).toBe('approved');
  });

  test('show a lapsed reservation as cancelled', async () => {
    const { id } = await reserve(demo());
    api.sandbox.clock.advance(31 * 60_000);
    expect((await details(id)).status).toBe('cancelled');
  });

  test('show a status word that nobody knows as pending, and count it', async () => {
    const answer = await demo().post('/bookings', await createBody(demo(), nameOf('unknown_status')));
    const { id, status } = answer.read(bookingSchema);
    expect([status, (await details(id)).status]).toEqual(['reserved', 'pending']);
    expect((await api.ops('/metrics')).text).toMatch(/gateway_status_unknown\w* [1-9]/);
  });

  test.each(['/v1/demo', '/v1.0/demo', '/demo'])('are found below %s', async (base) => {
    const { id } = await reserve(demo());
    expect((await demo().send('GET', `${base}/bookings/${id}`)).read(bookingSchema).id).toBe(id);
  });

  test('repeat the form of the id, and take the bare one only from a client that may use it', async () => {
    const { id, integration_booking_id: bid } = await reserve(api.as('native'));
    for (const form of [id, bid, `BK-${bid}`]) {
      const answer = await api.as('native').get(`/bookings/${form}`);
      expect(answer.read(bookingSchema)).toMatchObject({
        id: form,
        integration_booking_id: bid,
        from_station: '4101',
      });
    }
    for (const none of ['0', '007', 'BK-00', '9'.repeat(20)])
      expectProblem(await api.as('native').get(`/bookings/${none}`), 'booking_not_found');
    expectProblem(await demo().get(`/bookings/${bid}`), 'booking_not_found');
  });
});

describe('the ticket', () => {
  const ticket = (id: string) => demo().get(`/bookings/${id}/ticket`);

  test('is 405 before the booking is confirmed, and after it was cancelled', async () => {
    const { id } = await reserve(demo());
    expectProblem(await ticket(id), 'ticket_not_allowed');
    await confirmOf(id);
    await demo().post(`/bookings/${id}/cancel`);
    expectProblem(await ticket(id), 'ticket_not_allowed');
  });

  test('is 202 without a body until it is issued', async () => {
    const { id } = await named('ticket_late');
    expect((await confirmOf(id)).read(bookingSchema)).toMatchObject({
      status: 'approved',
      voucher_url: null,
    });
    const early = await ticket(id);
    expect([early.status, early.text, early.headers['retry-after']]).toEqual([202, '', '10']);
    api.sandbox.clock.advance(tenMinutes);
    expect((await ticket(id)).read(ticketSchema).ticket_url).toMatch(
      /^https:\/\/tickets\.upstream\.example\//,
    );
  });

  test('of an unknown booking is 404', async () => {
    expectProblem(await ticket('BK-8451207-00000'), 'booking_not_found');
  });
});
