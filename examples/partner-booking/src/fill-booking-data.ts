/** Fills `booking_data` from the offer's `booking_schema`, as a form in front of a customer would. */
import type { BookingData, BookingSchema } from '@partner-gateway/sdk';
import { type FormField, toFields, validate } from '@partner-gateway/sdk/forms';

/** What the customer would type, by the last word of the field; the first that fits is taken. */
const answers: Readonly<Record<string, readonly string[]>> = {
  email: ['lan.tran@traveller.example'],
  phone: ['+61400111222'],
  name: ['Lan', 'Лан'],
  dob: ['1990-01-31'],
  date: ['2035-01-31'],
  number: ['B1234567', '12345678'],
};
const anyText = ['Lotus Lane Hotel, 12 Hang Be', '1234'];

const fits = ({ patterns }: FormField, text: string): boolean =>
  patterns.length === 0 || patterns.some((pattern) => new RegExp(pattern, 'u').test(text));

const answerTo = (field: FormField): unknown => {
  if (field.preset !== undefined) return field.preset;
  if (field.kind === 'flag') return false;
  const [choice] = field.choices;
  if (field.kind === 'seats') return field.choices.slice(0, field.count?.min).map(({ value }) => value);
  if (choice !== undefined) return choice.value;
  const known = answers[field.name.split('_').at(-1) ?? ''] ?? [];
  const text = [...known, ...anyText].find((candidate) => fits(field, candidate));
  if (text === undefined) throw new Error(`this example does not know what to put into ${field.title}`);
  return text;
};

/** Booking data with every required field, and nothing else: the rest is the customer's choice. */
export const fillBookingData = (schema: BookingSchema): BookingData => {
  const fields = toFields(schema);
  const answersTo = (wanted: (field: FormField) => boolean): Record<string, unknown> =>
    Object.fromEntries(
      fields.filter((one) => one.required && wanted(one)).map((one) => [one.name, answerTo(one)]),
    );
  const isAdditional = ({ field }: FormField): boolean => field.startsWith('booking_data.additional_fields.');
  const count = Math.max(0, ...fields.map(({ passenger }) => passenger ?? 0)) + 1;
  const additional = answersTo(isAdditional);
  const data = {
    ...answersTo((one) => one.passenger === undefined && !isAdditional(one)),
    passengers: Array.from({ length: count }, (_, index) =>
      answersTo(({ passenger }) => passenger === index),
    ),
    ...(Object.keys(additional).length > 0 && { additional_fields: additional }),
  } as BookingData;
  const [problem] = validate(schema, data);
  if (problem !== undefined) throw new Error(`${problem.field}: ${problem.message}`);
  return data;
};

/** As many of the free seats as there are passengers; none when the trip has no seat map. */
export const pickSeats = (schema: BookingSchema, pax: number): string[] => {
  const free = toFields(schema).find(({ name }) => name === 'seat_selection')?.choices ?? [];
  return free.length < pax ? [] : free.slice(0, pax).map(({ value }) => value);
};
