/** Create: the contract's example, what 12go may say to a reserve, and the token it needs. */
import { readFileSync } from 'node:fs';
import { bookingSchema, createBookingRequestSchema } from '@partner-gateway/contract';
import type { ScenarioName } from '@partner-gateway/sandbox';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Api, startApi } from '../support/api.ts';
import {
  bangkokData,
  bangkokTrip,
  createBody,
  hanoiSapa,
  hanoiSapaData,
  hanoiTrip,
  nameOf,
  open,
} from '../support/builders.ts';
import { expectProblem } from '../support/problems.ts';

let api: Api;
beforeAll(async () => {
  api = await startApi({
    clients: {
      rival: { price_mismatch_threshold_percent: '10' },
    },
  });
});
afterAll(() => api.close());
beforeEach(() => api.sandbox.scenarios.clear());

const create = (body: object, clientId = 'demo') => api.as(clientId).post('/bookings', body);
const hanoiBody = async (changes: object = {}) => ({
  booking_token: (await open(api.as('demo'), hanoiTrip(), 2)).booking_token,
  booking_data: { ...hanoiSapaData, ...changes },
});

describe('a reservation', () => {
  test('is the contract’s example', async () => {
    const read = (name: string): unknown =>
      JSON.parse(readFileSync(new URL(`../../../contract/examples/${name}.json`, import.meta.url), 'utf8'));
    const request = createBookingRequestSchema.parse(read('create-booking-request'));
    const { booking_token } = await open(api.as('demo'), hanoiSapa, 2);
    const answer = await create({ ...request, booking_token });
    expect([answer.status, answer.headers['x-outcome']]).toEqual([200, 'executed']);
    const { id, integration_booking_id, created_at, updated_at, ...booking } = answer.read(bookingSchema);
    expect(bookingSchema.parse(read('booking-reserved'))).toMatchObject(booking);
    expect(id).toMatch(new RegExp(`^BK-${integration_booking_id}-[0-9A-HJKMNP-TV-Z]{5}$`));
    expect([created_at.slice(0, 15), updated_at]).toEqual(['2026-10-28T09:4', created_at]);
  });

  test.each(['/v1/demo/bookings', '/v1.0/demo/bookings', '/demo/bookings'])('is made at %s', async (path) => {
    const answer = await api.as('demo').send('POST', path, { body: await createBody(api.as('demo')) });
    expect(answer.status).toBe(200);
  });

  test('takes choices as values and, in any letter case, as titles', async () => {
    const passengers = hanoiSapaData.passengers.map((one) => ({
      ...one,
      country_id: 'VIETNAM',
      gender: 'female',
    }));
    const answer = await create(
      await hanoiBody({ passengers, additional_fields: { points_pickup: 'old quarter HOTELS' } }),
    );
    expect(answer.status).toBe(200);
  });

  test('is answered as expected when it cannot be read back', async () => {
    const body = await hanoiBody();
    api.sandbox.scenarios.set({ operation: 'booking', scenario: 'server_error', times: 1 });
    const booking = (await create(body)).read(bookingSchema);
    expect(booking).toMatchObject({
      status: 'reserved',
      from_station: 'VNHANMYD',
      total_price: { currency: 'USD', amount: '41.70' },
    });
    const live = (await api.as('demo').get(`/bookings/${booking.id}`)).read(bookingSchema);
    expect({ ...live, created_at: '', updated_at: '' }).toEqual({
      ...booking,
      created_at: '',
      updated_at: '',
    });
  });
});

describe('12go', () => {
  test.each(['sold_out', 'gone_at_reserve', 'cart_expired', 'seat_taken'] satisfies ScenarioName[])(
    'saying %s makes the trip unavailable',
    async (scenario) => {
      const body = await createBody(api.as('demo'), nameOf(scenario));
      expectProblem(await create(body), 'trip_unavailable', 'not_executed');
    },
  );

  test('complaining about fields is told with the partner’s paths', async () => {
    const problem = expectProblem(
      await create(await createBody(api.as('demo'), nameOf('field_errors'))),
      'schema_validation_failed',
      'not_executed',
    );
    expect(problem.fields).toEqual([
      { field: 'booking_data.passengers[0].first_name', message: 'Please enter a valid first name' },
    ]);
  });

  test('no longer knowing the cart before the reserve is 409', async () => {
    const body = await createBody(api.as('demo'));
    for (const scenario of ['cart_expired', 'checkout_refused'] as const) {
      api.sandbox.scenarios.set({ operation: 'checkoutForm', scenario, times: 1 });
      expectProblem(await create(body), 'trip_unavailable', 'not_executed');
    }
  });

  test('asking more than the tolerance is 409 with both totals, although it was reserved', async () => {
    const problem = expectProblem(
      await create(await createBody(api.as('demo'), nameOf('price_moved'))),
      'price_changed',
      'executed',
    );
    expect(problem.price_changed).toMatchObject({
      quoted: { currency: 'THB', amount: '858.00' },
      current: { currency: 'THB', amount: '909.48' },
      difference_percent: '6.00',
    });
    const { booking_id = '' } = problem.price_changed ?? {};
    expect((await api.as('demo').get(`/bookings/${booking_id}`)).read(bookingSchema).status).toBe('reserved');
  });

  test('asking more within a client’s own tolerance, or less, is 200 at 12go’s price', async () => {
    const dearer = await create(await createBody(api.as('rival'), nameOf('price_moved')), 'rival');
    expect(dearer.read(bookingSchema).total_price.amount).toBe('909.48');
    const body = await createBody(api.as('demo'));
    api.sandbox.scenarios.set({ operation: 'reserve', scenario: 'price_moved', percent: -10, times: 1 });
    expect((await create(body)).read(bookingSchema).total_price.amount).toBe('772.20');
  });
});

describe('the token', () => {
  test('is good for twenty minutes', async () => {
    const body = await createBody(api.as('demo'));
    api.sandbox.clock.advance(20 * 60_000 + 1_000);
    expectProblem(await create(body), 'booking_token_expired', 'not_executed');
  });

  test('is of this gateway, whole, and of this client', async () => {
    const { booking_token } = await open(api.as('demo'), bangkokTrip());
    const booking_data = bangkokData();
    for (const text of ['nonsense', booking_token.slice(0, 60), `${booking_token}A`])
      expectProblem(
        await create({ booking_token: text, booking_data }),
        'invalid_booking_token',
        'not_executed',
      );
    expectProblem(
      await create({ booking_token, booking_data }, 'rival'),
      'invalid_booking_token',
      'not_executed',
    );
  });
});
