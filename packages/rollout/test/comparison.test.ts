/** Answers compared. */
import { compareAnswers, sampleOf } from '@partner-gateway/rollout';
import { describe, expect, test } from 'vitest';

type Offer = { readonly id: string; readonly net: string; readonly seats?: number; readonly at?: string };

const search = (offers: readonly Offer[], segmentId: (offer: Offer) => string = ({ id }) => `s-${id}`) => ({
  vehicles: [
    { id: 'v', name: 'Bus', seat_classes: [{ id: '41', name: 'VIP', amenities: [] }], images: null },
  ],
  segments: offers.map((offer) => ({
    id: segmentId(offer),
    from_station: 'THBKKEKM',
    to_station: 'THKCGKCG',
    departure_time: offer.at ?? '2026-12-05T07:30',
    operating_carrier_id: 'OPR1',
    seat_class_id: '41',
    vehicle_id: 'v',
  })),
  itineraries: offers.map((offer) => ({
    id: offer.id,
    departure_segments: [segmentId(offer)],
    number_of_available_seats: offer.seats ?? 9,
    pricing: { net_price: { currency: 'THB', amount: offer.net } },
  })),
});

const compare = (old: unknown, fresh: unknown, endpoint = 'search') =>
  compareAnswers(
    endpoint,
    { status: 200, text: JSON.stringify(old) },
    { status: 200, text: JSON.stringify(fresh) },
  );
const kinds = (old: unknown, fresh: unknown, endpoint?: string) =>
  compare(old, fresh, endpoint).differences.map(({ kind, path }) => `${kind} ${path}`.trim());

describe('searches', () => {
  const early = { id: 'a', net: '858.00' };
  const late = { id: 'b', net: '979.00', at: '2026-12-05T09:00' };

  test('are alike whatever their ids and their order', () => {
    const found = compare(
      search([early, late]),
      search(
        [
          { ...late, id: 'k1.sealed' },
          { ...early, id: 'k1.other' },
        ],
        ({ at }) => `x${at}`,
      ),
    );

    expect(found.differences).toStrictEqual([]);
    expect(found.alike).toBe(found.fields);
    expect(found.rows).toBe(2);
  });

  test.each([
    ['a price', [{ ...early, net: '858.02' }], ['price pricing.net_price.amount']],
    ['a cent, which is rounding', [{ ...early, net: '858.01' }], []],
    ['decimals', [{ ...early, net: '858.0' }], ['format pricing.net_price.amount']],
    ['free seats, which move', [{ ...early, seats: 8 }], ['moving number_of_available_seats']],
    ['an itinerary more', [early, late], ['extra']],
    ['an itinerary less', [], ['missing']],
  ])('that differ in %s say so', (_what, fresh, expected) => {
    expect(kinds(search([early]), search(fresh))).toStrictEqual(expected);
  });

  test('with options of the same legs are told apart by their price', () => {
    const dear = { id: 'c', net: '1200.00' };

    expect(kinds(search([dear, early]), search([early, dear]))).toStrictEqual([]);
    expect(kinds(search([dear, early]), search([early, { ...dear, net: '1300.00' }]))).toStrictEqual([
      'price pricing.net_price.amount',
    ]);
  });
});

describe('other answers', () => {
  const booking = {
    id: 'aZ09bY18cX',
    status: 'approved',
    operator_booking_id: 'X1',
    total_price: { amount: '10.00' },
  };

  test('bookings are alike whatever their ids are', () => {
    expect(kinds(booking, { ...booking, id: 'BK-8451207-7GQ2M' }, 'booking_details')).toStrictEqual([]);
  });

  test.each([
    [{ ...booking, status: 'pending' }, ['value status']],
    [{ ...booking, operator_booking_id: null }, ['absent operator_booking_id']],
    [{ ...booking, extra: 'x' }, ['added extra']],
    [{ ...booking, total_price: null }, ['price total_price.amount']],
    [{ ...booking, keywords: [] }, []],
  ])('%j differs as it should', (fresh, expected) => {
    expect(kinds(booking, fresh, 'booking_details')).toStrictEqual(expected);
  });

  test('lists are compared by id', () => {
    const rows = [
      { Id: 'A', Name: 'one' },
      { Id: 'B', Name: 'two' },
    ];

    expect(kinds(rows, rows.toReversed(), 'station_list')).toStrictEqual([]);
    expect(kinds(rows, [{ Id: 'B', Name: 'zwei' }], 'station_list')).toStrictEqual(['missing', 'value Name']);
  });

  test('refusals are alike when their status is, and a refusal is no answer', () => {
    const answer = (status: number) => ({ status, text: '{}' });

    expect(compareAnswers('ticket', answer(404), answer(404)).differences).toStrictEqual([]);
    expect(compareAnswers('ticket', answer(200), answer(503)).differences).toMatchObject([
      { kind: 'status', old: 200, new: 503 },
    ]);
  });

  test('what is no JSON is said to be none', () => {
    const found = compareAnswers('ticket', { status: 200, text: '{}' }, { status: 200, text: '<html>' });

    expect(found.differences.map(sampleOf)).toStrictEqual([
      { kind: 'unreadable', path: '', row: '', old: 'JSON', new: 'no JSON' },
    ]);
  });

  test('samples show what a thing costs and how it is, and of names only how long they are', () => {
    const before = { passenger: 'Nguyen Thi Lan', total_price: { amount: '10.00' } };
    const after = { passenger: 'Lan Nguyen', total_price: { amount: '11.00' } };
    const samples = compare(before, after, 'booking_details').differences.map(sampleOf);

    expect(samples).toMatchObject([
      { path: 'passenger', old: 'text of 14', new: 'text of 10' },
      { path: 'total_price.amount', old: '10.00', new: '11.00' },
    ]);
    expect(JSON.stringify(samples)).not.toContain('Nguyen');
  });
});
