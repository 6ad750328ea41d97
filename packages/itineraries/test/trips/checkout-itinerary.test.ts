/** What get itinerary takes over from trip details: the right option, the same legs as search, or the reason for a 422. */
import { readFileSync } from 'node:fs';
import { checkoutResponseSchema } from '@partner-gateway/contract';
import { type SearchResult, toClassId } from '@partner-gateway/twelvego-client';
import { describe, expect, it } from 'vitest';
import { idsFor } from '../../src/ids/ids.ts';
import { matchOption, toCheckoutItinerary } from '../../src/trips/checkout-itinerary.ts';
import { exampleMap } from '../support/example-world.ts';
import { readSearch } from '../support/upstream-door.ts';

type Part = Readonly<Record<string, unknown>>;

const price = (value: number | null, fxcode = 'USD') => ({ value, fxcode });
const tripKey = 'VN0fSc0fY87jib04V0pW41sL';
const otherKey = 'VN0fSc0fY87jib04W0pW41sL';

const segment = {
  type: 'route',
  trip_id: tripKey,
  vehclasses: ['bus'],
  connection_guaranteed: true,
  from: 61020,
  to: 61388,
  duration: 360,
  dep_time: '2026-12-05 22:00:00',
  arr_time: '2026-12-06 04:00:00',
  class: 305,
  operator: 28104,
};
const option = {
  id: tripKey,
  bookable: 12,
  price: price(19.8),
  netprice: price(17.5),
  agfee: price(0.9),
  sysfee: price(1.4),
  class: 305,
  amenities: ['Aircon', 'WiFi', 'WC'],
  ticket_type: 'eticket',
  confirmation_time: 0,
  full_refund_until: '2026-12-04 22:00:00',
  is_bookable: 1,
  price_restriction: 0,
};

const answer = (
  trip: Part = {},
  options: readonly Part[] = [option],
  leg: Part = {},
): Promise<SearchResult> =>
  readSearch(
    JSON.stringify({
      trips: [
        { id: tripKey, params: {}, segments: [{ ...segment, ...leg }], travel_options: options, ...trip },
      ],
      classes: { 305: { id: 305, name: 'VIP Cabin 22' } },
    }),
  );

const translate = (result: SearchResult, now = '2026-10-28T09:00', pax = 2) => {
  const match = matchOption(result.trips, { tripKey });
  if (match === undefined) throw new Error('no option matched');
  return toCheckoutItinerary({
    result,
    match,
    pax,
    nowLocal: () => now,
    ids: idsFor(exampleMap, 'fuji'),
    charter: 'Van',
  });
};

const problemOf = async (result: Promise<SearchResult>, now?: string, pax?: number) => {
  const parts = translate(await result, now, pax);
  return 'problem' in parts ? parts.problem : undefined;
};

describe('toCheckoutItinerary', () => {
  it('answers the parts of the documented example exactly', async () => {
    const example = checkoutResponseSchema.parse(
      JSON.parse(
        readFileSync(new URL('../../../contract/examples/checkout-response.json', import.meta.url), 'utf8'),
      ),
    );
    const [itinerary] = example.itineraries;
    expect(translate(await answer())).toEqual({
      segments: example.segments,
      vehicles: example.vehicles,
      toSegments: itinerary?.to_segments,
      policies: itinerary?.cancellation_policies,
      seats: itinerary?.number_available_seats,
      confirmationType: itinerary?.confirmation_type,
      departure: '2026-12-05T22:00',
      refundEnd: '2026-12-04T22:00',
    });
  });

  it('spells policies with percentage when nothing is refunded', async () => {
    expect(translate(await answer({}, [{ ...option, full_refund_until: null }]))).toMatchObject({
      policies: [{ from: null, penalty: { percentage: 100 } }],
    });
  });

  it('enters only the legs of the matched option', async () => {
    const result = await answer({}, [option, { ...option, id: otherKey, class: 306 }]);
    expect(translate(result)).toMatchObject({
      segments: [{ seat_class_id: '305' }],
      vehicles: [{ seat_classes: [{ id: '305' }] }],
    });
  });

  it.each([
    ['hidden', answer({ params: { hide: true } })],
    ['not_visible', answer({ is_visible: false })],
    ['not_bookable', answer({ bookable: false })],
    ['not_bookable', answer({}, [{ ...option, is_bookable: 0 }])],
    ['too_few_seats', answer({}, [{ ...option, bookable: 1 }])],
    ['absurd_seats', answer({}, [{ ...option, bookable: 10 ** 9 }])],
    ['no_price', answer({}, [{ ...option, netprice: null }])],
    ['zero_price', answer({}, [{ ...option, price: price(0, 'USD'), netprice: price(0, 'USD') }])],
    ['mixed_currencies', answer({}, [{ ...option, sysfee: price(1, 'VND') }])],
    ['no_route_segments', answer({ segments: [] })],
    ['absurd_duration', answer({}, [option], { duration: -1 })],
    ['unknown_vehicle_class', answer({}, [option], { vehclasses: ['cyclo'] })],
  ])('says %s instead of offering what cannot be booked', async (problem, result) => {
    expect(await problemOf(result)).toBe(problem);
  });

  it('says departed from the minute of departure on', async () => {
    expect(await problemOf(answer(), '2026-12-05T21:59')).toBeUndefined();
    expect(await problemOf(answer(), '2026-12-05T22:00')).toBe('departed');
  });

  it('asks the clock of the departure station', async () => {
    const result = await answer();
    const match = matchOption(result.trips, { tripKey });
    const zones: (string | undefined)[] = [];
    if (match !== undefined)
      toCheckoutItinerary({
        result,
        match,
        pax: 2,
        nowLocal: (zone) => {
          zones.push(zone);
          return '2026-10-28T09:00';
        },
        ids: idsFor(exampleMap, 'native'),
        charter: 'Van',
      });
    expect(zones).toEqual(['Asia/Ho_Chi_Minh']);
  });
});

describe('matchOption', () => {
  const optionsOf = (...options: readonly Part[]) =>
    answer(
      {},
      options.map((part) => ({ ...option, ...part })),
    );
  const matched = (result: SearchResult, wanted: Parameters<typeof matchOption>[1]) =>
    matchOption(result.trips, wanted)?.option.id;

  it('takes the option with the same id, wherever it stands', async () => {
    const result = await optionsOf({ id: otherKey }, { id: tripKey, class: 306 });
    expect(matched(result, { tripKey })).toBe(tripKey);
  });

  it('else takes the option of the same class', async () => {
    const result = await optionsOf({ id: 'A'.repeat(24), class: 306 }, { id: 'B'.repeat(24), class: 307 });
    expect(matched(result, { tripKey: 'gone', classId: toClassId(307) })).toBe('B'.repeat(24));
  });

  it('reads the class off the leg that carries the wanted key', async () => {
    const result = await optionsOf({ id: 'A'.repeat(24), class: 306 }, { id: 'B'.repeat(24), class: 305 });
    expect(matched(result, { tripKey })).toBe('B'.repeat(24));
  });

  it('else takes the only option', async () => {
    const result = await optionsOf({ id: otherKey, class: 306 });
    expect(matched(result, { tripKey: 'gone' })).toBe(otherKey);
  });

  it('guesses nothing between several', async () => {
    const result = await optionsOf({ id: 'A'.repeat(24), class: 306 }, { id: 'B'.repeat(24), class: 307 });
    expect(matched(result, { tripKey: 'gone' })).toBeUndefined();
  });

  it('finds nothing in an empty answer', () => {
    expect(matchOption([], { tripKey })).toBeUndefined();
  });
});
