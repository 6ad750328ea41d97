/** Promises of the judge against hostile data and hostile forms: always a verdict, never a prototype, never long. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeBookingData } from '../src/booking-data.ts';
import { readBookingForm } from '../src/booking-form.ts';
import { checkoutBodies, readCheckout } from './support/checkout-forms.ts';

describe('hostile booking data', () => {
  it('cannot reach a prototype', async () => {
    const poison =
      '{"__proto__":{"ok":1},"constructor":{"prototype":{"ok":1}},"passengers":[{"__proto__":{"first_name":"L"}}]}';
    const form = readBookingForm(await readCheckout('{"seats":{}}'), 1);
    const verdict = judgeBookingData(form, JSON.parse(poison));
    const fields = verdict.ok ? [] : verdict.fields.map(({ field, message }) => `${field} ${message}`);
    expect(fields).toContain('booking_data.__proto__ is not a field of this booking');
    expect(fields).toContain('booking_data.passengers[0].first_name is required');
    expect(Object.hasOwn(Object.prototype, 'ok')).toBe(false);
  });

  it('of any kind gets a verdict, for any form', async () => {
    const names = fc.constantFrom(
      'email',
      'passengers',
      'additional_fields',
      'seat_selection',
      '__proto__',
      'x',
    );
    const sent = fc.oneof(fc.jsonValue(), fc.dictionary(names, fc.jsonValue(), { noNullPrototype: true }));
    await fc.assert(
      fc.asyncProperty(checkoutBodies, sent, async (checkout, data) => {
        const any = readBookingForm(await readCheckout(checkout), 2);
        const verdict = judgeBookingData(any, data);
        expect(verdict.ok || verdict.fields.length > 0).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('of a hundred thousand passengers and seats is refused in moments', async () => {
    const body = { selected_seats_t1: { data: { seatmap: { seats: { A1: {} } } } } };
    const form = readBookingForm(await readCheckout(JSON.stringify(body)), 1);
    const many = Array.from({ length: 100_000 }, () => ({}));
    const start = performance.now();
    const verdict = judgeBookingData(form, { passengers: many, seat_selection: many });
    expect(performance.now() - start).toBeLessThan(500);
    expect(verdict.ok ? [] : verdict.fields.length).toBeLessThan(10);
  });

  it('with an endless e-mail is refused in moments', async () => {
    const form = readBookingForm(await readCheckout('{"seats":{}}'), 1);
    const start = performance.now();
    const verdict = judgeBookingData(form, { email: `a@${'a'.repeat(200_000)}`, passengers: [{}] });
    expect(performance.now() - start).toBeLessThan(500);
    expect(verdict.ok).toBe(false);
  });
});
