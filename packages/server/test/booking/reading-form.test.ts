/** What 12go writes carelessly in a checkout form is read as it is meant, and offered only when it can be chosen. */
import { bookingSchema, type CheckoutItinerary, checkoutResponseSchema } from '@partner-gateway/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Answer, Api } from '../support/api.ts';
import { bendAnswers, type Json, put, withHoles } from '../support/bend.ts';
import { bangkokData, bangkokTrip, hanoiSapaData, hanoiTrip, ownKey } from '../support/builders.ts';
import { expectProblem, fieldsOf } from '../support/problems.ts';
import { type RecordedApi, startRecordedApi } from '../support/recorded-api.ts';
import type { Recorder } from '../support/recorder.ts';

let api: Api;
let twelveGo: Recorder;
let stack: RecordedApi;
beforeAll(async () => {
  stack = await startRecordedApi();
  ({ api, twelveGo } = stack);
});
afterAll(() => stack.close());
beforeEach(() => twelveGo.answer(undefined));

const bendForm = (change: (form: Json) => void): void =>
  bendAnswers({ twelveGo, api }, /^\/checkout\//, change);
const open = async (id: string, pax = 1): Promise<CheckoutItinerary> => {
  const answer = await api.as('demo').get(`/itineraries/${id}?pax=${pax}`);
  return answer.read(checkoutResponseSchema).itineraries[0] as CheckoutItinerary;
};
const create = (itinerary: CheckoutItinerary, data: object, more = {}): Promise<Answer> =>
  api
    .as('demo')
    .post('/bookings', { booking_token: itinerary.booking_token, booking_data: data, ...more }, ownKey());

type Schema = { readonly [name: string]: Schema } & { readonly anyOf?: readonly Json[] };
const schemaOf = (itinerary: CheckoutItinerary): Schema => itinerary.booking_schema as unknown as Schema;
const passengerRule = (itinerary: CheckoutItinerary, name: string): Schema | undefined =>
  schemaOf(itinerary).properties?.passengers?.items?.properties?.[name];
const seatRule = (itinerary: CheckoutItinerary) =>
  schemaOf(itinerary).properties?.seat_selection?.items?.anyOf;
const keyOf = (form: Json, end: RegExp): string => Object.keys(form).find((key) => end.test(key)) ?? '';
const field = (form: Json, end: RegExp): Json => form[keyOf(form, end)] as Json;

describe('choices in a list with holes', () => {
  test('are offered, taken by title and sent by value', async () => {
    const id = bangkokTrip();
    const whole = passengerRule(await open(id), 'country_id');
    bendForm((form) => {
      const country = field(form, /\[country_id\]$/);
      for (const group of country.options as Json[]) group.values = withHoles(group.values);
      country.options = withHoles(country.options);
    });
    const itinerary = await open(id);
    expect(whole?.anyOf?.length).toBeGreaterThan(0);
    expect(passengerRule(itinerary, 'country_id')).toEqual(whole);
    const data = bangkokData();
    const passengers = data.passengers.map((passenger) => ({ ...passenger, country_id: 'Argentina' }));
    expect((await create(itinerary, { ...data, passengers })).read(bookingSchema).status).toBe('reserved');
  });

  test.each([
    ['a list with holes', withHoles],
    ['a bare text', (rules: unknown) => (rules as string[])[0]],
  ])('rules as %s are rules', async (_name, bent) => {
    const id = hanoiTrip();
    const whole = passengerRule(await open(id, 2), 'first_name');
    bendForm((form) => {
      const name = field(form, /\[first_name\]$/);
      name.regexp = bent(name.regexp);
    });
    expect(passengerRule(await open(id, 2), 'first_name')).toEqual(whole);
  });

  test('layouts are drawn', async () => {
    const id = hanoiTrip();
    const { extras } = await open(id, 2);
    bendForm((form) => {
      const { seatmap } = field(form, /^selected_seats_[^_]+$/).data as { seatmap: Json };
      seatmap.layouts = withHoles(seatmap.layouts);
    });
    expect(extras.seat_map?.sections).toHaveLength(2);
    expect((await open(id, 2)).extras).toEqual(extras);
  });
});

describe('a seat cheaper than the fare', () => {
  const bendSeat = (change: (seat: Json) => void): void =>
    bendForm((form) => {
      const { seatmap } = field(form, /^selected_seats_[^_]+$/).data as {
        seatmap: { seats: Record<string, Json> };
      };
      change(seatmap.seats.A1 as Json);
    });
  const free = { available: true, price_difference: { amount: '0.00', currency: 'USD' } };
  const cellOf = (itinerary: CheckoutItinerary) =>
    itinerary.extras.seat_map?.sections
      .flatMap(({ rows }) => rows.flatMap(({ cells }) => cells))
      .find((cell) => cell?.seat_id === 'A1');

  test.each([
    ['a difference of -2', { price_diff: { value: -2, fxcode: 'USD' } }],
    [
      'a difference of -2 and a lower price',
      { price_diff: { value: -2, fxcode: 'USD' }, price: { value: 15.5, fxcode: 'USD' } },
    ],
    ['a lower price alone', { price_diff: null, price: { value: 15.5, fxcode: 'USD' } }],
    ['a difference of 5.55e-17', { price_diff: { value: 5.55e-17, fxcode: 'USD' }, price: null }],
    ['a list for a difference', { price_diff: [], price: null }],
    ['false for a price', { price: false, price_diff: false }],
  ])('is offered and can be taken: %s', async (_name, change) => {
    bendSeat((seat) => Object.assign(seat, change));
    const itinerary = await open(hanoiTrip(), 2);
    expect(cellOf(itinerary)).toMatchObject(free);
    expect(seatRule(itinerary)).toContainEqual({ const: 'A1', title: 'A1' });
    const booking = (await create(itinerary, hanoiSapaData)).read(bookingSchema);
    expect(booking).toMatchObject({ status: 'reserved', total_price: { amount: '41.70', currency: 'USD' } });
  });

  test('is not offered when neither its price nor its difference can be read', async () => {
    bendSeat((seat) => Object.assign(seat, { price: null, price_diff: 'cheap' }));
    const itinerary = await open(hanoiTrip(), 2);
    expect(cellOf(itinerary)).toMatchObject({ available: false });
    expect(seatRule(itinerary)?.map((choice) => choice.const)).not.toContain('A1');
  });
});

describe('a line that asks to choose', () => {
  test.each([
    ['', 'Please choose'],
    ['', ''],
    [' ', 'Country'],
    ['0', '---'],
    [0, '— Select —'],
    [0, 'Please select a country'],
    ['-1', 'Choose...'],
  ])('such as %j with %j is no choice, and not taken', async (value, text) => {
    const id = bangkokTrip();
    const whole = passengerRule(await open(id), 'country_id');
    bendForm((form) => {
      const { options } = field(form, /\[country_id\]$/) as { options: Json[] };
      options.unshift({ value, text });
    });
    const itinerary = await open(id);
    expect(passengerRule(itinerary, 'country_id')).toEqual(whole);
    const data = bangkokData();
    const passengers = data.passengers.map((passenger) => ({ ...passenger, country_id: String(value) }));
    const problem = expectProblem(
      await create(itinerary, { ...data, passengers }),
      'schema_validation_failed',
      'not_executed',
    );
    expect(fieldsOf(problem)).toEqual(['booking_data.passengers[0].country_id']);
  });

  test('is told from a choice whose value is 0', async () => {
    bendForm((form) =>
      put(field(form, /\[gender\]$/), 'options', [
        { value: 0, text: 'Male' },
        { value: 1, text: 'Female' },
      ]),
    );
    expect(passengerRule(await open(hanoiTrip(), 2), 'gender')?.anyOf).toEqual([
      { const: '0', title: 'Male' },
      { const: '1', title: 'Female' },
    ]);
  });
});
