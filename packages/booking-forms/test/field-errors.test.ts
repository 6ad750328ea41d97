/** Promises of field errors: every key of the form leads to the path its value was sent under, messages untouched. */
import { describe, expect, it } from 'vitest';
import { readBookingForm } from '../src/booking-form.ts';
import { toFieldErrors } from '../src/field-errors.ts';
import { readCheckout, trip } from './support/checkout-forms.ts';

const body = {
  'contact[email]': {},
  seats: {},
  'passenger[0][id_no]': {},
  'passenger[0][weight]': { required: true },
  [`passenger[0][baggage_${trip}]`]: {},
  [`points[${trip}][pickup]`]: {},
  [`selected_seats_${trip}`]: { data: { seatmap: { seats: { A1: {} } } } },
  'misc[terms]': { type: 'checkbox', required: true },
};

describe('a field error of 12go', () => {
  it.each([
    ['contact[email]', 'booking_data.email'],
    ['contact[mobile]', 'booking_data.mobile_phone'],
    ['seats', 'booking_data.passengers'],
    ['passenger[0][first_name]', 'booking_data.passengers[0].first_name'],
    ['passenger[1][id_no]', 'booking_data.passengers[1].id_number'],
    [`passenger[1][baggage_${trip}]`, 'booking_data.passengers[1].baggage_option'],
    ['passenger[1][weight]', 'booking_data.additional_fields.passenger_1_weight'],
    ['passenger[1][unheard_of]', 'booking_data.passengers[1]'],
    [`points[${trip}][pickup]`, 'booking_data.additional_fields.points_pickup'],
    [`selected_seats_${trip}`, 'booking_data.seat_selection'],
    ['misc[terms]', 'booking_data'],
    ['__proto__', 'booking_data'],
  ])('for %s is one for %s', async (key, field) => {
    const form = readBookingForm(await readCheckout(JSON.stringify(body)), 2);
    expect(toFieldErrors(form, new Map([[key, 'Please check']]))).toEqual([
      { field, message: 'Please check' },
    ]);
  });
});
