/** The compiled check of answers and the contract's own schemas never disagree, whatever a handler gives back. */
import { opsContract, partnerContract } from '@partner-gateway/contract';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createAnswerCheck } from '../../src/http/contract/answer-check.ts';

const atOnce = (task: () => void): void => task();

/** Every answer schema of both contracts. */
const schemas = [...Object.entries(partnerContract), ...Object.entries(opsContract)].flatMap(
  ([name, route]) =>
    Object.entries(route.responses).flatMap(([status, schema]) =>
      schema instanceof z.ZodType ? [{ name: `${name} ${status}`, schema }] : [],
    ),
);

type Json = Record<string, unknown>;

const texts = [
  '',
  'a',
  'PT',
  'PT5H15M',
  'PT0M',
  'P1D',
  '12.50',
  '12.5',
  'THB',
  'thb',
  '2026-11-14T07:30',
  'Bus',
  'Van',
];
const leaf = fc.oneof(
  fc.constantFrom<unknown>(...texts, 0, 1, -1, 1.5, 2 ** 60, Number.NaN, true, null, undefined),
  fc.constantFrom<unknown>([], {}, [null], [[]]),
  fc.string({ maxLength: 5 }),
);

const pricing = {
  gross_price: { amount: '22.05', currency: 'USD', price_type: 'Recommended' },
  net_price: { amount: '19.75', currency: 'USD' },
  taxes_and_fees: { amount: '2.30', currency: 'USD' },
};
const searchAnswer = {
  vehicles: [
    {
      id: 'A-Bus',
      name: 'Bus',
      seat_classes: [
        {
          id: '1',
          name: 'VIP',
          description: '',
          keywords: null,
          images: [{ url: 'https://x.example/i.jpg', width: 1, height: null, type: 'TYPE_CLASS_INSIDE' }],
          amenities: ['WC'],
        },
      ],
      images: null,
      description: null,
      keywords: null,
      amenities: null,
    },
  ],
  segments: [
    {
      id: 's',
      from_station: 'a',
      to_station: 'b',
      departure_time: '2026-11-14T07:30',
      arrival_time: '2026-11-14T12:45',
      travel_duration: 'PT5H15M',
      vehicle_id: 'A-Bus',
      operating_carrier_id: 'A',
      seat_class_id: '1',
      transportation_types: ['Bus'],
    },
  ],
  itineraries: [
    {
      id: 'i',
      departure_segments: ['s'],
      connection_guaranteed: true,
      cancellation_policies: [
        { from: null, penalty: { percent: 0 } },
        { from: 'PT72H', penalty: { amount: { amount: '1.00', currency: 'USD' } } },
      ],
      number_of_available_seats: 3,
      pricing,
      confirmation_type: 'Instant',
      ticket_type: 'ShowOnScreen',
    },
  ],
};
const problem = { type: 'https://x.example/p', title: 't', status: 404, code: 'not_found', detail: 'd' };
const booking = {
  id: 'BK-1',
  status: 'approved',
  total_price: { amount: '41.70', currency: 'USD' },
  segments: searchAnswer.segments,
};
const starts: readonly unknown[] = [
  searchAnswer,
  problem,
  booking,
  { status: 'ok', version: '1', uptime_seconds: 1 },
  [],
];

const pathsOf = (value: unknown, path: readonly string[] = []): readonly (readonly string[])[] =>
  typeof value === 'object' && value !== null
    ? [path, ...Object.entries(value).flatMap(([name, inner]) => pathsOf(inner, [...path, name]))]
    : [path];

const write = (root: unknown, path: readonly string[], name: string, value: unknown): unknown => {
  const copy: unknown = structuredClone(root);
  let at = copy as Json;
  for (const step of path) {
    const next = at[step];
    if (typeof next !== 'object' || next === null) return copy;
    at = next as Json;
  }
  at[name] = value;
  return copy;
};

/** A body with some of its parts replaced, and parts added that nobody declared. */
const bodies = fc.constantFrom(...starts).chain((start) => {
  const paths = pathsOf(start);
  const change = fc.record({
    path: fc.constantFrom(...paths),
    undeclared: fc.boolean(),
    name: fc.constantFrom('supplier_net', 'id', 'amount', 'images', 'toString', 'constructor'),
    value: leaf,
  });
  return fc.array(change, { maxLength: 3 }).map((changes) =>
    changes.reduce<unknown>((body, { path, undeclared, name, value }) => {
      const last = path.at(-1);
      if (undeclared || last === undefined) return write(body, path, name, value);
      return write(body, path.slice(0, -1), last, value);
    }, start),
  );
});

/** What a partner reads of it. */
const sent = (body: unknown): unknown => JSON.parse(JSON.stringify(body) ?? 'null');

describe.each(schemas)('$name', ({ schema }) => {
  test('is sent as the schema gives it back, or refused where the schema refuses', () => {
    const check = createAnswerCheck(schema, atOnce);
    check(searchAnswer);
    fc.assert(
      fc.property(bodies, (body) => {
        const parsed = schema.safeParse(body);
        const checked = check(body);
        if (!parsed.success) {
          expect(checked).toEqual({ mismatches: parsed.error.issues.map(({ path }) => path.join('.')) });
          return;
        }
        expect(sent('body' in checked ? checked.body : checked)).toEqual(sent(parsed.data));
      }),
      { numRuns: 300 },
    );
  });
});

const search = partnerContract.search.responses[200];

test('a search answer that fits is sent as it is, the same bytes before and after compiling', () => {
  const check = createAnswerCheck(search, atOnce);
  const first = check(searchAnswer);
  const checked = check(searchAnswer);
  expect(JSON.stringify(first)).toBe(JSON.stringify(checked));
  expect('body' in checked && checked.body === searchAnswer).toBe(true);
});

test('a field that nobody declared never leaves, however deep it lies', () => {
  const check = createAnswerCheck(search, atOnce);
  check(searchAnswer);
  for (const path of pathsOf(searchAnswer)) {
    const body = write(searchAnswer, path, 'supplier_net', 'canary-780.00');
    expect(JSON.stringify(check(body))).not.toContain('canary');
  }
});

test('text with rules of its own is refused where only they are broken', () => {
  const check = createAnswerCheck(search, atOnce);
  check(searchAnswer);
  const body = write(searchAnswer, ['segments', '0'], 'travel_duration', 'PT');
  expect(check(body)).toEqual({ mismatches: ['segments.0.travel_duration'] });
});

test.each([
  ['a refined object', z.object({ a: z.string() }).refine(({ a }) => a !== 'no'), { a: 'no' }],
  ['a transformed text', z.object({ a: z.string().transform((text) => text.trim()) }), { a: ' x ' }],
  ['a trimmed text', z.object({ a: z.string().trim() }), { a: ' x ' }],
  ['a default', z.object({ a: z.string().default('x') }), {}],
  ['a URL', z.object({ a: z.url() }), { a: 'no url' }],
  ['a refined list', z.array(z.string()).refine((list) => list.length !== 1), ['one']],
])('%s is judged by its schema', (_what, schema, body) => {
  const check = createAnswerCheck(schema, atOnce);
  check(body);
  const parsed = schema.safeParse(body);
  expect(check(body)).toEqual(
    parsed.success
      ? { body: parsed.data }
      : { mismatches: parsed.error.issues.map(({ path }) => path.join('.')) },
  );
});
