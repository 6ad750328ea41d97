/** Booking data as a partner sent it, copied with choices as 12go's values and ignored members left out. */
import { type BookingForm, fieldsOf } from './booking-form.ts';
import { toConst } from './booking-form-choice.ts';
import type { BookingField } from './booking-form-field.ts';

/** Names and values as they came. */
export type Values = Readonly<Record<string, unknown>>;

/** A value by its name; what objects inherit does not count. */
export const sentValue = (values: Values, name: string): unknown =>
  Object.hasOwn(values, name) ? values[name] : undefined;

const isRecord = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Copies what was sent. Lists are cut one past their length: a longer one fails by its length alone. An absent
 * `additional_fields` counts as empty, so that each field missing from it is named.
 */
export function readSent(form: BookingForm, data: unknown): unknown {
  if (!isRecord(data)) return data;
  const booking = byName(fieldsOf(form, 'booking'));
  const additional = byName(fieldsOf(form, 'additional'));
  const passenger = byName(fieldsOf(form, 'passenger'));
  const asked = [...additional.values()].some(({ required }) => required);
  const whole =
    asked && !Object.hasOwn(data, 'additional_fields') ? { ...data, additional_fields: {} } : data;
  const read = ([name, value]: readonly [string, unknown]): readonly [string, unknown] => {
    if (name === 'passengers') return [name, readPassengers(passenger, value, form.pax)];
    if (name === 'additional_fields') return [name, readValues(additional, value)];
    return [name, readValue(booking.get(name), value, form.pax)];
  };
  return Object.fromEntries(
    Object.entries(whole)
      .filter(([name]) => name !== 'upgrades')
      .map(read),
  );
}

const byName = (fields: readonly BookingField[]): ReadonlyMap<string, BookingField> =>
  new Map(fields.map((field) => [field.name, field]));

function readPassengers(fields: ReadonlyMap<string, BookingField>, value: unknown, pax: number): unknown {
  if (!Array.isArray(value)) return value;
  return value.slice(0, pax + 1).map((passenger) => {
    if (!isRecord(passenger) || fields.has('residency')) return readValues(fields, passenger);
    const { residency: _ignored, ...rest } = passenger;
    return readValues(fields, rest);
  });
}

function readValues(fields: ReadonlyMap<string, BookingField>, values: unknown): unknown {
  if (!isRecord(values)) return values;
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, readValue(fields.get(name), value, 0)]),
  );
}

function readValue(field: BookingField | undefined, value: unknown, pax: number): unknown {
  if (field === undefined) return value;
  if (field.kind === 'switch' && typeof value === 'boolean') return String(value);
  if (!Array.isArray(value)) return toConst(field.choices, value);
  return value.slice(0, pax + 1).map((item) => toConst(field.choices, item));
}
