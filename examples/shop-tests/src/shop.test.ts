/** Every way that a purchase can end, brought about in the fake. */
import { createClient } from '@partner-gateway/sdk';
import { createPartnerFake } from '@partner-gateway/sdk/testing';
import { beforeEach, expect, test } from 'vitest';
import { buy, type ShopParts } from './shop.ts';

const day = '2026-12-05';
const lan = { firstName: 'Lan', lastName: 'Tran', email: 'lan@traveller.example' };
const fake = createPartnerFake({ now: '2026-11-28T08:00:00Z', sleep: async () => {} });
const { baseUrl, clientId, apiKey, fetch } = fake;
const parts: ShopParts = {
  gateway: createClient({ baseUrl, clientId, apiKey, fetch, retries: 0 }),
  sleep: async (ms) => fake.clock.advance(ms),
};

beforeEach(() => fake.reset());

test('a seat is bought, and there is one booking', async () => {
  expect(await buy(parts, day, lan)).toMatchObject({ ended: 'bought', price: '19.75' });
  expect(fake.state().bookings).toMatchObject([{ status: 'approved', from_station: 'VNHANMYD' }]);
});

test('a day without a place left', async () => {
  fake.scenarios.set({ operation: 'search', scenario: 'sold_out' });
  expect(await buy(parts, day, lan)).toEqual({ ended: 'no_trip' });
});

test('somebody else takes the last place', async () => {
  fake.scenarios.set({ operation: 'createBooking', scenario: 'sold_out' });
  expect(await buy(parts, day, lan)).toEqual({ ended: 'sold_out' });
  expect(fake.state().bookings).toEqual([]);
});

test('the price moves, and the customer is told the new one', async () => {
  fake.scenarios.set({ operation: 'createBooking', scenario: 'price_moved', by: '2.50' });
  expect(await buy(parts, day, lan)).toEqual({ ended: 'dearer', price: '22.25' });
});

test('the supplier takes its time, and it is bought once', async () => {
  fake.scenarios.set({ operation: 'createBooking', scenario: 'pending', polls: 3, times: 1 });
  expect(await buy(parts, day, lan)).toMatchObject({ ended: 'bought' });
  expect(fake.state().bookings).toHaveLength(1);
});

test('an answer that is lost is not taken for a refusal', async () => {
  fake.scenarios.set({ operation: 'createBooking', scenario: 'lost_answer', times: 1 });
  expect(await buy(parts, day, lan)).toMatchObject({ ended: 'unknown' });
  expect(fake.state().bookings).toHaveLength(1);
});

test('a shop that is not set up hears of it', async () => {
  fake.scenarios.set({ operation: 'getItinerary', scenario: 'error', code: 'client_misconfigured' });
  await expect(buy(parts, day, lan)).rejects.toMatchObject({ code: 'client_misconfigured' });
});
