/** The law of quotes, over checkout forms as 12go could send them and booking data that mostly fits them. */
import type { ServerResponse } from 'node:http';
import { bookingSchema, type Money, problemSchema, quoteSchema } from '@partner-gateway/contract';
import fc from 'fast-check';
import { expect } from 'vitest';
import { checkoutBodies } from '../../../booking-forms/test/support/checkout-forms.ts';
import type { Answer } from '../support/api.ts';
import type { Json } from '../support/bend.ts';
import { open } from '../support/builders.ts';
import type { RecordedApi } from '../support/recorded-api.ts';

const trip = 'TH014901tK0Rob00F0kQ2r7M-2026-12-05-07:30';
const passengers = 2;

/** What to write into a field, as a traveller with a schema before him does. */
type Pick = <Value>(values: readonly [Value, ...Value[]]) => Value;

const texts = ['Anna', 'ABC', '12345', '+61400111222', 'Lotus Lane'] as const;
const days = ['1990-05-31', '1990-05-31', '2031-01-01', '2031-01-01', '2031-02-30'] as const;

const textFor = (schema: Json, pick: Pick): string => {
  const { pattern, anyOf } = schema;
  const rules = [schema, ...(Array.isArray(anyOf) ? (anyOf as Json[]) : [])].map((rule) => rule.pattern);
  const [first, ...fitting] = texts.filter((text) =>
    rules.some((rule) => typeof rule === 'string' && new RegExp(rule, 'u').test(text)),
  );
  return pattern !== undefined && first !== undefined ? pick([first, ...fitting]) : pick(texts);
};

const constsOf = ({ anyOf }: Json): unknown[] =>
  Array.isArray(anyOf)
    ? (anyOf as Json[]).flatMap((choice) => ('const' in choice ? [choice.const] : []))
    : [];

const valueFor = (schema: Json, pick: Pick): unknown => {
  const [choice, ...choices] = constsOf(schema);
  if (choice !== undefined) return pick([choice, ...choices]);
  if (schema.type === 'boolean') return pick([true, false]);
  if (schema.type === 'object') return objectFor(schema, pick);
  if (schema.type === 'array') return listFor(schema, pick);
  if (schema.format === 'date') return pick(days);
  return schema.format === 'email'
    ? pick(['anna@example.com', 'anna@example.com', 'anna@example.com', 'anna'])
    : textFor(schema, pick);
};

/** Seats are taken from the front, passengers are as many as there have to be; now and then one is missing. */
const listFor = (schema: Json, pick: Pick): unknown[] => {
  const {
    minItems = 0,
    maxItems = 0,
    items,
  } = schema as { minItems?: number; maxItems?: number; items: Json };
  const length = pick([maxItems, maxItems, maxItems, minItems, minItems, Math.max(0, maxItems - 1)]);
  const seats = constsOf(items);
  if (seats.length > 0) return seats.slice(0, length);
  return Array.from({ length }, () => valueFor(items, pick));
};

/** Most fields are filled in; a name that nobody asked for is rare. */
const objectFor = ({ properties = {} }: Json, pick: Pick): Json => {
  const filled = Object.entries(properties as Record<string, Json>).filter(() => pick([...often, false]));
  const strange = pick([...often, false]) ? [] : [['shoe_size', '42']];
  return Object.fromEntries([...filled.map(([name, schema]) => [name, valueFor(schema, pick)]), ...strange]);
};
const often = [true, ...Array<true>(29).fill(true)] as const;

/** How many quotes the law has seen, and how they ended. */
export type QuoteCounts = { forms: number; accepted: number; refused: number };

/** A gateway whose 12go sends the given form for every cart, and takes every reserve without a word about it later. */
const serve = ({ api, twelveGo }: RecordedApi, form: string): void =>
  twelveGo.answer((method, url) => {
    const json = (status: number, text: string) => (response: ServerResponse) =>
      void response.writeHead(status, { 'content-type': 'application/json' }).end(text);
    if (method === 'GET' && url.includes('/checkout/')) return json(200, form);
    if (method === 'POST' && url.includes('/reserve/'))
      return json(200, `{"bid":"${api.sandbox.ledger.length}"}`);
    return method === 'GET' && url.includes('/booking/') ? json(500, '{}') : undefined;
  });

const assertSame = (
  quoted: { total_price: Money; problems: readonly { code: string; field?: string | undefined }[] },
  created: Answer,
) => {
  if (quoted.problems.length === 0) {
    expect(created.read(bookingSchema).total_price).toEqual(quoted.total_price);
    return;
  }
  const refusal = created.read(problemSchema);
  expect(quoted.problems.map(({ code }) => code)).toContain(refusal.code);
  const named = quoted.problems.map(({ field }) => field);
  expect(refusal.fields?.filter(({ field }) => !named.includes(field)) ?? []).toEqual([]);
};

/**
 * A quote that reports no problem is accepted by create at that total; what create refuses, the quote had reported, field
 * by field; the lines add up to the total; and until create is called 12go was sent no reserve.
 */
export const checkQuoteLaw = async (recorded: RecordedApi, forms: number): Promise<QuoteCounts> => {
  const { api, twelveGo } = recorded;
  const caller = api.as('demo');
  const counts: QuoteCounts = { forms: 0, accepted: 0, refused: 0 };
  const reserves = () => twelveGo.passed.filter(({ url }) => url.includes('/reserve/')).length;
  api.creditLine.set('demo', { balance: '90000000000.00', currency: 'THB' });
  await fc.assert(
    fc.asyncProperty(checkoutBodies, fc.gen(), async (form, g) => {
      serve(recorded, form);
      const { booking_token, booking_schema } = await open(caller, trip, passengers);
      const pick: Pick = (values) => g(fc.constantFrom, ...values) as never;
      const body = { booking_token, booking_data: objectFor(booking_schema, pick) };
      const before = reserves();
      const quoted = (await caller.post('/bookings/quote', body)).read(quoteSchema);
      expect(reserves()).toBe(before);
      const cents = quoted.lines.map(({ amount }) => BigInt(amount.amount.replace('.', '')));
      const total = cents.reduce((sum, line) => sum + line, 0n);
      expect(total).toBe(BigInt(quoted.total_price.amount.replace('.', '')));
      const created = await caller.post('/bookings', { ...body, total_price: quoted.total_price });
      assertSame(quoted, created);
      counts.forms += 1;
      counts[quoted.problems.length === 0 ? 'accepted' : 'refused'] += 1;
      expect(reserves() - before).toBe(quoted.problems.length === 0 ? 1 : 0);
    }),
    { numRuns: forms },
  );
  return counts;
};
