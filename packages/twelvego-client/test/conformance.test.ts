/** Client and sandbox agree, over a real socket, on every operation and everything that can happen to a booking. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { operations, timetable } from '@partner-gateway/sandbox';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  policies,
  readNotification,
  toBookingId,
  toCartId,
  toClassId,
  toDecimal,
  toLocalDate,
  toLocalDateTime,
  toOperatorId,
  toProvinceId,
  toTripKey,
  toTwelveGoStationId,
} from '../src/index.ts';
import {
  answersFor,
  type Bench,
  cebuBohol,
  confirmed,
  failureOf,
  hanoiSapa,
  minuteMs,
  queryOf,
  reserved,
  startBench,
} from './support/sandbox.ts';

const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const searchOf = (from: number, to: number, date = '2026-11-14') =>
  ({
    from: { kind: 'province', id: toProvinceId(from) },
    to: { kind: 'province', id: toProvinceId(to) },
    date: toLocalDate(date),
    seats: 2,
  }) as const;
const tripOf = (route: string) =>
  timetable.find((trip) => trip.routeName === route) as (typeof timetable)[number];

let bench: Bench;
beforeAll(async () => {
  bench = await startBench();
});
afterAll(() => bench.close());
beforeEach(() => bench.sandbox.reset());

it('client and sandbox name the same operations', () => {
  expect(Object.keys(policies).toSorted()).toEqual(operations.toSorted());
});

describe('the whole funnel', () => {
  it('books the documented trip for the documented price', async () => {
    const client = bench.clientOf();
    const { trips } = await client.trip(queryOf(hanoiSapa));
    expect(trips[0]?.travel_options[0]?.price).toEqual({ value: '19.8', fxcode: 'USD' });
    const cartId = await client.addToCart(queryOf(hanoiSapa));
    expect(await client.cart(cartId)).toEqual({
      cart: [{ trip_key: hanoiSapa, godate: '2026-12-05T22:00:00' }],
    });
    expect(
      (await client.checkoutForm(cartId, 2)).fields.get(`selected_seats_${hanoiSapa}`)?.data.seatmap?.seats
        .size,
    ).toBe(4);
    const form = new Map(answersFor(hanoiSapa)).set(`selected_seats_${hanoiSapa}`, 'A1,B1');
    const bid = await client.reserve(cartId, form);
    expect(bid).toBe('8451207');
    expect(await client.booking(bid)).toMatchObject({
      status: 'pending_client_confirmation',
      tracker: null,
      ticket_url: null,
      seats: 2,
      price: { value: '41.6', fxcode: 'USD' },
      netprice: { value: '37', fxcode: 'USD' },
      agfee: { value: '1.8', fxcode: 'USD' },
      sysfee: { value: '2.8', fxcode: 'USD' },
      seller_price: { fxcode: 'USD', netprice: '37', sysfee: '2.8', partnerfee: '1.8' },
    });
    bench.sandbox.clock.advance(75_000);
    expect(await client.confirm(bid)).toBe(bid);
    expect(await client.booking(bid)).toMatchObject({
      status: 'confirmed',
      tracker: expect.stringMatching(/^RR-[0-9A-Z]{6}$/),
      ticket_url: expect.stringMatching(/^https:\/\/tickets\.upstream\.example\/t\/RR-[0-9A-Z]{6}\.pdf$/),
      created_on: 1793180460,
      stamp: 1793180535,
    });
    expect(bench.sandbox.ledger.map(({ operation, bid: booked }) => [operation, booked])).toEqual([
      ['addToCart', null],
      ['reserve', 8451207],
      ['confirm', 8451207],
    ]);
  });

  it('adds a trip by its attributes', async () => {
    const attributes = {
      from_id: toTwelveGoStationId(61020),
      to_id: toTwelveGoStationId(61388),
      operator_id: toOperatorId(28104),
      class_id: toClassId(305),
      official_id: 'RR22',
      godate: toLocalDateTime('2026-12-05 22:00'),
      duration: 360,
    };
    const cartId = await bench.clientOf().addToCartByAttributes(attributes, 2);
    expect((await bench.clientOf().cart(cartId)).cart[0]?.trip_key).toBe(hanoiSapa);
    const missing = { ...attributes, class_id: toClassId(999) };
    expect(await failureOf(bench.clientOf().addToCartByAttributes(missing, 2))).toMatchObject({
      kind: 'not_found',
      outcome: undefined,
    });
  });

  it('books the ferry with baggage for its price', async () => {
    const client = bench.clientOf();
    const cartId = await client.addToCart(queryOf(cebuBohol));
    const form = new Map(answersFor(cebuBohol))
      .set(`passenger[0][baggage_${cebuBohol}]`, '15kg')
      .set(`passenger[1][baggage_${cebuBohol}]`, 'none');
    const booking = await client.booking(await client.reserve(cartId, form));
    expect(booking.netprice).toEqual({ value: '1640', fxcode: 'PHP' });
    expect(booking.price).toEqual({ value: '1820', fxcode: 'PHP' });
  });

  it.each(
    timetable.filter((trip) => trip.scenario === undefined).map((trip) => [trip.routeName, trip] as const),
  )('offers a readable form and seat map for %s', async (_name, trip) => {
    const client = bench.clientOf();
    for (const fare of trip.fares) {
      const form = await client.checkoutForm(await client.addToCart(queryOf(fare.key)), 2);
      const seatmap = form.fields.get(`selected_seats_${fare.key}`)?.data.seatmap;
      expect(seatmap === undefined || seatmap === null).toBe(trip.seatPlan === undefined);
      if (seatmap) {
        const drawn = seatmap.layouts
          ?.flatMap(({ rows }) => rows.flatMap(({ cells }) => cells))
          .filter((cell) => cell !== null);
        expect(drawn?.toSorted()).toEqual([...seatmap.seats.keys()].toSorted());
        const shapes = seatmap.layouts?.map(({ shape }) => shape);
        expect(shapes).toEqual(trip.seatPlan === 'cabins' ? ['row_list', 'row_map'] : [trip.seatPlan]);
      }
    }
  });
});

describe('availability', () => {
  it('shrinks with each reservation and comes back when one lapses', async () => {
    const client = bench.clientOf();
    const bookable = async () =>
      (await client.trip(queryOf(hanoiSapa))).trips[0]?.travel_options[0]?.bookable;
    await reserved(client);
    expect(await bookable()).toBe(10);
    expect((await client.trip(queryOf(hanoiSapa, '2026-12-06'))).trips[0]?.travel_options[0]?.bookable).toBe(
      12,
    );
    bench.sandbox.clock.advance(31 * minuteMs);
    expect(await bookable()).toBe(12);
    expect((await client.booking(toBookingId(8451207))).status).toBe('cancelled');
  });

  it('never sells one seat to two carts', async () => {
    const [one, two] = [bench.clientOf(), bench.clientOf('sandbox-key-two')];
    const [first, second] = await Promise.all([
      one.addToCart(queryOf(hanoiSapa)),
      two.addToCart(queryOf(hanoiSapa)),
    ]);
    const form = new Map(answersFor(hanoiSapa)).set(`selected_seats_${hanoiSapa}`, 'A1,B1');
    await one.reserve(first, form);
    const seats = (await two.checkoutForm(second, 2)).fields.get(`selected_seats_${hanoiSapa}`)?.data.seatmap;
    expect([...(seats?.booked ?? [])].toSorted()).toEqual(['A1', 'A2', 'B1']);
    expect(await failureOf(two.reserve(second, form))).toMatchObject({
      kind: 'rejected',
      status: 409,
      outcome: 'rejected',
    });
    expect(bench.sandbox.ledger.filter(({ operation }) => operation === 'reserve')).toHaveLength(1);
  });

  it('ends: a full departure takes no more carts and books no old ones', async () => {
    const van = 'TH014901tK20Vv01g02hT9xB';
    const client = bench.clientOf();
    const late = await client.addToCart(queryOf(van));
    await reserved(client, van);
    await reserved(client, van);
    expect(await failureOf(client.addToCart(queryOf(van)))).toMatchObject({ kind: 'rejected', status: 409 });
    expect(await failureOf(client.reserve(late, answersFor(van)))).toMatchObject({
      kind: 'trip_unavailable',
      outcome: 'rejected',
    });
    const option = (await client.trip(queryOf(van))).trips[0]?.travel_options.find(({ id }) => id === van);
    expect(option).toMatchObject({ bookable: 0, is_bookable: false, reason: 'No seats left' });
  });
});

describe('capacity', () => {
  it('can be raised so that load tests do not sell out', async () => {
    const own = await startBench({ capacity: 1_000 });
    expect((await own.clientOf().trip(queryOf(hanoiSapa))).trips[0]?.travel_options[0]?.bookable).toBe(1_000);
    for (let count = 0; count < 20; count += 1) await reserved(own.clientOf());
    expect((await own.clientOf().trip(queryOf(hanoiSapa))).trips[0]?.travel_options[0]?.bookable).toBe(960);
    await own.close();
  });
});

describe('carts', () => {
  it('expire after 25 minutes', async () => {
    const client = bench.clientOf();
    const cartId = await client.addToCart(queryOf(hanoiSapa));
    bench.sandbox.clock.advance(25 * minuteMs - 1);
    await client.checkoutForm(cartId, 2);
    bench.sandbox.clock.advance(1);
    for (const call of [
      client.cart(cartId),
      client.checkoutForm(cartId, 2),
      client.reserve(cartId, answersFor(hanoiSapa)),
    ]) {
      expect(await failureOf(call)).toMatchObject({
        kind: 'trip_unavailable',
        status: 404,
        reasonCodes: ['bad_trip_details'],
      });
    }
  });

  it('book again when reserved again, as 12go promises nothing else', async () => {
    const client = bench.clientOf();
    const { cartId, bid } = await reserved(client);
    expect(await client.reserve(cartId, answersFor(hanoiSapa))).not.toBe(bid);
    expect(bench.sandbox.ledger.filter(({ operation }) => operation === 'reserve')).toHaveLength(2);
  });

  it('can be made to refuse a second reserve', async () => {
    const strict = await startBench({ rejectReservedCarts: true });
    const { cartId } = await reserved(strict.clientOf());
    expect(await failureOf(strict.clientOf().reserve(cartId, answersFor(hanoiSapa)))).toMatchObject({
      status: 409,
      outcome: 'rejected',
    });
    await strict.close();
  });

  it('tell which booking was made of them, when that capability is on', async () => {
    const client = bench.clientOf();
    const cartId = await client.addToCart(queryOf(hanoiSapa));
    expect(await client.bookingByCart(cartId)).toBeNull();
    const bid = await client.reserve(cartId, answersFor(hanoiSapa));
    expect((await client.bookingByCart(cartId))?.bid).toBe(bid);
    expect(await bench.clientOf('sandbox-key-two').bookingByCart(cartId)).toBeNull();
    const without = await startBench({ bookingByCart: false });
    const booked = await reserved(without.clientOf());
    expect(await without.clientOf().bookingByCart(booked.cartId)).toBeNull();
    await without.close();
  });
});

describe('the form', () => {
  it.each([
    ['passenger[1][last_name]', undefined, 'This value should not be blank'],
    ['passenger[0][first_name]', '???', 'Please enter a valid first name'],
    ['passenger[0][country_id]', 'XX', 'Please choose one of the options'],
    ['contact[email]', 'nobody', 'Please enter a valid e-mail'],
    ['seats', 3, 'This cart is for 2 passengers'],
    [`selected_seats_${hanoiSapa}`, 'A1', 'Please choose 2 seats'],
  ])('is checked: %s = %s', async (key, value, message) => {
    const client = bench.clientOf();
    const form = new Map(answersFor(hanoiSapa));
    if (value === undefined) form.delete(key);
    else form.set(key, value);
    const error = await failureOf(client.reserve(await client.addToCart(queryOf(hanoiSapa)), form));
    expect(error).toMatchObject({ kind: 'validation', status: 422, outcome: 'rejected' });
    expect([...error.fields]).toEqual([[key, message]]);
  });

  it('checks dates, ticks and patterns that JavaScript spells differently', async () => {
    const client = bench.clientOf();
    const refused = async (route: string, answers: Record<string, string | boolean>) => {
      const key = tripOf(route).key;
      const form = new Map([...answersFor(key), ...Object.entries(answers)]);
      return [...(await failureOf(client.reserve(await client.addToCart(queryOf(key)), form))).fields.keys()];
    };
    expect(await refused('Cebu - Tagbilaran', { 'passenger[0][dob]': '9 March' })).toEqual([
      'passenger[0][dob]',
    ]);
    expect(await refused('Kuala Lumpur - Penang', { 'passenger[0][visa_reason]': 'nope' })).toEqual([
      'passenger[0][visa_reason]',
    ]);
    const charter = timetable.find((trip) => trip.form.includes('terms'))?.key ?? '';
    const form = new Map(answersFor(charter, 2));
    const cartId = await client.addToCart(queryOf(charter));
    const pickup = `points[${charter}][pickup]`;
    expect([...(await failureOf(client.reserve(cartId, form))).fields.keys()]).toEqual([
      pickup,
      'misc[terms]',
    ]);
    expect(await client.reserve(cartId, form.set(pickup, 'office').set('misc[terms]', true))).toBe('8451207');
  });

  it('refuses an absurd number of people', async () => {
    const client = bench.clientOf();
    const cartId = await client.addToCart(queryOf(hanoiSapa));
    expect((await failureOf(client.checkoutForm(cartId, 0))).kind).toBe('validation');
  });
});

describe('confirmation', () => {
  it('of a slow supplier is pending until its time has come', async () => {
    const client = bench.clientOf();
    const bid = await confirmed(client, 'TH014901tK20Vv01g02hT9xB');
    expect(await client.booking(bid)).toMatchObject({ status: 'pending', tracker: null });
    bench.sandbox.clock.advance(239 * minuteMs);
    expect((await client.booking(bid)).status).toBe('pending');
    bench.sandbox.clock.advance(minuteMs);
    expect(await client.booking(bid)).toMatchObject({
      status: 'confirmed',
      tracker: expect.stringMatching(/^EG-/),
    });
  });

  it('happens once', async () => {
    const client = bench.clientOf();
    const bid = await confirmed(client);
    expect(await failureOf(client.confirm(bid))).toMatchObject({
      kind: 'rejected',
      status: 409,
      outcome: 'rejected',
    });
    expect(bench.sandbox.ledger.filter(({ operation }) => operation === 'confirm')).toHaveLength(1);
  });

  it('comes too late for a lapsed reservation', async () => {
    const client = bench.clientOf();
    const { bid } = await reserved(client);
    bench.sandbox.clock.advance(30 * minuteMs);
    expect((await failureOf(client.confirm(bid))).status).toBe(409);
  });
});

describe('refunds', () => {
  const chosen = (
    option:
      | Awaited<ReturnType<ReturnType<Bench['clientOf']>['refundOptions']>>['options'][number]
      | undefined,
  ) => ({
    hash: option?.hash ?? '',
    refund_fxcode: option?.refund_fxcode ?? '',
    refund_amount: option?.refund_amount ?? toDecimal('0'),
  });

  it('give everything back early, half of it late, nothing at the end', async () => {
    const client = bench.clientOf();
    const bid = await confirmed(client);
    const summary = async () =>
      (await client.refundOptions(bid)).options.map((option) => [option.refund_amount, option.available]);
    expect(await summary()).toEqual([
      ['35', true],
      ['17.5', false],
    ]);
    expect((await client.refundOptions(bid)).options.map((option) => option.expires_after)).toEqual([
      '2026-12-04T22:00:00',
      '2026-12-05T16:00:00',
    ]);
    bench.sandbox.clock.set('2026-12-04T15:00:00Z');
    expect(await summary()).toEqual([
      ['35', false],
      ['17.5', true],
    ]);
    bench.sandbox.clock.set('2026-12-05T09:00:00Z');
    expect(await client.refundOptions(bid)).toMatchObject({ available: false });
  });

  it('are executed once, cancel the booking and free the seats', async () => {
    const client = bench.clientOf();
    const bid = await confirmed(client);
    const [option] = (await client.refundOptions(bid)).options;
    expect(await client.refund(bid, chosen(option))).toEqual({
      success: true,
      delay_minutes: 0,
      message: 'Refund accepted',
    });
    expect((await client.booking(bid)).status).toBe('cancelled');
    expect((await client.trip(queryOf(hanoiSapa))).trips[0]?.travel_options[0]?.bookable).toBe(12);
    expect(await failureOf(client.refund(bid, chosen(option)))).toMatchObject({
      status: 422,
      outcome: 'rejected',
    });
    expect(await failureOf(client.refundOptions(bid))).toMatchObject({ kind: 'rejected', status: 422 });
    expect(bench.sandbox.ledger.filter(({ operation }) => operation === 'refund')).toHaveLength(1);
  });

  it('need a fresh hash, the right amount and the right booking', async () => {
    const client = bench.clientOf();
    const bid = await confirmed(client);
    const other = await confirmed(client);
    const [option] = (await client.refundOptions(bid)).options;
    for (const call of [
      () => client.refund(other, chosen(option)),
      () => client.refund(bid, { ...chosen(option), refund_amount: toDecimal('99') }),
      () => client.refund(bid, { ...chosen(option), hash: 'made-up' }),
    ]) {
      expect((await failureOf(call())).status).toBe(422);
    }
    bench.sandbox.clock.advance(5 * minuteMs);
    expect((await failureOf(client.refund(bid, chosen(option)))).status).toBe(422);
    expect(bench.sandbox.ledger.some(({ operation }) => operation === 'refund')).toBe(false);
  });

  it('do not exist for a strict fare', async () => {
    const bid = await confirmed(bench.clientOf(), 'TH014901tK20Vv01f02hT9xB');
    expect(await bench.clientOf().refundOptions(bid)).toEqual({ available: false, options: [], dropped: [] });
  });
});

describe('accounts', () => {
  it('cannot see each other', async () => {
    const { bid, cartId } = await reserved(bench.clientOf());
    const stranger = bench.clientOf('sandbox-key-two');
    for (const call of [stranger.booking(bid), stranger.confirm(bid), stranger.refundOptions(bid)]) {
      expect((await failureOf(call)).kind).toBe('not_found');
    }
    expect((await failureOf(stranger.reserve(cartId, answersFor(hanoiSapa)))).kind).toBe('trip_unavailable');
  });

  it('have their own currency', async () => {
    const { trips } = await bench.clientOf('sandbox-key-usd').search(searchOf(1, 118));
    expect(trips[0]?.travel_options[0]?.price).toEqual({ value: '23.67', fxcode: 'USD' });
    const bid = await confirmed(bench.clientOf('sandbox-key-usd'), 'TH014901tK0Rob00F0kQ2r7M');
    expect((await bench.clientOf('sandbox-key-usd').refundOptions(bid)).options[0]?.refund_fxcode).toBe(
      'USD',
    );
  });

  it('without permissions see no net prices, or nothing', async () => {
    const { trips } = await bench.clientOf('sandbox-key-no-net').search(searchOf(1, 118));
    expect(trips[0]?.travel_options[0]).toMatchObject({
      netprice: null,
      sysfee: null,
      agfee: { value: '33.2' },
    });
    expect((await bench.clientOf('sandbox-key-denied').search(searchOf(1, 118))).trips).toEqual([]);
  });

  it.each([
    ['sandbox-key-deleted', 401],
    ['who-is-this', 401],
    ['bad-key', 400],
  ])('with the key %s are refused with %d', async (key, status) => {
    for (const call of [
      bench.clientOf(key).search(searchOf(1, 118)),
      bench.clientOf(key).confirm(toBookingId(1)),
    ]) {
      expect(await failureOf(call)).toMatchObject({ kind: 'auth', status });
    }
  });
});

describe('things that are not there', () => {
  it('are not found', async () => {
    const client = bench.clientOf();
    expect((await failureOf(client.booking(toBookingId(1)))).kind).toBe('not_found');
    expect(await failureOf(client.confirm(toBookingId(1)))).toMatchObject({
      kind: 'not_found',
      outcome: 'rejected',
    });
    expect(
      (await failureOf(client.trip({ ...queryOf(hanoiSapa), tripKey: toTripKey('VN00000000000000000000') })))
        .kind,
    ).toBe('not_found');
    expect((await failureOf(client.trip(queryOf(hanoiSapa, '2020-01-01')))).kind).toBe('not_found');
    expect(
      (
        await failureOf(
          client.addToCart({ ...queryOf(hanoiSapa), departure: toLocalDateTime('2026-12-05 21:00') }),
        )
      ).kind,
    ).toBe('not_found');
    expect((await failureOf(client.cart(toCartId('nope')))).kind).toBe('trip_unavailable');
    const response = await fetch(`${bench.url}/elsewhere`);
    expect([response.status, response.headers.get('content-type')]).toEqual([404, 'application/json']);
  });
});

describe('rechecks', () => {
  const night = () => searchOf(610, 622, '2026-11-20');
  const option = async () => {
    const { trips, recheck } = await bench.clientOf().search(night());
    return { option: trips[0]?.travel_options[0], recheck };
  };

  it('make the next search true: price, seats, and no more URL', async () => {
    const before = await option();
    expect(before.option).toMatchObject({ approximate: true, netprice: { value: '11.05' }, bookable: 28 });
    expect(before.recheck).toMatchObject({ pending: true });
    const result = await bench.clientOf().recheck(`${before.recheck.urls[0]}&out=keys`);
    expect(result.tripKeys).toEqual([tripOf('Phnom Penh - Siem Reap').key]);
    const after = await option();
    expect(after.option).toMatchObject({ approximate: false, netprice: { value: '13' }, bookable: 25 });
    expect(after.recheck).toEqual({ pending: false, urls: [] });
  });

  it('that nobody calls stay listed, and come back when the answer is old', async () => {
    const first = await option();
    expect((await option()).recheck).toEqual(first.recheck);
    await bench.clientOf().recheck(first.recheck.urls[0] ?? '');
    bench.sandbox.clock.advance(15 * minuteMs);
    expect((await option()).option?.approximate).toBe(true);
  });

  it('answer with a search-shaped body unless keys are asked for, and refuse made-up URLs', async () => {
    const { recheck } = await option();
    expect((await bench.clientOf().recheck(recheck.urls[0] ?? '')).tripKeys).toHaveLength(1);
    expect(
      (await failureOf(bench.clientOf().recheck(`${bench.url}/recheck/searchr?i=1&d=2026-11-20`))).kind,
    ).toBe('not_found');
  });

  it('let a stale price show in the booking', async () => {
    const key = tripOf('Phnom Penh - Siem Reap').key;
    const form = (cart: ReturnType<typeof answersFor>) =>
      new Map(cart).set(`points[${key}][pickup]`, 'office');
    const client = bench.clientOf();
    const bid = await client.reserve(await client.addToCart(queryOf(key)), form(answersFor(key)));
    expect(Number((await client.booking(bid)).netprice?.value)).toBeGreaterThanOrEqual(26);
  });
});

describe('webhooks', () => {
  it('tell subscribers of every change, again when they fail, each account its own', async () => {
    const bodies: { path: string; body: unknown }[] = [];
    let failures = 1;
    const receiver = createServer((request, response) => {
      let text = '';
      request.on('data', (chunk: Buffer) => {
        text += chunk.toString();
      });
      request.on('end', () => {
        response.statusCode = failures > 0 ? 500 : 200;
        if (failures === 0) bodies.push({ path: request.url ?? '', body: JSON.parse(text) });
        else failures -= 1;
        response.end();
      });
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    const hook = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/v1/notifications/onetwogo?client_id=acme`;
    const own = await startBench({
      webhooks: [
        { url: hook, key: 'sandbox-key' },
        { url: 'http://127.0.0.1:9/', key: 'sandbox-key-two' },
      ],
    });
    const bid = await confirmed(own.clientOf(), 'TH014901tK20Vv01g02hT9xB');
    await own.sandbox.settle();
    await own.sandbox.settle();
    own.sandbox.clock.advance(4 * hourMs);
    await own.sandbox.settle();
    const notes = bodies.map(({ body }) => readNotification(body));
    expect(bodies[0]?.path).toBe('/v1/notifications/onetwogo?client_id=acme');
    expect(
      notes.map((note) => [note?.bid, note?.type, note?.previous_data?.status, note?.new_data?.status]),
    ).toEqual([
      [bid, 'booking_updated', 'pending_client_confirmation', 'pending'],
      [bid, 'booking_confirmed', 'pending', 'confirmed'],
    ]);
    expect(own.sandbox.pendingWebhooks()).toBe(0);
    await own.close();
    receiver.close();
  });

  it('give up on a subscriber that fails five times', async () => {
    const own = await startBench({ webhooks: [{ url: 'http://127.0.0.1:9/' }] });
    await confirmed(own.clientOf());
    for (let attempt = 0; attempt < 6; attempt += 1) await own.sandbox.settle();
    expect(own.sandbox.pendingWebhooks()).toBe(0);
    await own.close();
  });
});

describe('the clock and the seed', () => {
  it('make equal sandboxes do equal things', async () => {
    const history = async (seed: string) => {
      const own = await startBench({ seed });
      const { cartId, bid } = await reserved(own.clientOf());
      const hash = (await own.clientOf().refundOptions(await own.clientOf().confirm(bid))).options[0]?.hash;
      const ledger = [...own.sandbox.ledger];
      await own.close();
      return { cartId, bid, hash, ledger };
    };
    expect(await history('a')).toEqual(await history('a'));
    expect((await history('a')).cartId).not.toBe((await history('b')).cartId);
  });

  it('let time run by itself unless frozen', async () => {
    const own = await startBench({ frozen: false });
    const first = own.sandbox.clock.now();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(own.sandbox.clock.now()).toBeGreaterThan(first);
    own.sandbox.clock.set('2027-01-01T00:00:00Z');
    expect(own.sandbox.clock.now()).toBeGreaterThanOrEqual(Date.parse('2027-01-01T00:00:00Z'));
    await own.close();
  });

  it('stop selling a trip once it has left', async () => {
    bench.sandbox.clock.set('2026-12-05T14:59:00Z');
    expect((await bench.clientOf().search(searchOf(310, 322, '2026-12-05'))).trips).toHaveLength(1);
    bench.sandbox.clock.advance(minuteMs);
    expect((await bench.clientOf().search(searchOf(310, 322, '2026-12-05'))).trips).toHaveLength(0);
    expect(bench.sandbox.clock.now() % dayMs).toBe(15 * hourMs);
  });
});
