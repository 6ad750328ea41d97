/** What can go wrong goes wrong as it says, and leaves behind what it says. */
import { expect, test } from 'vitest';
import { openShop } from './support/shop.ts';

test('a lost answer was executed: the same key brings it, and nothing is booked twice', async () => {
  const { fake, ask, order } = openShop();
  const body = await order();
  fake.scenarios.set({ operation: 'createBooking', scenario: 'lost_answer', times: 1 });
  await expect(ask('POST /bookings', { body, key: 'k' })).rejects.toMatchObject({
    cause: { code: 'ECONNRESET' },
  });
  const again = await ask('POST /bookings', { body, key: 'k' });
  expect(again.status).toBe(200);
  expect(again.headers.get('idempotent-replayed')).toBe('true');
  expect(fake.state().bookings).toHaveLength(1);
});

test('a pending create is polled as often as it says, and is one booking', async () => {
  const { fake, ask, order } = openShop();
  const body = await order();
  fake.scenarios.set({ operation: 'createBooking', scenario: 'pending', polls: 2, times: 1 });
  const first = await ask('POST /bookings', { body, key: 'k' });
  expect([first.status, first.headers.get('x-outcome'), first.headers.get('retry-after')]).toEqual([
    202,
    'unknown',
    '2',
  ]);
  const location = `GET ${first.headers.get('location')}`;
  expect((await ask('POST /bookings', { body, key: 'k' })).headers.get('location')).toBe(
    first.headers.get('location'),
  );
  const polls = [await ask(location), await ask(location), await ask(location)];
  expect(polls.map(({ status }) => status)).toEqual([202, 202, 200]);
  expect(polls.map(({ headers }) => headers.get('retry-after'))).toEqual(['3', '5', null]);
  expect((await ask('POST /bookings', { body, key: 'k' })).body).toEqual(polls[2]?.body);
  fake.clock.advance(15 * 60_000);
  expect(await ask(location)).toMatchObject({
    status: 504,
    body: { code: 'result_expired', outcome: 'executed', booking_id: polls[2]?.body.id },
  });
});

test('a pending create can come to nothing', async () => {
  const { fake, ask, order } = openShop();
  const body = await order();
  fake.scenarios.set({
    operation: 'createBooking',
    scenario: 'pending',
    polls: 0,
    code: 'reserve_not_executed',
  });
  const { headers } = await ask('POST /bookings', { body });
  const ended = await ask(`GET ${headers.get('location')}`);
  expect(ended).toMatchObject({
    status: 409,
    body: { code: 'reserve_not_executed', outcome: 'not_executed' },
  });
  expect((await ask(`GET ${headers.get('location')}`)).body).toEqual(ended.body);
  expect(fake.state().bookings).toEqual([]);
  fake.scenarios.clear();
  expect((await ask('POST /bookings', { body })).body.status).toBe('reserved');
});

test.for(['lockSeats', 'createBooking'] as const)(
  'in a seat race %s loses the seat, and others can be had',
  async (operation) => {
    const { fake, ask, order } = openShop();
    const body = await order();
    fake.scenarios.set({ operation, scenario: 'seat_race', times: 1 });
    const what = operation === 'lockSeats' ? 'POST /seats' : 'POST /bookings';
    expect(await ask(what, { body })).toMatchObject({ status: 409, body: { code: 'seat_locked' } });
    expect((await ask('POST /bookings', { body: await order('B1') })).status).toBe(200);
  },
);

test('a price that moved stands as it was said, and can be confirmed', async () => {
  const { fake, ask, order } = openShop();
  fake.scenarios.set({ operation: 'createBooking', scenario: 'price_moved', by: '2.50', times: 1 });
  const { body } = await ask('POST /bookings', { body: await order() });
  expect(body.price_changed).toMatchObject({
    quoted: { amount: '19.75' },
    current: { amount: '22.25' },
    difference_percent: '12.66',
  });
  const confirmed = await ask(`POST /bookings/${body.price_changed.booking_id}/confirm`);
  expect(confirmed.body).toMatchObject({ status: 'approved', total_price: { amount: '22.25' } });
});

test('two requests under one key at the same time are one booking', async () => {
  const { fake, ask, order } = openShop({ sleep: () => new Promise(() => {}) });
  const body = await order();
  const answers = await Promise.all([
    ask('POST /bookings', { body, key: 'k' }),
    ask('POST /bookings', { body, key: 'k' }),
  ]);
  expect(answers[1]?.body).toEqual(answers[0]?.body);
  expect(fake.state().bookings).toHaveLength(1);
});

test('while the first is slow, the second under its key is told to wait', async () => {
  const never = new Promise<void>(() => {});
  const { fake, ask, order } = openShop({ sleep: (ms) => (ms === 60_000 ? never : Promise.resolve()) });
  const body = await order();
  fake.scenarios.set({ operation: 'createBooking', scenario: 'slow', delayMs: 60_000, times: 1 });
  void ask('POST /bookings', { body, key: 'k' });
  const second = await ask('POST /bookings', { body, key: 'k' });
  expect(second).toMatchObject({ status: 409, body: { code: 'idempotency_in_progress', retryable: true } });
  expect(second.headers.get('retry-after')).toBe('1');
});

test('a page of a proxy executes nothing', async () => {
  const { fake, ask, order } = openShop();
  fake.scenarios.set({ operation: 'createBooking', scenario: 'html_502', times: 1 });
  const { status, headers, body } = await ask('POST /bookings', { body: await order() });
  expect([status, headers.get('content-type')]).toEqual([502, 'text/html']);
  expect(body).toContain('502 Bad Gateway');
  expect(fake.state().bookings).toEqual([]);
});

test('a refund option lapses after five minutes', async () => {
  const { fake, ask, order } = openShop();
  const { id } = (await ask('POST /bookings', { body: await order() })).body;
  await ask(`POST /bookings/${id}/confirm`);
  const { refund_options } = (await ask(`POST /bookings/${id}/cancel`, { body: { preview: true } })).body;
  fake.clock.advance(5 * 60_000);
  const { refund_option } = refund_options[0];
  const cancelled = await ask(`POST /bookings/${id}/cancel`, { body: { refund_option } });
  expect(cancelled.body.code).toBe('refund_option_expired');
});
