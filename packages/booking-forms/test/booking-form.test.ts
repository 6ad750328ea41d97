/** Promises of reading a form: every key under its name, collisions told apart, a steady hash, no harm from hostile forms. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readBookingForm } from '../src/booking-form.ts';
import { checkoutBodies, readCheckout, trip } from './support/checkout-forms.ts';

const readForm = async (body: object | string, pax = 2) =>
  readBookingForm(await readCheckout(typeof body === 'string' ? body : JSON.stringify(body)), pax);

const nameOf = async (key: string, field: object = { title: 'x', required: true }) => {
  const form = await readForm({ [key]: field });
  const found = form.fields.find((candidate) => candidate.key === key);
  return found === undefined ? undefined : `${found.place}.${found.name}`;
};

describe('a form key', () => {
  it.each([
    ['contact[email]', 'booking.email'],
    ['contact[mobile]', 'booking.mobile_phone'],
    ['passenger[0][first_name]', 'passenger.first_name'],
    ['passenger[0][id_no]', 'passenger.id_number'],
    ['passenger[0][id_exp_date]', 'passenger.id_expiry_date'],
    ['passenger[0][id_issue_date]', 'passenger.id_issue_date'],
    ['passenger[0][seattype_code]', 'passenger.seat_type_code'],
    ['passenger[0][nationality]', 'passenger.nationality'],
    [`passenger[0][baggage_${trip}]`, 'passenger.baggage_option'],
    [`selected_seats_${trip}_allow_auto`, 'booking.allow_automatic_seat_selection'],
    [`points[${trip}][pickup]`, 'additional.points_pickup'],
    [`points[${trip}][Deep][Part]`, 'additional.points_part'],
    ['points[c8Kq2Zt1][flight_no]', 'additional.points_flight_no'],
    [`delivery[${trip}]`, 'additional.delivery'],
    [`delivery[${trip}][hotel_checkin_date]`, 'additional.delivery_hotel_checkin_date'],
    ['delivery_note', 'additional.delivery_note'],
    ['Insurance[Policy]', 'additional.insurance_policy'],
    [`extras_${trip}[meal]`, 'additional.extras_meal'],
    [`meal[${trip}][Size]`, 'additional.meal_size'],
    ['passenger[0][weight]', 'additional.passenger_0_weight'],
    ['misc[note]', 'additional.misc_note'],
    ['constructor', 'additional.field_constructor'],
    ['passenger[1][first_name]', undefined],
    ['passenger[20][weight]', undefined],
    ['passenger[64][weight]', undefined],
    ['seats', undefined],
  ])('%s is %s to partners', async (key, name) => {
    expect(await nameOf(key, { type: 'input', required: true })).toBe(name);
  });

  it('that nobody knows is left out and noted unless 12go requires it', async () => {
    const form = await readForm({ loyalty: { type: 'input' }, insurance: { type: 'input', required: true } });
    expect(form.fields.map(({ name }) => name)).not.toContain('loyalty');
    expect(form.fields.map(({ name }) => name)).toContain('insurance');
    expect(form.notes.unknownFields).toEqual(['insurance', 'loyalty']);
  });

  it('keeps its name when two legs trade places in the form', async () => {
    const [first, second] = ['AA014901tK0Rob00F0kQ2r7M', 'ZZ014901tK0Rob00F0kQ2r7M'];
    const keys = [`points[${first}][pickup]`, `points[${second}][pickup]`, 'points[zz][pickup]'];
    const toNames = async (order: readonly string[]) => {
      const form = await readForm(Object.fromEntries(order.map((key) => [key, { type: 'input' }])));
      return Object.fromEntries(form.fields.map(({ key, name }) => [key, name]));
    };
    const names = await toNames(keys);
    expect(keys.map((key) => names[key])).toEqual(['points_pickup', 'points_pickup1', 'points_pickup11']);
    expect(await toNames(keys.toReversed())).toEqual(names);
  });
});

describe('a form', () => {
  it('asks for contact and names even when 12go leaves them out', async () => {
    const form = await readForm({ seats: {} });
    expect(form.fields.map(({ name, required }) => [name, required])).toEqual([
      ['mobile_phone', true],
      ['email', true],
      ['first_name', true],
      ['last_name', true],
    ]);
  });

  it('ticks required boxes itself and never shows them', async () => {
    const box = { type: 'checkbox', required: true };
    const form = await readForm({
      'misc[terms]': box,
      'misc[news]': { type: 'checkbox' },
      'misc[old]': { ...box, disabled: true },
    });
    expect(form.consents).toEqual(['misc[terms]']);
    expect(form.fields.some(({ key }) => key.startsWith('misc'))).toBe(false);
  });

  it('tells free seats and whether there is a map', async () => {
    const seatmap = { seats: { '1': {}, '2': { is_available: false }, '3': {} }, booked: { '3': 1 } };
    const form = await readForm({ [`selected_seats_${trip}`]: { data: { seatmap } } });
    expect([form.hasSeatMap, [...form.freeSeats]]).toEqual([true, ['1']]);
    const hidden = await readForm({ [`selected_seats_${trip}`]: { disabled: true, data: { seatmap } } });
    expect([hidden.hasSeatMap, hidden.freeSeats.size]).toEqual([false, 0]);
  });

  it('offers every field it knows that is enabled and visible or required', async () => {
    const known = /^(contact|points|delivery|passenger\[0\]\[(?!weight))/;
    await fc.assert(
      fc.asyncProperty(checkoutBodies, async (body) => {
        const checkout = await readCheckout(body);
        const offered = new Set(readBookingForm(checkout, 2).fields.map(({ key }) => key));
        const asked = [...checkout.fields.values()].filter(
          ({ key, disabled, is_visible, required }) =>
            known.test(key) && !disabled && (is_visible || required),
        );
        expect(asked.filter(({ key }) => !offered.has(key))).toEqual([]);
      }),
    );
  });

  it('counts the rules it leaves to 12go', async () => {
    const form = await readForm({
      'passenger[0][title]': { type: 'input', regexp: ['/^(a+)+$/', '/^b$/', 'c'] },
    });
    expect(form.notes.regexDropped).toBe(2);
    expect(form.fields.find(({ name }) => name === 'title')?.patterns).toEqual([]);
  });

  it('of a thousand equal names is read in moments, each under its own name', async () => {
    const fields = Array.from({ length: 1000 }, (_, index) => [
      `points[t${index}][pickup]`,
      { type: 'input' },
    ]);
    const start = performance.now();
    const form = await readForm(Object.fromEntries(fields));
    expect(performance.now() - start).toBeLessThan(2000);
    expect(new Set(form.fields.map(({ name }) => name)).size).toBe(form.fields.length);
  });
});

describe('the hash of a form', () => {
  const seatKey = `selected_seats_${trip}`;
  const base = {
    'passenger[0][title]': { type: 'select', required: true, options: [{ value: 'b' }, { value: 'a' }] },
    [seatKey]: { type: 'select', data: { seatmap: { seats: { '1': { is_available: true }, '2': {} } } } },
  };
  const hashOf = async (body: object) => (await readForm(body)).hash;
  const titled = (change: object) => ({
    ...base,
    'passenger[0][title]': { ...base['passenger[0][title]'], ...change },
  });

  it('is 16 hex digits', async () => {
    expect(await hashOf(base)).toMatch(/^[0-9a-f]{16}$/);
  });

  it('stays when keys, options or free seats move', async () => {
    const hash = await hashOf(base);
    expect(await hashOf(Object.fromEntries(Object.entries(base).toReversed()))).toBe(hash);
    expect(await hashOf(titled({ options: [{ value: 'a' }, { value: 'b' }] }))).toBe(hash);
    const sold = { type: 'select', data: { seatmap: { seats: { '1': { is_available: false }, '2': {} } } } };
    expect(await hashOf({ ...base, [seatKey]: sold })).toBe(hash);
  });

  it('changes with what is required, of which type, and on offer', async () => {
    const variants = [
      base,
      titled({ required: false }),
      titled({ type: 'input' }),
      titled({ options: [{ value: 'a' }] }),
      { ...base, 'passenger[0][dob]': { type: 'date' } },
    ];
    expect(new Set(await Promise.all(variants.map(hashOf))).size).toBe(variants.length);
  });

  it('is the same in every order of keys', async () => {
    await fc.assert(
      fc.asyncProperty(checkoutBodies, fc.infiniteStream(fc.nat()), async (body, ranks) => {
        const fields = Object.entries(JSON.parse(body) as object);
        const moved = fields
          .map((field) => ({ field, rank: ranks.next().value }))
          .sort((left, right) => left.rank - right.rank);
        const shuffled = Object.fromEntries(moved.map(({ field }) => field));
        expect(await hashOf(shuffled)).toBe((await readForm(body)).hash);
      }),
    );
  });
});
