/** The form kit: what it shows of a booking schema, and that it refuses nothing that the gateway takes. */
import { readFileSync } from 'node:fs';
import { judgeBookingData, readBookingForm, toBookingSchema } from '@partner-gateway/booking-forms';
import { createMarkup, surcharge, toContractMoney } from '@partner-gateway/pricing';
import { chosenSurcharges, toFields, validate } from '@partner-gateway/sdk/forms';
import {
  createTwelveGoClient,
  createTwelveGoTransport,
  toCartId,
  toDecimal,
} from '@partner-gateway/twelvego-client';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const folder = new URL('../../booking-forms/test/__golden__/forms/', import.meta.url);
const read = (file: string): string => readFileSync(new URL(file, folder), 'utf8');

const forms = [
  { name: 'hanoi-sapa', pax: 2, currency: 'USD' },
  { name: 'cebu-tagbilaran', pax: 2, currency: 'PHP' },
  { name: 'documents', pax: 2, currency: 'THB' },
  { name: 'several-patterns', pax: 2, currency: 'THB' },
  { name: 'priced-choices', pax: 2, currency: 'THB' },
  { name: 'consent-boxes', pax: 1, currency: 'THB' },
  { name: 'optional-seats', pax: 2, currency: 'THB' },
  { name: 'points-and-delivery', pax: 1, currency: 'THB' },
] as const;

const markup = createMarkup({ percentage: '0.10', fixedFee: '0.50', fixedFeeCurrency: 'USD' });

/** The form as the gateway reads it off 12go's answer, and the schema that it gives to partners. */
const open = async ({ name, pax, currency }: (typeof forms)[number]) => {
  const bytes = new TextEncoder().encode(read(`${name}.form.json`));
  const transport = createTwelveGoTransport({
    baseUrl: 'https://api.upstream.example',
    exchange: async () => ({
      status: 200,
      headers: new Headers({ 'content-type': 'application/json' }),
      body: (async function* () {
        yield await Promise.resolve(bytes);
      })(),
    }),
  });
  const form = readBookingForm(
    await createTwelveGoClient(transport, 'key').checkoutForm(toCartId('c8Kq2Zt1'), pax),
    pax,
  );
  const schema = toBookingSchema(form, {
    base: { value: toDecimal('300'), fxcode: currency },
    sell: (net) => toContractMoney(surcharge({ net, markup }).price),
  });
  return { form, schema, data: JSON.parse(read(`${name}.data.json`)) as Record<string, unknown> };
};

/** Somewhere in the data, something else: what people type, what serialisers write, what programs get wrong. */
const change = fc.record({
  at: fc.nat(),
  to: fc.oneof(
    fc.constantFrom<unknown>(undefined, null, '', ' ', 'x', 0, true, [], {}, ['A1'], ['A1', 'A1']),
    fc.constantFrom('1990-02-30', '1990-01-31', '+61 (400) 111-222', 'Nguyễn', 'Nguyễn', 'O’Brien'),
    fc.string({ unit: 'grapheme', maxLength: 12 }),
    fc.nat().map((index) => ({ choice: index })),
    fc.constantFrom({ upper: true }, { pad: true }),
  ),
});

type Change = { at: number; to: unknown };

const changed = (schema: object, data: unknown, { at, to }: Change): unknown => {
  const copy: unknown = structuredClone(data);
  const places: [Record<string, unknown>, string][] = [];
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [name, member] of Object.entries(value)) {
      places.push([value as Record<string, unknown>, name]);
      walk(member);
    }
  };
  walk(copy);
  const [owner, name] = places[at % places.length] ?? [{}, ''];
  const choices = toFields(schema as Parameters<typeof toFields>[0]).flatMap((field) =>
    field.name === name ? field.choices : [],
  );
  const before = String(owner[name]);
  const special = typeof to === 'object' && to !== null && !Array.isArray(to) ? to : {};
  if ('choice' in special)
    owner[name] = choices[Number(special.choice) % Math.max(1, choices.length)]?.title ?? before;
  else if ('upper' in special) owner[name] = before.toUpperCase();
  else if ('pad' in special) owner[name] = ` ${before} `;
  else owner[name] = to;
  return copy;
};

describe.each(forms)('the form $name', (one) => {
  test('takes the data that it was made for', async () => {
    const { schema, data } = await open(one);
    expect(validate(schema, data)).toEqual([]);
  });

  test('refuses nothing that the gateway takes', async () => {
    const { form, schema, data } = await open(one);
    let taken = 0;
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
        const sent = changes.reduce<unknown>((before, next) => changed(schema, before, next), data);
        if (!judgeBookingData(form, sent).ok) return;
        taken += 1;
        // An empty text is an answer to the gateway where 12go gives no rule, and none to people.
        const refused = validate(schema, sent).filter(({ message }) => !message.endsWith('is required'));
        expect(refused).toEqual([]);
      }),
      { numRuns: 60 },
    );
    expect(taken).toBeGreaterThan(0);
  });

  test('names each required answer that is missing where the gateway names it', async () => {
    const { form, schema, data } = await open(one);
    const passengers = (data.passengers as unknown[]).map(() => ({}));
    const verdict = judgeBookingData(form, { passengers });
    const named = validate(schema, { passengers }).map(({ field }) => field);
    expect(verdict.ok ? [] : verdict.fields.map(({ field }) => field).toSorted()).toEqual(named.toSorted());
  });
});

test('fields come with title, kind, choices and surcharges', async () => {
  const { schema } = await open(forms[4]);
  const priced = toFields(schema).flatMap(({ choices }) => choices.filter(({ surcharge: one }) => one));
  expect(priced.length).toBeGreaterThan(0);
  for (const { title, surcharge: price } of priced)
    expect(title).toContain(`(+${price?.amount} ${price?.currency})`);
});

test('every problem can be shown to whoever has to act, and never holds what was typed', async () => {
  const { schema } = await open(forms[0]);
  const typed = 'secret-7';
  const problems = validate(schema, { passengers: [{ first_name: typed, dob: typed }, 7], tpyo: typed });
  expect(problems.length).toBeGreaterThan(3);
  expect(JSON.stringify(problems)).not.toContain(typed);
  expect(problems).toContainEqual({ field: 'booking_data.tpyo', message: 'is not a field of this form' });
});

test('surcharges of chosen answers are told one by one', async () => {
  const { schema, data } = await open(forms[4]);
  const told = chosenSurcharges(schema, data);
  expect(told.length).toBeGreaterThan(0);
  for (const { surcharge: price } of told) expect(price.amount).toMatch(/^\d+\.\d{2}$/);
});

test('what is no booking schema is refused in words', () => {
  expect(() => toFields({ type: 'object' })).toThrow('this is no booking_schema');
});
