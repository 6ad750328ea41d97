/** A notification ends an open outcome by a read, when there is no doubt whose booking it is; otherwise it changes nothing. */
import { bookingSchema, openOutcomesSchema, partnerEventPageSchema } from '@partner-gateway/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { until } from '../../../write-guard/test/support/until.ts';
import { type Api, startApi } from '../support/api.ts';
import { bangkokData, bangkokTrip, open, ownKey, reserve } from '../support/builders.ts';
import { impatient, loseReserve, loseWrite, settleMs } from '../support/lost-writes.ts';

const never = 3_600_000;
const quiet = { timing: { ...impatient, inboxEveryMs: never, outcomeResolver: { everyMs: never } } };
let byCart: Api;
let blind: Api;
/** Another door to the same 12go account: what is booked there, the first gateway never hears of. */
let elsewhere: Api;
beforeAll(async () => {
  [byCart, blind] = await Promise.all([
    startApi(quiet),
    startApi({ ...quiet, environment: { RESERVE_LOOK_UP: 'none' } }),
  ]);
  elsewhere = await startApi({ environment: { TWELVEGO_BASE_URL: blind.sandboxUrl } });
});
afterAll(() => Promise.all([byCart.close(), blind.close(), elsewhere.close()]));

const notify = async (api: Api, bid: string): Promise<void> => {
  const path = '/v1/notifications/onetwogo?client_id=demo';
  expect((await api.send('POST', path, { body: { bid: Number(bid) } })).status).toBe(200);
};
const round = (api: Api) => api.gateway.parts.outcomes.resolver.tick();
const notified = async (api: Api, bid: string): Promise<void> => {
  await notify(api, bid);
  await round(api);
};
const openSubjects = async (api: Api): Promise<string[]> =>
  (await api.ops('/ops/v1/open-outcomes?client_id=demo'))
    .read(openOutcomesSchema)
    .open_outcomes.map(({ subject }) => subject);
const reads = (api: Api) => api.sandbox.calls('booking') + api.sandbox.calls('bookingByCart');
const said = (api: Api, reason: string) => api.logLines.some((line) => line.includes(`"reason":"${reason}"`));
/** Ends what a test left open, so that the next one begins with nothing. */
const settleAll = async (api: Api): Promise<void> => {
  api.sandbox.clock.advance(settleMs);
  await round(api);
  for (const { client_id, operation, subject } of (await api.ops('/ops/v1/open-outcomes')).read(
    openOutcomesSchema,
  ).open_outcomes)
    await api.gateway.parts.deps.writes.guard.settle(
      { clientId: client_id, operation, subject },
      { outcome: 'not_executed', answer: { status: 409, headers: {}, text: '' } },
    );
};
beforeEach(async () => {
  for (const api of [byCart, blind]) {
    api.sandbox.scenarios.clear();
    await settleAll(api);
    expect(await openSubjects(api)).toEqual([]);
    // What still waits is forgotten while nothing is open.
    for (let times = 0; times < 2; times += 1) await round(api);
    api.sandbox.clock.advance(10_000);
  }
});

describe.each([
  ['by_cart', () => byCart],
  ['none', () => blind],
] as const)('with RESERVE_LOOK_UP=%s a notification', (_look, of) => {
  test.each(['reserve', 'confirm', 'refund'] as const)(
    'ends a lost %s by a read, and the repeated request is answered as if nothing had been lost',
    async (operation) => {
      const api = of();
      const lost = await loseWrite(api, operation, 'timeout_after');
      expect(await openSubjects(api)).toEqual([lost.subject]);
      await notified(api, lost.bid());
      expect(await openSubjects(api)).toEqual([]);
      const answer = await lost.repeat();
      expect([answer.status, answer.headers['x-outcome']]).toEqual([200, 'executed']);
      expect(answer.headers['idempotent-replayed']).toBe('true');
      const { location } = lost.answer.headers;
      if (operation === 'reserve') expect((await api.as('demo').get(location ?? '')).text).toBe(answer.text);
    },
  );

  test('of a booking that was told before ends nothing', async () => {
    const api = of();
    const { integration_booking_id: bid } = await reserve(api.as('demo'));
    const { subject } = await loseReserve(api, 'timeout_before');
    const before = reads(api);
    await notified(api, bid);
    expect(await openSubjects(api)).toEqual([subject]);
    expect(reads(api)).toBe(before);
  });

  test('causes no read while nothing is open, whoever sends it', async () => {
    const api = of();
    const before = reads(api);
    for (const bid of ['8451207', '990000001', '990000002']) await notified(api, bid);
    expect(reads(api)).toBe(before);
  });

  test('of a stranger causes at most one read a second', async () => {
    const api = of();
    await loseReserve(api, 'timeout_before');
    const before = reads(api);
    for (let number = 1; number <= 20; number += 1) await notify(api, String(980_000_000 + number));
    for (let times = 0; times < 3; times += 1) await round(api);
    expect(reads(api) - before).toBe(1);
    api.sandbox.clock.advance(1_000);
    await round(api);
    expect(reads(api) - before).toBe(2);
  });
});

describe('without a read by cart', () => {
  const demo = () => blind.as('demo');

  test('two equal carts that are open are left to an operator', async () => {
    const trip = bangkokTrip();
    const one = await loseReserve(blind, 'timeout_after', trip);
    const other = await loseReserve(blind, 'timeout_before', trip);
    await notified(blind, one.bid());
    expect((await openSubjects(blind)).toSorted()).toEqual([one.subject, other.subject].toSorted());
    expect(said(blind, 'fits_several')).toBe(true);
  });

  test('of two carts that differ, the one that fits is settled', async () => {
    const one = await loseReserve(blind, 'timeout_before');
    const other = await loseReserve(blind, 'timeout_after');
    await notified(blind, other.bid());
    expect(await openSubjects(blind)).toEqual([one.subject]);
    const { integration_booking_id } = (await other.repeat()).read(bookingSchema);
    expect(integration_booking_id).toBe(other.bid());
  });

  test('a booking made elsewhere settles nothing: another trip, or the same one before the reserve was sent', async () => {
    const trip = bangkokTrip();
    const bookElsewhere = async (id: string): Promise<string> => {
      const caller = elsewhere.as('demo');
      const { booking_token } = await open(caller, id);
      const answer = await caller.post('/bookings', { booking_token, booking_data: bangkokData() }, ownKey());
      return answer.read(bookingSchema).integration_booking_id;
    };
    const earlier = await bookElsewhere(trip);
    blind.sandbox.clock.advance(60_000);
    const { subject } = await loseReserve(blind, 'timeout_before', trip);
    await notified(blind, earlier);
    blind.sandbox.clock.advance(1_000);
    await notified(blind, await bookElsewhere(bangkokTrip()));
    expect(await openSubjects(blind)).toEqual([subject]);
    expect(said(blind, 'fits_none')).toBe(true);
  });

  test('a notification that overtakes the running call waits for the call to end', async () => {
    const trip = bangkokTrip();
    const { booking_token } = await open(demo(), trip);
    blind.sandbox.scenarios.set({ operation: 'reserve', scenario: 'timeout_after', times: 1 });
    const before = blind.executed('reserve');
    const answering = demo().post('/bookings', { booking_token, booking_data: bangkokData() }, ownKey());
    await until(() => expect(blind.executed('reserve')).toBe(before + 1));
    const { bid } = blind.sandbox.ledger.findLast(({ operation }) => operation === 'reserve') ?? {};
    await notified(blind, String(bid));
    const { headers } = await answering;
    expect((await demo().get(headers.location ?? '')).status).toBe(202);
    blind.sandbox.clock.advance(15_000);
    await round(blind);
    expect((await demo().get(headers.location ?? '')).read(bookingSchema).integration_booking_id).toBe(
      String(bid),
    );
  });

  test('a booking that cannot be read changes nothing but the log', async () => {
    const { subject, bid } = await loseReserve(blind, 'timeout_after');
    blind.sandbox.scenarios.set({ operation: 'booking', scenario: 'server_error', times: 3 });
    await notified(blind, bid());
    expect(await openSubjects(blind)).toEqual([subject]);
    expect(blind.logLines.some((line) => line.includes('could not be looked into'))).toBe(true);
  });
});

describe('the partner is told', () => {
  const toldOf = async (bookingId: string) => {
    const { events } = (await byCart.as('demo').get('/events?limit=500')).read(partnerEventPageSchema);
    return events.filter(({ data }) => data.booking_id === bookingId).map(({ data }) => data.status);
  };
  const bookingIdOf = (bid: string) => byCart.gateway.parts.deps.tokens.bookingIds.issue('demo', bid);

  test.each([
    ['reserve', ['reserved']],
    ['confirm', ['reserved', 'approved']],
    ['refund', ['reserved', 'approved', 'cancelled']],
  ] as const)('of a lost %s once, when a read settles it', async (operation, statuses) => {
    const lost = await loseWrite(byCart, operation, 'timeout_after');
    await settleAll(byCart);
    await lost.repeat();
    await byCart.as('demo').get(`/bookings/${bookingIdOf(lost.bid())}`);
    expect(await toldOf(bookingIdOf(lost.bid()))).toEqual(statuses);
  });

  test('that 12go cancelled the booking while its confirm was open, though nothing was confirmed', async () => {
    const lost = await loseWrite(byCart, 'confirm', 'timeout_before');
    expect(byCart.sandbox.withdraw(lost.bid())).toBe(true);
    await settleAll(byCart);
    expect(await toldOf(bookingIdOf(lost.bid()))).toEqual(['reserved', 'cancelled']);
  });
});
