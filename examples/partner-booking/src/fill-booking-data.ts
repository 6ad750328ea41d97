/** Fills `booking_data` from the offer's `booking_schema`, as a form in front of a customer would. */
import type { BookingData, BookingSchema } from '@partner-gateway/sdk';

/** The part of JSON Schema (draft-07) that booking schemas use. */
type Schema = {
  readonly type?: string;
  readonly const?: string;
  readonly default?: unknown;
  readonly pattern?: string;
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly minItems?: number;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
};

/** What the customer would type, by the last word of the field; the first that fits the pattern is taken. */
const answers: Readonly<Record<string, readonly string[]>> = {
  email: ['lan.tran@traveller.example'],
  phone: ['+61400111222'],
  name: ['Lan', 'Лан'],
  dob: ['1990-01-31', '31-01-1990'],
  date: ['2035-01-31', '31-01-2035'],
  number: ['B1234567', '12345678'],
};
const anyText = ['Lotus Lane Hotel, 12 Hang Be', '1234'];

const fits = (schema: Schema, text: string): boolean =>
  (schema.pattern === undefined || new RegExp(schema.pattern, 'u').test(text)) &&
  (schema.anyOf === undefined || schema.anyOf.some((option) => fits(option, text)));

const choices = (schema: Schema): string[] => (schema.anyOf ?? []).flatMap((option) => option.const ?? []);

const textFor = (name: string, schema: Schema): string => {
  if (typeof schema.default === 'string') return schema.default;
  const [choice] = choices(schema);
  if (choice !== undefined) return choice;
  const known = answers[name.split('_').at(-1) ?? ''] ?? [];
  const text = [...known, ...anyText].find((candidate) => fits(schema, candidate));
  if (text === undefined) throw new Error(`this example does not know what to put into ${name}`);
  return text;
};

const listFor = ({ items = {}, minItems = 1 }: Schema): unknown[] =>
  items.type === 'object'
    ? Array.from({ length: minItems }, () => objectFor(items))
    : choices(items).slice(0, minItems);

const valueFor = (name: string, schema: Schema): unknown => {
  if (schema.type === 'object') return objectFor(schema);
  if (schema.type === 'array') return listFor(schema);
  if (schema.type === 'boolean') return schema.default ?? false;
  return textFor(name, schema);
};

/** Only what is required: the rest is the customer's choice. */
const objectFor = ({ properties = {}, required = [] }: Schema): Record<string, unknown> =>
  Object.fromEntries(required.map((name) => [name, valueFor(name, properties[name] ?? {})]));

/** Booking data with every required field. */
export const fillBookingData = (schema: BookingSchema): BookingData => objectFor(schema) as BookingData;

/** As many of the free seats as there are passengers; none when the trip has no seat map. */
export const pickSeats = (schema: BookingSchema, pax: number): string[] => {
  const seats = (schema as Schema).properties?.seat_selection?.items;
  const free = seats === undefined ? [] : choices(seats);
  return free.length < pax ? [] : free.slice(0, pax);
};
