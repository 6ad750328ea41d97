/** Promises of the way back: no field a partner can set is lost, no key is sent that 12go did not ask for. */
import type { BookingData } from '@partner-gateway/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeBookingData } from '../src/booking-data.ts';
import { type BookingForm, readBookingForm } from '../src/booking-form.ts';
import { toBookingSchema } from '../src/booking-schema.ts';
import { toReserveForm } from '../src/reserve-form.ts';
import { checkoutBodies, fareOf, pricingAt, readCheckout, trip } from './support/checkout-forms.ts';

type Schema = {
  readonly type?: string;
  readonly format?: string;
  readonly pattern?: string;
  readonly not?: object;
  readonly anyOf?: readonly (Schema & { readonly const?: string })[];
  readonly items?: Schema | false;
  readonly maxItems?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
};

/** Data that a schema allows, with every property it has, or undefined when it allows nothing. */
const sample = (schema: Schema): unknown => {
  if (schema.properties !== undefined) {
    const entries = Object.entries(schema.properties).map(
      ([name, property]) => [name, sample(property)] as const,
    );
    return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
  }
  if (schema.type === 'boolean') return true;
  if (schema.type === 'array') return sampleList(schema);
  if (schema.not !== undefined) return undefined;
  const [first] = schema.anyOf ?? [];
  if (first?.const !== undefined) return first.const;
  if (schema.format === 'date') return '1990-05-31';
  const pattern = first?.pattern ?? schema.pattern;
  if (schema.format === 'email') return pattern === undefined ? 'lan@traveller.example' : undefined;
  return ['anything', 'Lan', '1234'].find((text) => pattern === undefined || new RegExp(pattern).test(text));
};

const sampleList = ({ items, maxItems = 0 }: Schema): unknown => {
  if (items === false || items === undefined) return undefined;
  if (items.anyOf === undefined) return Array.from({ length: maxItems }, () => sample(items));
  const values = items.anyOf.slice(0, maxItems).map((choice) => choice.const);
  return values.length === maxItems ? values : undefined;
};

const pricing = pricingAt(fareOf('10', 'THB'));
const emptyForm = { fields: new Map() };

/** Where a field's value stands in what the partner sent, once per passenger. */
const placesOf = (form: BookingForm, data: BookingData) =>
  form.fields.flatMap((field) => {
    if (field.place === 'booking') return [{ field, key: field.key, values: data as object }];
    if (field.place === 'additional')
      return [{ field, key: field.key, values: (data.additional_fields ?? {}) as object }];
    return data.passengers.map((values, index) => ({
      field,
      key: field.key.replace('passenger[0]', `passenger[${index}]`),
      values: values as object,
    }));
  });

describe('the reserve body', () => {
  it('carries every value a partner can set, under the key 12go gave it', async () => {
    let booked = 0;
    await fc.assert(
      fc.asyncProperty(checkoutBodies, async (body) => {
        const form = readBookingForm(await readCheckout(body), 2);
        const verdict = judgeBookingData(form, sample(toBookingSchema(form, pricing) as Schema));
        if (!verdict.ok) return;
        booked += 1;
        const reserve = toReserveForm(form, verdict.data);
        for (const { field, key, values } of placesOf(form, verdict.data)) {
          const value = new Map<string, unknown>(Object.entries(values)).get(field.name);
          if (value === undefined) continue;
          const sent = Array.isArray(value) ? value.join(',') : value;
          expect([key, reserve.get(key)]).toEqual([key, field.kind === 'switch' ? sent === 'true' : sent]);
        }
      }),
      { numRuns: 150 },
    );
    expect(booked).toBeGreaterThan(50);
  });

  it('is judged by what the schema itself allows', async () => {
    await fc.assert(
      fc.asyncProperty(checkoutBodies, async (body) => {
        const form = readBookingForm(await readCheckout(body), 2);
        const verdict = judgeBookingData(form, sample(toBookingSchema(form, pricing) as Schema));
        const named = verdict.ok ? [] : verdict.fields.map(({ message }) => message);
        expect(named.filter((message) => message !== 'is required')).toEqual([]);
      }),
      { numRuns: 80 },
    );
  });

  it('holds no key beyond the form, contact, seats, names and the child flag', async () => {
    const always = /^(contact\[(mobile|email)\]|seats|passenger\[\d\]\[(first_name|last_name|is_child)\])$/;
    await fc.assert(
      fc.asyncProperty(checkoutBodies, async (body) => {
        const checkout = await readCheckout(body);
        const form = readBookingForm(checkout, 2);
        const verdict = judgeBookingData(form, sample(toBookingSchema(form, pricing) as Schema));
        if (!verdict.ok) return;
        for (const key of toReserveForm(form, verdict.data).keys()) {
          const template = key.replace(/^passenger\[\d+\]/, 'passenger[0]');
          expect(always.test(key) || checkout.fields.has(template)).toBe(true);
        }
      }),
      { numRuns: 80 },
    );
  });

  it('is in the order contact, seats, seat choice, additional fields, passengers', async () => {
    const keys = [
      'passenger[0][last_name]',
      `delivery[${trip}]`,
      `selected_seats_${trip}_allow_auto`,
      'passenger[0][first_name]',
      `selected_seats_${trip}`,
      'contact[email]',
      'contact[mobile]',
    ];
    const map = { data: { seatmap: { seats: { A1: {}, A2: {} } } } };
    const body = Object.fromEntries(keys.map((key) => [key, key === `selected_seats_${trip}` ? map : {}]));
    const form = readBookingForm(await readCheckout(JSON.stringify(body)), 1);
    const reserve = toReserveForm(form, {
      email: 'a@b.example',
      mobile_phone: '1',
      seat_selection: ['A2'],
      additional_fields: { delivery: 'x' },
      passengers: [{ first_name: 'Lan', last_name: 'Tran' }],
    });
    expect([...reserve.keys()]).toEqual([
      'contact[mobile]',
      'contact[email]',
      'seats',
      `selected_seats_${trip}`,
      `selected_seats_${trip}_allow_auto`,
      `delivery[${trip}]`,
      'passenger[0][last_name]',
      'passenger[0][first_name]',
      'passenger[0][is_child]',
    ]);
  });

  it.each([
    [undefined, undefined, true],
    [['A1'], undefined, false],
    [undefined, false, false],
    [['A1'], true, true],
  ])('with seats %j and the wish %j lets 12go pick seats: %j', async (seats, wish, automatic) => {
    const body = {
      [`selected_seats_${trip}`]: { data: { seatmap: { seats: { A1: {} } } } },
      [`selected_seats_${trip}_allow_auto`]: {},
    };
    const form = readBookingForm(await readCheckout(JSON.stringify(body)), 1);
    const reserve = toReserveForm(form, {
      ...(seats !== undefined && { seat_selection: seats }),
      ...(wish !== undefined && { allow_automatic_seat_selection: wish }),
      passengers: [{}],
    });
    expect(reserve.get(`selected_seats_${trip}_allow_auto`)).toBe(automatic);
    expect(reserve.has(`selected_seats_${trip}`)).toBe(seats !== undefined);
  });

  it('never holds a seat choice the form does not ask for', () => {
    const form = readBookingForm(emptyForm, 1);
    const reserve = toReserveForm(form, { seat_selection: ['A1'], passengers: [{ first_name: 'Lan' }] });
    expect(Object.fromEntries(reserve)).toEqual({
      seats: 1,
      'passenger[0][first_name]': 'Lan',
      'passenger[0][is_child]': false,
    });
  });

  it('takes the nationality for the country, and the first kind of document by default', async () => {
    const body = {
      'passenger[0][nationality]': {},
      'passenger[0][country_id]': {},
      'passenger[0][id_type]': {},
    };
    const form = readBookingForm(await readCheckout(JSON.stringify(body)), 2);
    const reserve = toReserveForm(form, {
      passengers: [{ country_id: 'TH', nationality: 'LA' }, { country_id: 'TH' }],
    });
    expect([0, 1].map((index) => reserve.get(`passenger[${index}][country_id]`))).toEqual(['LA', 'TH']);
    expect(reserve.get('passenger[1][id_type]')).toBe('0');
  });
});
