/** Promises of the booking schema beyond its golden files: nothing is asked that nobody can answer, nothing is silently unsaid. */
import { describe, expect, it } from 'vitest';
import { judgeBookingData } from '../src/booking-data.ts';
import { readBookingForm } from '../src/booking-form.ts';
import { toBookingSchema } from '../src/booking-schema.ts';
import { fareOf, pricingAt, readCheckout, trip } from './support/checkout-forms.ts';

const pricing = pricingAt(fareOf('100', 'THB'));
const read = async (fields: object, pax = 1) =>
  readBookingForm(await readCheckout(JSON.stringify(fields)), pax);
const schemaOf = async (fields: object, pax = 1) => toBookingSchema(await read(fields, pax), pricing);

const seats = (required: boolean) => ({
  [`selected_seats_${trip}`]: {
    required,
    data: { min_seats: 1, seatmap: { seats: { A1: {}, A2: {}, A3: {} } } },
  },
});

describe('seats', () => {
  it('that cannot be chosen for everybody are not offered, and not taken', async () => {
    expect(await schemaOf(seats(false), 12)).not.toHaveProperty('properties.seat_selection');
    const verdict = judgeBookingData(await read(seats(false), 12), { seat_selection: ['A1', 'A2', 'A3'] });
    expect(verdict.ok ? [] : verdict.fields).toContainEqual({
      field: 'booking_data.seat_selection',
      message: 'is not a field of this booking',
    });
  });

  it('are offered where they are enough, and where 12go insists', async () => {
    expect(await schemaOf(seats(false), 3)).toHaveProperty('properties.seat_selection.minItems', 3);
    expect(await schemaOf(seats(true), 12)).toHaveProperty('properties.seat_selection.minItems', 12);
  });
});

describe('a field', () => {
  const first = 'properties.passengers.items.properties';

  it('whose rule cannot be published says that 12go judges it', async () => {
    const field = {
      type: 'input',
      description: 'As in the passport.',
      regexp: ['/^(?=.*\\d)[a-z\\d]{6,}$/'],
    };
    const schema = await schemaOf({ 'passenger[0][id_no]': field });
    expect(schema).not.toHaveProperty(`${first}.id_number.pattern`);
    expect(schema).toHaveProperty(
      `${first}.id_number.description`,
      'As in the passport. 12go checks what is entered here when it books: its rule cannot be shown.',
    );
  });

  it('that is a date has the format, and a pattern and a length that leave nothing to an engine', async () => {
    const schema = await schemaOf({ 'passenger[0][dob]': { type: 'date' } });
    expect(schema).toHaveProperty(`${first}.dob`, {
      type: 'string',
      format: 'date',
      pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}',
      maxLength: 10,
    });
  });

  it('offers no "please choose" among its choices', async () => {
    const options = [
      { value: '', text: 'Nationality' },
      { value: 0, text: '---' },
      { value: '0', text: 'Please choose …' },
      { value: 'TH', text: 'Thailand' },
    ];
    const schema = await schemaOf({ 'passenger[0][country_id]': { type: 'select', options } });
    expect(schema).toHaveProperty(`${first}.country_id.anyOf`, [{ const: 'TH', title: 'Thailand' }]);
    const kinds = { type: 'select', options: [{ value: '0', text: 'Passport' }] };
    const documents = await schemaOf({ 'passenger[0][id_type]': kinds });
    expect(documents).toHaveProperty(`${first}.id_type.anyOf.0.const`, '0');
  });

  it.each(['TH', 'th', 'Thailand', 'THAILAND'])('takes its choice as %s', async (country_id) => {
    const field = { type: 'select', options: [{ value: 'TH', text: 'Thailand' }] };
    const form = await read({ 'passenger[0][country_id]': field });
    const verdict = judgeBookingData(form, {
      email: 'a@b.example',
      mobile_phone: '1',
      passengers: [{ first_name: 'Lan', last_name: 'Tran', country_id }],
    });
    expect(verdict).toMatchObject({ ok: true, data: { passengers: [{ country_id: 'TH' }] } });
  });
});
