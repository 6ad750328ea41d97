// Each scenario of the fake does what the README says of it, at each operation that it names.
import assert from 'node:assert/strict';
import { createClient } from '@partner-gateway/sdk';
import { createPartnerFake } from '@partner-gateway/sdk/testing';

const minuteMs = 60_000;
const hanoi = 'VN0fSc0fY87jib04V0pW41sL-2026-12-05-22:00';
const query = { departures: ['VNHANMYD'], arrivals: ['VNSPASPT'], departure_date: '2026-12-05', pax: 1 };

const open = (options) => {
  const fake = createPartnerFake({ now: '2026-11-28T08:00:00Z', ...options });
  const { baseUrl, clientId, apiKey, fetch } = fake;
  const gateway = createClient({ baseUrl, clientId, apiKey, fetch, retries: 0 });
  const order = async (seat = 'A1') => ({
    booking_token: (await gateway.getItinerary(hanoi)).itineraries[0].booking_token,
    booking_data: {
      email: 'lan@traveller.example',
      mobile_phone: '+61400111222',
      seat_selection: [seat],
      passengers: [{ first_name: 'Lan', last_name: 'Tran', country_id: 'AU' }],
      additional_fields: { points_pickup: 'oldq' },
    },
  });
  const reserve = async (seat) => (await gateway.createBooking(await order(seat))).booking.id;
  const stage = (operation, scenario, more = {}) =>
    fake.scenarios.set({ operation, scenario, times: 1, ...more });
  return { fake, gateway, order, reserve, stage };
};

const { fake, gateway, order, reserve, stage } = open();

stage('getBooking', 'error', { code: 'overloaded', retryAfterSeconds: 9 });
await assert.rejects(gateway.getBooking('BK-1-AAAAA'), { code: 'overloaded', retryAfterSeconds: 9 });

stage('search', 'sold_out');
assert.deepEqual((await gateway.search(query)).itineraries, []);
stage('getItinerary', 'sold_out');
await assert.rejects(gateway.getItinerary(hanoi), { code: 'unprocessable' });
stage('createBooking', 'sold_out');
await assert.rejects(gateway.createBooking(await order()), {
  code: 'trip_unavailable',
  outcome: 'not_executed',
});

stage('createBooking', 'price_moved', { by: '2.50' });
const moved = await gateway.createBooking(await order()).catch((error) => error);
assert.equal(moved.code, 'price_changed');
assert.deepEqual([moved.priceChanged.quoted.amount, moved.priceChanged.current.amount], ['19.75', '22.25']);
const { booking: agreed } = await gateway.confirmBooking(moved.priceChanged.booking_id);
assert.equal(agreed.total_price.amount, '22.25');

stage('search', 'pending');
assert.equal((await gateway.search(query)).complete, false);
assert.equal((await gateway.search(query)).complete, true);
stage('createBooking', 'pending');
const pending = await gateway.createBooking(await order('B1'));
const polled = [];
for (let poll = 0; poll < 3; poll += 1)
  polled.push(await gateway.getIncompleteResult(pending.incompleteResultId));
assert.deepEqual(
  polled.map(({ state }) => state),
  ['pending', 'pending', 'finished'],
);
stage('confirmBooking', 'pending', { polls: 0, code: 'confirm_failed' });
const confirm = await gateway.confirmBooking(polled[2].booking.id);
await assert.rejects(gateway.getIncompleteResult(confirm.incompleteResultId), { code: 'confirm_failed' });
stage('getTicket', 'pending');
assert.equal((await gateway.getTicket(agreed.id)).state, 'pending');
assert.equal((await gateway.getTicket(agreed.id)).state, 'issued');

for (const [operation, seat] of [
  ['lockSeats', 'B2'],
  ['createBooking', 'C1'],
]) {
  const one = open();
  const body = await one.order(seat === 'B2' ? 'B2' : 'B1');
  one.stage(operation, 'seat_race');
  await assert.rejects(one.gateway[operation](body), { code: 'seat_locked' });
}

for (const [scenario, status] of [
  ['approves_late', 'approved'],
  ['declines_late', 'declined'],
]) {
  const late = open();
  const id = await late.reserve();
  late.stage('confirmBooking', scenario);
  assert.equal((await late.gateway.confirmBooking(id)).booking.status, 'pending');
  late.fake.clock.advance(10 * minuteMs);
  assert.equal((await late.gateway.getBooking(id)).status, status);
}
{
  const late = open();
  const id = await late.reserve();
  late.stage('confirmBooking', 'ticket_late');
  assert.equal((await late.gateway.confirmBooking(id)).booking.status, 'approved');
  assert.equal((await late.gateway.getTicket(id)).state, 'pending');
  late.fake.clock.advance(10 * minuteMs);
  assert.equal((await late.gateway.getTicket(id)).state, 'issued');
}

{
  const lost = open();
  const body = await lost.order();
  lost.stage('createBooking', 'lost_answer');
  const error = await lost.gateway.createBooking(body, { idempotencyKey: 'k' }).catch((reason) => reason);
  assert.deepEqual([error.kind, error.outcome], ['connection', 'unknown']);
  assert.equal(lost.fake.state().bookings.length, 1);
  assert.equal((await lost.gateway.createBooking(body, { idempotencyKey: 'k' })).state, 'finished');
  assert.equal(lost.fake.state().bookings.length, 1);
}

const waited = [];
const slow = open({ sleep: async (ms) => void waited.push(ms) });
slow.stage('search', 'slow');
slow.stage('search', 'slow', { delayMs: 50 });
for (const _ of [1, 2]) await slow.gateway.search(query);
assert.deepEqual(waited, [3000, 50]);

stage('cancelBooking', 'html_502');
await assert.rejects(gateway.cancelBooking(agreed.id), { kind: 'unreadable_answer', status: 502 });
assert.equal((await gateway.getBooking(agreed.id)).status, 'approved');

const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const posted = [];
const storm = open({
  fetch: async (url, init) => {
    posted.push(new Request(url, init));
    return new Response();
  },
});
await storm.gateway.confirmBooking(await storm.reserve());
storm.stage('health', 'webhook_storm', { url: 'https://shop.example/hooks', secret });
await storm.gateway.health();
await storm.fake.webhooksSettled();
assert.ok(posted.length >= 4 && posted.length % 2 === 0);

await reserve('B2');
fake.reset();
assert.deepEqual(fake.state().bookings, []);
assert.throws(() => stage('creatBooking', 'sold_out'), /did you mean createBooking/);
