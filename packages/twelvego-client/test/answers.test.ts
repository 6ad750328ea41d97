/** The answers upstream documents are read whole, and what is broken in an answer costs only itself. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readBooking, readNotification, readWrittenBooking } from '../src/bookings.ts';
import { readAddedCart, readCart } from '../src/carts.ts';
import { readCheckoutForm } from '../src/checkout.ts';
import { readRecheckResult } from '../src/recheck.ts';
import { readRefundOptions, readRefundResult } from '../src/refunds.ts';
import { readSearchResult } from '../src/search.ts';
import { fixture } from './support/fixture.ts';

type Json = Record<string, unknown>;
/** Replaces the value at a path such as `trips.0.id`. */
const put = (body: Json, path: string, value: unknown): Json => {
  const parts = path.split('.');
  const last = parts.pop() ?? '';
  const holder = parts.reduce<Json>((node, part) => node[part] as Json, body);
  if (value === undefined) delete holder[last];
  else Object.defineProperty(holder, last, { value, enumerable: true, configurable: true, writable: true });
  return body;
};
const search = (path?: string, value?: unknown) => {
  const body = fixture('search');
  return readSearchResult(path === undefined ? body : put(body, path, value));
};

describe('the documented search answer', () => {
  const result = search();

  it('is read whole', () => {
    expect(result?.dropped).toEqual([]);
    expect(result?.trips.map((trip) => [trip.id, trip.travel_options.length])).toEqual([
      ['TH014901tK0Rob00F0kQ2r7M', 1],
      ['TH014901tK20Vv01f02hT9xB', 2],
    ]);
    expect([...(result?.stations.keys() ?? [])]).toEqual([4101, 5620, 5688]);
    expect([...(result?.operators.keys() ?? [])]).toEqual([3310, 3311, 7745]);
    expect([...(result?.classes.keys() ?? [])]).toEqual([41, 52, 77, 78]);
    expect(result?.recheck).toEqual({
      pending: true,
      urls: ['https://recheck.upstream.example/searchr?f=4101&t=5688&d=2026-11-14&s=2&i=88'],
    });
  });

  it('keeps legs, waits, prices and times', () => {
    const trip = result?.trips[0];
    expect(trip?.segments.map((segment) => [segment.type, segment.class, segment.dep_time])).toEqual([
      ['route', 41, '2026-11-14T07:30:00'],
      ['wait', 0, '2026-11-14T12:45:00'],
      ['route', 52, '2026-11-14T13:30:00'],
    ]);
    expect(trip?.travel_options[0]).toMatchObject({
      price: { value: '858.2', fxcode: 'THB' },
      netprice: { value: '780', fxcode: 'THB' },
      agfee: { value: '33.2', fxcode: 'THB' },
      sysfee: { value: '45', fxcode: 'THB' },
      bookable: 14,
      is_bookable: true,
      approximate: false,
      full_refund_until: '2026-11-11T07:30:00',
      amenities: ['Aircon', 'WC', 'Snack'],
      baggage: { value: 20, message: '20 kg free' },
    });
  });

  it('carries no undeclared field', () => {
    expect(search('trips.0.travel_options.0.surprise', 1)?.trips[0]?.travel_options[0]).not.toHaveProperty(
      'surprise',
    );
  });
});

describe('a search with one broken part', () => {
  it.each([
    ['price.value', JSON.parse('1e400'), 'price'],
    ['price.value', -5, 'price'],
    ['price.value', 1e18, 'price'],
    ['price.value', 'NaN', 'price'],
    ['netprice', { value: 'lots', fxcode: 'THB' }, 'netprice'],
    ['netprice.value', -0.01, 'netprice'],
    ['agfee.value', -12.5, 'agfee'],
    ['sysfee', 'free', 'sysfee'],
    ['netprice', 'free', 'netprice'],
    ['price.fxcode', 'constructor', 'price'],
    ['class', 'x', 'class'],
    ['bookable', undefined, 'bookable'],
    ['id', '../../etc', 'id'],
  ])('drops the option whose %s is %s and counts it', (field, value, reason) => {
    const result = search(`trips.1.travel_options.0.${field}`, value);
    expect(result?.trips.map((trip) => trip.travel_options.length)).toEqual([1, 1]);
    expect(result?.dropped).toEqual([{ level: 'option', reason, count: 1 }]);
  });

  it.each([
    ['id', 5, 'id'],
    ['segments', null, 'segments'],
    ['segments.0.dep_time', 'x', 'segments.dep_time'],
    ['segments.0.type', 'teleport', 'segments.type'],
    ['travel_options', 'none', 'travel_options'],
  ])('drops the trip whose %s is %s and counts it', (field, value, reason) => {
    const result = search(`trips.0.${field}`, value);
    expect(result?.trips.map((trip) => trip.id)).toEqual(['TH014901tK20Vv01f02hT9xB']);
    expect(result?.dropped).toEqual([{ level: 'trip', reason, count: 1 }]);
  });

  it.each([null, undefined, ''])('keeps the trip whose leg has %j for its times', (missing) => {
    const body = put(fixture('search'), 'trips.0.segments.0.dep_time', missing);
    const result = readSearchResult(put(body, 'trips.0.segments.2.arr_time', missing));
    expect(result?.dropped).toEqual([]);
    const [first, , last] = result?.trips[0]?.segments ?? [];
    expect(first).toMatchObject({ dep_time: null, arr_time: '2026-11-14T12:45:00' });
    expect(last).toMatchObject({ dep_time: '2026-11-14T13:30:00', arr_time: null });
  });

  it('counts equal drops together', () => {
    const body = put(fixture('search'), 'trips', [1, 'x', null, [], {}]);
    expect(readSearchResult(body)?.dropped).toEqual([
      { level: 'trip', reason: 'shape', count: 4 },
      { level: 'trip', reason: 'id', count: 1 },
    ]);
  });

  it('shrugs off what only informs', () => {
    const body = fixture('search');
    for (const [path, value] of [
      ['trips.0.params', []],
      ['trips.0.travel_options.0.rating', 'good'],
      ['trips.0.travel_options.0.amenities', { a: 1 }],
      ['trips.0.travel_options.0.baggage', []],
      ['trips.0.travel_options.0.full_refund_until', 'whenever'],
      ['trips.0.travel_options.0.arr_datetime', 'late'],
      ['trips.0.segments.0.class', null],
      ['trips.0.segments.0.official_id', 730],
      ['trips.0.route_name', null],
    ] as const) {
      put(body, path, value);
    }
    const result = readSearchResult(body);
    expect(result?.dropped).toEqual([]);
    expect(result?.trips[0]?.segments[0]?.official_id).toBe('730');
    expect(result?.trips[0]?.params).toBeNull();
  });
});

describe("PHP's spellings of a search", () => {
  it('accepts empty maps as lists and numbers as text', () => {
    const body = fixture('search');
    for (const map of ['operators', 'stations', 'classes']) put(body, map, []);
    put(body, 'trips.0.travel_options.0.price.value', '858.20');
    put(body, 'trips.0.travel_options.0.bookable', '14');
    put(body, 'trips.0.travel_options.0.is_bookable', '1');
    const result = readSearchResult(body);
    expect(result?.operators.size).toBe(0);
    expect(result?.trips[0]?.travel_options[0]).toMatchObject({
      bookable: 14,
      is_bookable: true,
      price: { value: '858.20' },
    });
  });

  it.each([
    ['agfee.value', 5.551115123125783e-17, { value: '0', fxcode: 'THB' }],
    ['agfee.value', -1.7763568394002505e-15, { value: '0', fxcode: 'THB' }],
    ['sysfee.value', JSON.parse('5.684341886080802e-14'), { value: '0', fxcode: 'THB' }],
    ['netprice.value', 17.500000000000004, { value: '17.5', fxcode: 'THB' }],
    ['agfee', [], null],
    ['agfee', false, null],
    ['agfee', { value: '', fxcode: 'USD' }, { value: null, fxcode: 'USD' }],
    ['sysfee', { value: null, fxcode: null }, null],
    ['full_refund_until', '0000-00-00 00:00:00', null],
    ['full_refund_until', false, null],
    ['full_refund_until', '', null],
  ])('keeps the option whose %s is %j', (path, value, read) => {
    const result = search(`trips.0.travel_options.0.${path}`, value);
    expect(result?.dropped).toEqual([]);
    expect(result?.trips[0]?.travel_options[0]).toHaveProperty(path.split('.')[0] ?? '', read);
  });

  it('keeps the trip whose duration is not a whole number of minutes', () => {
    expect(search('trips.0.segments.0.duration', 360.5)?.trips[0]?.segments[0]?.duration).toBe(361);
  });

  it('promises no instant confirmation where the waiting time cannot be read', () => {
    const read = (value: unknown) =>
      search('trips.0.travel_options.0.confirmation_time', value)?.trips[0]?.travel_options[0]
        ?.confirmation_time;
    expect([0, '0', null, '240.0', 'soon'].map(read)).toEqual([0, 0, 0, 240, null]);
  });

  it('leaves out a wait that cannot be read, and keeps its trip', () => {
    const result = search('trips.0.segments.1.from', null);
    expect(result?.trips[0]?.segments.map(({ type }) => type)).toEqual(['route', 'route']);
    expect(result?.dropped).toEqual([{ level: 'wait', reason: 'segments.from', count: 1 }]);
  });

  it.each([
    'trips',
    'trips.0.segments',
    'trips.1.travel_options',
    'trips.0.segments.0.vehclasses',
    'trips.0.travel_options.0.amenities',
    'recheck',
  ])('reads %s as a list with holes', (path) => {
    const body = fixture('search');
    const list = path.split('.').reduce<unknown>((node, part) => (node as Json)[part], body) as unknown[];
    const holed = Object.fromEntries(list.map((item, index) => [String(index * 2 + 1), item]));
    expect(readSearchResult(put(body, path, holed))).toEqual(search());
  });

  it("never sells an option without a key under another option's", () => {
    const body = put(fixture('search'), 'trips.1.travel_options.1.id', null);
    const result = readSearchResult(body);
    expect(result?.trips[1]?.travel_options.map(({ id }) => id)).toEqual(['TH014901tK20Vv01f02hT9xB']);
    expect(result?.dropped).toEqual([{ level: 'option', reason: 'id', count: 1 }]);
  });

  it('falls back to the trip key when an option has none', () => {
    expect(search('trips.0.travel_options.0.id', null)?.trips[0]?.travel_options[0]?.id).toBe(
      'TH014901tK0Rob00F0kQ2r7M',
    );
  });

  it.each([
    [true, true, []],
    [false, false, []],
    [undefined, false, []],
    [[], false, []],
    ['x', false, []],
    [['https://r.example/a', 7, 'not a url'], true, ['https://r.example/a']],
  ])('reads recheck %j', (value, pending, urls) => {
    expect(search('recheck', value)?.recheck).toEqual({ pending, urls });
  });

  it('knows when prices are hidden, approximate or a trip is switched off', () => {
    expect(
      search('trips.0.travel_options.0.netprice', null)?.trips[0]?.travel_options[0]?.netprice,
    ).toBeNull();
    expect(
      search('trips.0.travel_options.0.approximate', true)?.trips[0]?.travel_options[0]?.approximate,
    ).toBe(true);
    expect(search('trips.0.is_visible', 0)?.trips[0]?.is_visible).toBe(false);
    expect(search('trips.0.bookable', false)?.trips[0]?.bookable).toBe(false);
  });

  it('reads pictures of a class when there are any', () => {
    const image = { url: 'https://cdn.example/41-inside.jpg', width: 1200, height: '800' };
    const images = search('classes.41.images', [
      image,
      'https://cdn.example/b.jpg',
      'javascript:alert(1)',
      4,
    ])?.classes.get(41 as never)?.images;
    expect(images).toEqual([
      { url: 'https://cdn.example/41-inside.jpg', width: 1200, height: 800 },
      { url: 'https://cdn.example/b.jpg', width: null, height: null },
    ]);
  });
});

describe('names that mean something to JavaScript', () => {
  it('are keys like any other', () => {
    const hostile = JSON.parse(
      `{"trips":[],"operators":{"__proto__":{"id":1,"name":"p"},"constructor":{"id":2,"name":"c"}},"stations":{"toString":5},"classes":[]}`,
    ) as unknown;
    const result = readSearchResult(hostile);
    expect(result?.operators.size).toBe(2);
    expect(({} as Json).name).toBeUndefined();
    expect(result?.dropped).toEqual([{ level: 'station', reason: 'shape', count: 1 }]);
  });
});

describe('other documented answers', () => {
  it('reads the trip', () => {
    const result = readSearchResult(fixture('trip'));
    expect(result?.dropped).toEqual([]);
    expect(result?.trips[0]?.travel_options[0]?.netprice).toEqual({ value: '17.5', fxcode: 'USD' });
    expect(result?.recheck).toEqual({ pending: false, urls: [] });
  });

  it('reads a booking', () => {
    expect(readBooking(fixture('booking'))).toEqual({
      bid: '8451207',
      tracker: 'RR-77KD92',
      status: 'confirmed',
      from_id: 61020,
      to_id: 61388,
      dep_date_time: '2026-12-05T22:00:00',
      seats: 2,
      ticket_url: 'https://tickets.upstream.example/t/RR-77KD92.pdf',
      created_on: 1793180460,
      stamp: 1793180535,
      price: { value: '41.6', fxcode: 'USD' },
      netprice: { value: '37', fxcode: 'USD' },
      agfee: { value: '1.8', fxcode: 'USD' },
      sysfee: { value: '2.8', fxcode: 'USD' },
      seller_price: { fxcode: 'USD', netprice: '37', sysfee: '2.8', partnerfee: '1.8' },
    });
  });

  it('reads a booking whose prices carry the noise of double arithmetic', () => {
    const noisy = { value: 0.1 + 0.2, fxcode: 'USD' };
    const seller = { fxcode: 'USD', netprice: 36.99999999999999, sysfee: 2.8, partnerfee: 1.8 };
    const booking = readBooking({ ...fixture('booking'), agfee: noisy, seller_price: seller });
    expect(booking?.agfee).toEqual({ value: '0.3', fxcode: 'USD' });
    expect(booking?.seller_price?.netprice).toBe('37');
  });

  const spoilt = [[], false, '', null, undefined, {}, 'lots', Number.NaN, 1e18, { value: '' }];
  const informing = ['price', 'agfee', 'sysfee', 'tracker', 'ticket_url', 'created_on', 'stamp'] as const;
  it.each(informing)('reads a booking whatever its %s is', (name) => {
    for (const value of spoilt) {
      const booking = readBooking({ ...fixture('booking'), [name]: value });
      expect(booking?.seller_price?.netprice).toBe('37');
    }
  });

  it('reads fees below zero, which nobody sums', () => {
    const body = fixture('booking');
    put(body, 'seller_price.partnerfee', -12.5);
    put(body, 'sysfee.value', -5.329070518200751e-15);
    put(body, 'agfee.value', 4.263256414560601e-14);
    expect(readBooking(body)).toMatchObject({
      seller_price: { netprice: '37', partnerfee: '-12.5' },
      sysfee: { value: '0' },
      agfee: { value: '0' },
    });
  });

  it.each([[[]], [false], [null], [''], [{ netprice: '', fxcode: 'USD' }]])(
    'reads a booking without a seller price, for example %j, by its netprice',
    (nothing) => {
      const booking = readBooking({ ...fixture('booking'), seller_price: nothing });
      expect(booking).toMatchObject({ netprice: { value: '37', fxcode: 'USD' } });
      expect(booking?.seller_price?.netprice ?? null).toBeNull();
    },
  );

  it.each([
    [{ fxcode: 'USD', netprice: 1e18 }],
    [{ fxcode: 'USD', netprice: -1 }],
    [{ fxcode: 'USD', netprice: '37 USD' }],
    [{ netprice: 37 }],
    ['37'],
  ])('never takes the second best for an amount that cannot be read: %j', (seller) => {
    const booking = readBooking({ ...fixture('booking'), seller_price: seller });
    expect(booking).toMatchObject({ status: 'confirmed', netprice: null, seller_price: null });
  });

  it('reads a booking that is not issued yet', () => {
    const booking = readBooking({
      ...fixture('booking'),
      tracker: '',
      ticket_url: '',
      price: null,
      seller_price: null,
    });
    expect(booking).toMatchObject({ tracker: null, ticket_url: null, price: null, seller_price: null });
  });

  it.each([
    ['bid', null],
    ['status', ''],
    ['dep_date_time', 'x'],
    ['dep_date_time', '0000-00-00 00:00:00'],
    ['seats', null],
    ['from_id', 0],
  ])('reads no booking whose %s is %j', (field, value) => {
    expect(readBooking({ ...fixture('booking'), [field]: value })).toBeUndefined();
  });

  it('reads the booking id of a write as number and as text', () => {
    expect(readWrittenBooking(fixture('reserve-answer'))).toBe('8451207');
    expect(readWrittenBooking(fixture('confirm-answer'))).toBe('8451207');
    expect(readWrittenBooking({ bid: null })).toBeUndefined();
    expect(readWrittenBooking([])).toBeUndefined();
  });

  it('reads a cart and the shapes of an added one', () => {
    expect(readCart(fixture('cart'))).toEqual({
      cart: [{ trip_key: 'VN0fSc0fY87jib04V0pW41sL', godate: '2026-12-05T22:00:00' }],
    });
    expect(
      readCart({ cart: [{ trip_key: 'VN0fSc0fY87jib04V0pW41sL', godate: null }] })?.cart[0]?.godate,
    ).toBeNull();
    const id = 'c8Kq2Zt1';
    for (const body of [id, ` ${id}\n`, { cart_id: id }, { cartId: id }, { hash: id }, { id }])
      expect(readAddedCart(body)).toBe(id);
    for (const body of ['<html>', {}, [], null, '']) expect(readAddedCart(body)).toBeUndefined();
    expect(readAddedCart(12345678)).toBe('12345678');
  });

  it('reads refund options, leaving out a broken one', () => {
    const options = readRefundOptions(fixture('refund-options'));
    expect(options?.options.map((option) => [option.refund_amount, option.available, option.hash])).toEqual([
      ['37', true, '5f1c0a9e77'],
      ['18.5', false, 'b2e4d01c38'],
    ]);
    const broken = readRefundOptions(put(fixture('refund-options'), 'options.0.refund_amount', 'lots'));
    expect(broken?.options).toHaveLength(1);
    expect(broken?.dropped).toEqual([{ level: 'refund_option', reason: 'refund_amount', count: 1 }]);
    expect(readRefundOptions({ available: false, options: [] })).toEqual({
      available: false,
      options: [],
      dropped: [],
    });
    for (const body of [{ options: [] }, {}, { available: true, options: 'none' }])
      expect(readRefundOptions(body)).toBeUndefined();
  });

  it('takes the word of the options where the booking does not say whether it is refundable', () => {
    const read = (value: unknown) => readRefundOptions(put(fixture('refund-options'), 'available', value));
    for (const nothing of [null, undefined, []]) expect(read(nothing)?.available).toBe(true);
    expect(read('0')?.available).toBe(false);
    expect(read(false)?.available).toBe(false);
  });

  it('reads the answer of a refund', () => {
    expect(readRefundResult(fixture('refund-answer'))).toEqual({
      success: true,
      delay_minutes: 0,
      message: 'Refund accepted',
    });
    expect(readRefundResult({ success: false })).toEqual({ success: false, delay_minutes: 0, message: '' });
    expect(readRefundResult({})).toBeUndefined();
  });

  it('reads the trips of a recheck in both shapes', () => {
    const keys = ['TH014901tK0Rob00F0kQ2r7M', 'TH014901tK20Vv01f02hT9xB'];
    expect(readRecheckResult(fixture('recheck-keys'))).toEqual({ tripKeys: keys });
    expect(readRecheckResult(fixture('search'))).toEqual({ tripKeys: keys });
    expect(readRecheckResult({ ok: true })).toEqual({ tripKeys: [] });
  });

  it('reads a notification, down to a bare booking id', () => {
    expect(readNotification(fixture('webhook'))).toMatchObject({
      bid: '8451207',
      type: 'booking_confirmed',
      previous_data: { status: 'pending', tracker: null },
      new_data: { status: 'confirmed', tracker: 'RR-77KD92', price: { value: '41.6', fxcode: 'USD' } },
    });
    expect(readNotification({ bid: 8451207 })).toEqual({
      bid: '8451207',
      type: null,
      stamp: null,
      previous_data: null,
      new_data: null,
    });
    expect(readNotification({ bid: 8451207, type: 'other', new_data: [] })).toMatchObject({
      type: null,
      new_data: null,
    });
    expect(readNotification({ type: 'booking_updated' })).toBeUndefined();
  });
});

describe('any answer, however broken', () => {
  const readers: Readonly<Record<string, (body: unknown) => unknown>> = {
    search: readSearchResult,
    trip: readSearchResult,
    booking: readBooking,
    cart: readCart,
    'refund-options': readRefundOptions,
    'refund-answer': readRefundResult,
    'checkout-hanoi-sapa': readCheckoutForm,
    webhook: readNotification,
    'reserve-answer': readWrittenBooking,
  };
  const hostile = fc.oneof(
    fc.constantFrom<unknown>(
      null,
      undefined,
      true,
      -1,
      0,
      1e18,
      Number.POSITIVE_INFINITY,
      Number.NaN,
      '',
      '1e400',
      '<b>',
      '__proto__',
      [],
      {},
      [[]],
      '../..',
    ),
    fc.jsonValue(),
    fc.constant(
      JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}') as unknown,
    ),
  );

  /** The paths of every value in a body. */
  const pathsOf = (node: unknown, path = ''): string[] =>
    typeof node === 'object' && node !== null
      ? Object.entries(node).flatMap(([key, value]) => [
          `${path}${key}`,
          ...pathsOf(value, `${path}${key}\u0000`),
        ])
      : [];

  function putAt(body: Json, path: string, value: unknown): void {
    const parts = path.split('\u0000');
    const last = parts.pop() ?? '';
    const holder = parts.reduce<unknown>(
      (node, part) => (typeof node === 'object' && node !== null ? (node as Json)[part] : undefined),
      body,
    );
    if (typeof holder === 'object' && holder !== null) (holder as Json)[last] = value;
  }

  const amountsIn = (node: unknown): unknown[] => {
    if (node instanceof Map) return [...node.values()].flatMap(amountsIn);
    if (typeof node !== 'object' || node === null) return [];
    const own = 'fxcode' in node && 'value' in node ? [node.value] : [];
    return [...own, ...Object.values(node).flatMap(amountsIn)];
  };

  it.each(Object.entries(readers))(
    'never throws, never invents a price, never touches a prototype: %s',
    (name, read) => {
      const paths = pathsOf(fixture(name));
      fc.assert(
        fc.property(
          fc.array(fc.tuple(fc.constantFrom(...paths), hostile), { minLength: 1, maxLength: 4 }),
          (changes) => {
            const body = fixture(name);
            for (const [path, value] of changes) putAt(body, path, structuredClone(value));
            const amounts = amountsIn(read(body));
            for (const amount of amounts)
              expect(amount === null || /^-?\d{1,12}(\.\d+)?$/.test(String(amount))).toBe(true);
            expect(({} as Json).polluted).toBeUndefined();
          },
        ),
        { numRuns: 200 },
      );
    },
  );

  it('costs little when it is only large', () => {
    const started = performance.now();
    const result = readSearchResult({ trips: Array.from({ length: 1_000_000 }, () => ({})) });
    expect(result?.dropped.reduce((sum, { count }) => sum + count, 0)).toBe(1_000_000);
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});
