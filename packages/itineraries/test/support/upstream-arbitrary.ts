/** Made-up 12go search answers as JSON text: mostly in shape, with hostile leaves, repeats and collisions on purpose. */
import fc, { type Arbitrary } from 'fast-check';

/** Printed as `1e400`, a number that JSON allows and no double holds. */
const huge = '@@huge@@';
const hostile = fc.constantFrom<unknown>(
  null,
  '',
  ' ',
  huge,
  -1,
  0.1,
  1e21,
  2 ** 53,
  '99999999999999999999',
  'NaN',
  '__proto__',
  '<script>',
  '\u0000',
  '٣',
  true,
  [],
  [[]],
  {},
  { value: 5 },
);

/** Most answers are whole; about one leaf in a hundred is something that should not be there. */
const leaf = (usual: Arbitrary<unknown>): Arbitrary<unknown> =>
  fc.oneof({ arbitrary: usual, weight: 100 }, { arbitrary: hostile, weight: 1 });

const from = (...values: unknown[]): Arbitrary<unknown> => leaf(fc.constantFrom(...values));

/** Values in shape that the filters judge: one in sixteen is `rare`. */
const mostly = (usual: readonly unknown[], rare: readonly unknown[]): Arbitrary<unknown> =>
  leaf(
    fc.oneof(
      { arbitrary: fc.constantFrom(...usual), weight: 15 },
      { arbitrary: fc.constantFrom(...rare), weight: 1 },
    ),
  );

const stationIds = mostly([4101, 4102, 4103, 4104, 4106, 5620, 5688, '4101'], [4105, 9901]);
const classIds = from(41, 52, 77, 78, 80, 999, 0);
const keys = mostly(
  [
    'TH014901tK20Vv01f02hT9xB',
    'TH014901tK20Vv01g02hT9xB',
    'TH014901tK0Rob00F0kQ2r7M',
    'VN0fSc0fY87jib04V0pW41sL',
    null,
  ],
  ['odd_key-1'],
);
const times = mostly(
  [
    '2026-11-14 07:30:00',
    '2026-11-14 08:00',
    '2026-11-14T13:30:59',
    '2026-11-14-14-15-00',
    '2026-11-14 23:59:00',
  ],
  ['2026-11-15 00:00:00', '2026-02-30 10:00:00'],
);
const untils = mostly(
  [null, '2026-11-11 07:30:00', '2026-11-14 23:59:59', '2026-10-28 09:00:00'],
  ['9999-12-31 23:59:59', '0001-01-01 00:00:00'],
);
const durations = mostly([0, 45, 390, '315', 43_200], [-1, 10 ** 9]);

const decimals = fc.oneof(
  { arbitrary: fc.integer({ min: 0, max: 10 ** 7 }).map((cents) => cents / 100), weight: 15 },
  { arbitrary: fc.constantFrom<unknown>(0, 716.005, '650.00', 999_999_999_999, 1e-3), weight: 4 },
  { arbitrary: fc.constant(null), weight: 1 },
);
const prices = leaf(fc.record({ value: leaf(decimals), fxcode: mostly(['THB'], ['USD', 'thb', 'ZZZ']) }));

const words = fc.constantFrom<unknown>('Aircon', 'WC', 'TV', 'WiFi', '', 7);
const vehicles = mostly(['bus', 'van', 'ferry', 'train', 'avia', 'charter', 'VAN'], ['tuktuk']);
const pictures = fc.constantFrom<unknown>(
  'https://cdn.upstream.example/a-inside.jpg',
  { url: 'https://cdn.upstream.example/a-outside.jpg', width: 10, height: '20' },
  { url: 'https://cdn.upstream.example/inside/a.jpg' },
  { url: 5 },
  'javascript:alert(1)//inside',
);
const lists = (item: Arbitrary<unknown>, maxLength: number) => leaf(fc.array(item, { maxLength }));

const segments = fc.record({
  type: mostly(['route'], ['wait']),
  trip_id: keys,
  vehclasses: leaf(fc.array(vehicles, { minLength: 1, maxLength: 2 })),
  connection_guaranteed: from(true, 1, false),
  from: stationIds,
  to: stationIds,
  duration: durations,
  dep_time: times,
  arr_time: times,
  class: classIds,
  operator: from(3310, 3311, 7745, 9999),
});

const options = fc.record({
  id: keys,
  bookable: mostly([9, 12, 40, '30'], [3, 1, 0, -9, 10 ** 7]),
  price: prices,
  netprice: prices,
  agfee: prices,
  sysfee: prices,
  class: classIds,
  amenities: lists(words, 5),
  ticket_type: from('eticket', 'PAPER', 'pickup', 'papyrus'),
  confirmation_time: from(0, 240, -3),
  full_refund_until: untils,
  is_bookable: mostly([1, true], [0]),
  price_restriction: from(0, 0, 0, 1, 2, 3, 7),
  images: lists(pictures, 3),
});

const legs = fc.oneof(
  { arbitrary: fc.array(segments, { minLength: 1, maxLength: 1 }), weight: 5 },
  { arbitrary: fc.array(segments, { maxLength: 4 }), weight: 3 },
);

const trips = fc.record({
  id: keys,
  params: mostly([{ hide: false }, {}, null, []], [{ hide: true }]),
  segments: leaf(legs),
  travel_options: leaf(fc.array(leaf(options), { maxLength: 3 })),
});

const classNames = fc.constantFrom<unknown>('VIP 24', 'Minivan', '', null, 7);
const classRows = fc
  .array(fc.record({ id: classIds, name: classNames, images: lists(pictures, 2) }), { maxLength: 4 })
  .map((rows) => Object.fromEntries(rows.map((row, index) => [String(index), row])));

const bodies = fc.record({
  trips: fc.array(leaf(trips), { maxLength: 4 }),
  operators: fc.constant({}),
  stations: fc.constantFrom<unknown>([], { 9901: { station_id: 9901, province_id: 1 } }, 'none'),
  classes: leaf(classRows),
  recheck: fc.constantFrom<unknown>([], true, ['https://recheck.upstream.example/searchr?f=1'], [7], null),
});

const toText = (body: unknown): string => JSON.stringify(body).replaceAll(`"${huge}"`, '1e400');

/** One search answer. */
export const searchBodies: Arbitrary<string> = bodies.map(toText);
/** One search answer of exactly one trip. */
export const oneTripBodies: Arbitrary<string> = fc
  .tuple(bodies, trips)
  .map(([body, trip]) => toText({ ...body, trips: [trip] }));
