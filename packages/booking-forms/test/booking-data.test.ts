/** Promises of the judge: all failing fields at once, under partner paths, without a value. */
import { beforeAll, describe, expect, it } from 'vitest';
import { judgeBookingData } from '../src/booking-data.ts';
import { type BookingForm, readBookingForm } from '../src/booking-form.ts';
import { readCheckout, trip } from './support/checkout-forms.ts';

const input = { type: 'input', required: true };
const body = {
  'contact[mobile]': { ...input, regexp: ['/^\\+[0-9]{7,15}$/'] },
  'contact[email]': { ...input, regexp: ['/^[a-z@.]+$/i'] },
  'passenger[0][first_name]': { ...input, regexp: ['/^\\pL{2,30}$/u'] },
  'passenger[0][last_name]': input,
  'passenger[0][country_id]': {
    type: 'select',
    required: true,
    options: [
      { value: 'AU', text: 'Australia' },
      { value: 'VN', text: 'Việt Nam' },
      { value: 'x1', text: 'Twin' },
      { value: 'x2', text: 'Twin' },
    ],
  },
  'passenger[0][is_child]': { name: 'passenger[0][is_child]' },
  'passenger[0][dob]': { type: 'date' },
  [`points[${trip}][pickup]`]: { ...input, options: [{ value: 'oldq', text: 'Old Quarter' }] },
  [`points[${trip}][agree]`]: { type: 'checkbox' },
  [`selected_seats_${trip}`]: {
    data: { min_seats: 2, seatmap: { seats: { A1: {}, B1: {}, B2: { is_available: false } } } },
  },
};
const lan = { first_name: 'Lan', last_name: 'Tran', country_id: 'AU' };
const good = {
  email: 'lan@traveller.example',
  mobile_phone: '+61400111222',
  additional_fields: { points_pickup: 'oldq' },
  passengers: [lan, { ...lan, first_name: 'Minh' }],
};

describe('booking data', () => {
  let form: BookingForm;
  beforeAll(async () => {
    form = readBookingForm(await readCheckout(JSON.stringify(body)), 2);
  });

  const fieldsOf = (data: unknown) => {
    const verdict = judgeBookingData(form, data);
    return verdict.ok ? [] : verdict.fields.map(({ field, message }) => `${field} ${message}`);
  };
  const codeOf = (data: unknown) => {
    const verdict = judgeBookingData(form, data);
    return verdict.ok ? 'ok' : verdict.code;
  };
  const second = (change: object) => ({ ...good, passengers: [lan, { ...lan, ...change }] });

  it('that fits comes back as it was sent', () => {
    expect(judgeBookingData(form, good)).toEqual({ ok: true, data: good });
  });

  it('has its choices turned into values, whichever letter case their titles came in', () => {
    const sent = {
      ...second({ country_id: 'VIỆT NAM' }),
      additional_fields: { points_pickup: 'old quarter', points_agree: true },
      seat_selection: ['a1', 'B1'],
    };
    expect(judgeBookingData(form, sent)).toMatchObject({
      ok: true,
      data: {
        seat_selection: ['A1', 'B1'],
        additional_fields: { points_pickup: 'oldq', points_agree: 'true' },
        passengers: [{ country_id: 'AU' }, { country_id: 'VN' }],
      },
    });
  });

  it('that names a choice two values share is asked for the value', () => {
    expect(fieldsOf(second({ country_id: 'twin' }))).toEqual([
      'booking_data.passengers[1].country_id is not one of the allowed values',
    ]);
  });

  it.each([
    ['no data at all', undefined, ['booking_data is required']],
    ['a list', [], ['booking_data must be an object']],
    [
      'a short name',
      second({ first_name: 'L' }),
      ['booking_data.passengers[1].first_name First name: 2 to 30 letters, for example Anna'],
    ],
    ['a number', second({ first_name: 7 }), ['booking_data.passengers[1].first_name must be a string']],
    ['a null', second({ dob: null }), ['booking_data.passengers[1].dob must be a string']],
    [
      'a word for a flag',
      second({ is_child: 'no' }),
      ['booking_data.passengers[1].is_child must be true or false'],
    ],
    [
      'another date',
      second({ dob: '01.02.1990' }),
      ['booking_data.passengers[1].dob Date of birth: a date as YYYY-MM-DD, for example 1990-05-31'],
    ],
    [
      'a surplus field',
      second({ shoe_size: 'x' }),
      ['booking_data.passengers[1].shoe_size is not a field of this booking'],
    ],
    ['a price', { ...good, net_price: '1' }, ['booking_data.net_price is not a field of this booking']],
    [
      'a name no one can read',
      { ...good, 'a b\n': 1 },
      ['booking_data holds something that is not a field of this booking'],
    ],
    ['one passenger', { ...good, passengers: [lan] }, ['booking_data.passengers must have exactly 2 items']],
    [
      'five passengers',
      { ...good, passengers: [lan, lan, {}, 3, lan] },
      ['booking_data.passengers must have exactly 2 items'],
    ],
    [
      'text for a passenger',
      { ...good, passengers: [lan, 'Minh'] },
      ['booking_data.passengers[1] must be an object'],
    ],
    [
      'one seat',
      { ...good, seat_selection: ['A1'] },
      ['booking_data.seat_selection must have exactly 2 items'],
    ],
    [
      'a seat twice',
      { ...good, seat_selection: ['A1', 'a1'] },
      ['booking_data.seat_selection must not name an item twice'],
    ],
    [
      'a taken seat',
      { ...good, seat_selection: ['A1', 'B2'] },
      ['booking_data.seat_selection[1] is not one of the allowed values'],
    ],
    [
      'a bad e-mail',
      { ...good, email: 'lan' },
      ['booking_data.email E-mail: an e-mail address, for example anna@example.com'],
    ],
  ])('with %s is told so', (_, data, fields) => {
    expect(fieldsOf(data)).toEqual(fields);
  });

  it('is told of every failing field at once, each once', () => {
    expect(fieldsOf({ email: 'x', passengers: [{}, { ...lan, first_name: 'L' }] }).toSorted()).toEqual([
      'booking_data.additional_fields.points_pickup is required',
      'booking_data.email E-mail: an e-mail address, for example anna@example.com',
      'booking_data.mobile_phone is required',
      'booking_data.passengers[0].country_id is required',
      'booking_data.passengers[0].first_name is required',
      'booking_data.passengers[0].last_name is required',
      'booking_data.passengers[1].first_name First name: 2 to 30 letters, for example Anna',
    ]);
  });

  it('is called incomplete only when nothing else is wrong', () => {
    expect(codeOf({ passengers: [lan, {}] })).toBe('missing_parameter');
    expect(codeOf({ passengers: [lan, { first_name: 'L' }] })).toBe('schema_validation_failed');
  });

  it('may hold nothing in what the form does not ask for, as a serialiser writes it', async () => {
    const form = readBookingForm(
      await readCheckout(
        JSON.stringify({
          [`selected_seats_${trip}`]: {
            data: { min_seats: 1, seatmap: { seats: { A1: {}, A2: {} } } },
          },
          'passenger[0][id_no]': { type: 'input', required: true, regexp: ['/^[A-Z0-9]+$/'] },
        }),
      ),
      1,
    );
    const lan = { first_name: 'Lan', last_name: 'Tran', id_number: 'AB12' };
    const sent = { email: 'a@b.example', mobile_phone: '+61400111222' };
    const nothing = { seat_selection: [], additional_fields: {}, upgrades: {} };
    const passenger = { ...lan, middle_name: '', title: '', gender: '' };
    expect(judgeBookingData(form, { ...sent, ...nothing, passengers: [passenger] })).toEqual({
      ok: true,
      data: { ...sent, passengers: [lan] },
    });
    const verdict = judgeBookingData(form, { ...sent, passengers: [{ ...lan, id_number: '' }] });
    expect(verdict.ok ? [] : verdict.fields.map(({ field }) => field)).toEqual([
      'booking_data.passengers[0].id_number',
    ]);
  });

  it('may carry upgrades and a residency nobody asked for, which are left out', () => {
    const sent = { ...second({ residency: 'TH' }), upgrades: { lounge: 'yes' } };
    expect(judgeBookingData(form, sent)).toEqual({ ok: true, data: second({}) });
  });

  it('is not tested here when it is longer than the pattern is safe on, as the pattern says itself', () => {
    expect(codeOf({ ...good, email: `${'1'.repeat(256)}@x.example` })).toBe('ok');
    expect(codeOf({ ...good, email: `${'1'.repeat(64)}@x.example` })).toBe('schema_validation_failed');
    expect(codeOf(second({ first_name: 'L'.repeat(300) }))).toBe('schema_validation_failed');
  });

  it('never has its values repeated', () => {
    const secret = 'SECRET-VALUE';
    const sent = { ...second({ first_name: `${secret}1`, country_id: secret, dob: secret }), email: secret };
    expect(JSON.stringify(judgeBookingData(form, sent))).not.toContain(secret);
  });
});
