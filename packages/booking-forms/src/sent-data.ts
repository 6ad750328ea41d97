/** Booking data as a partner sent it, read by the form: choices as 12go's values, texts tidied, what is empty left out. */
import { type BookingForm, fieldsOf } from './booking-form.ts';
import type { BookingField } from './booking-form-field.ts';
import { toConst } from './choice.ts';
import { followsPatterns } from './field-pattern.ts';
import { tidy, type Values } from './field-value.ts';
import type { ChosenData } from './surcharges.ts';

/**
 * What of booking data can be priced, however incomplete or wrong the rest of it is: choices as 12go's values, passengers of
 * the form at most.
 */
export const readChoices = (form: BookingForm, data: unknown): ChosenData => {
  const sent = readSent(form, data);
  const { passengers, additional_fields: additional, ...rest } = isRecord(sent) ? sent : {};
  return {
    ...rest,
    passengers: Array.isArray(passengers)
      ? passengers.slice(0, form.pax).map((one: unknown) => (isRecord(one) ? one : {}))
      : [],
    additional_fields: isRecord(additional) ? additional : {},
  };
};

/** The data with an empty passenger for each that is still to come, so that what each of them lacks is named. */
export const withEveryPassenger = (form: BookingForm, data: Values): Values => {
  const { passengers = [] } = data;
  if (!Array.isArray(passengers) || passengers.length >= form.pax) return data;
  return {
    ...data,
    passengers: [...passengers, ...Array.from({ length: form.pax - passengers.length }, () => ({}))],
  };
};

const isRecord = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Copies what was sent. Lists are cut one past their length: a longer one fails by its length alone. An absent
 * `additional_fields` counts as empty, so that each field missing from it is named.
 */
export const readSent = (form: BookingForm, data: unknown): unknown => {
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
  const isSent = ([name, value]: readonly [string, unknown]): boolean => {
    if (name === 'upgrades' || name === 'passengers') return name === 'passengers';
    return !isNothing(value) || (name === 'additional_fields' ? asked : isJudged(booking.get(name), value));
  };
  return Object.fromEntries(Object.entries(whole).filter(isSent).map(read));
};

/** What a serialiser writes for a member that nobody set. */
const isNothing = (value: unknown): boolean =>
  value === '' ||
  (Array.isArray(value) && value.length === 0) ||
  (isRecord(value) && Object.keys(value).length === 0);

/** Whether a field that is empty is to be judged: a text that the form asks for is, and a list that has to be there. */
const isJudged = (field: BookingField | undefined, value: unknown): boolean =>
  field !== undefined && (field.required || typeof value === 'string');

const byName = (fields: readonly BookingField[]): ReadonlyMap<string, BookingField> =>
  new Map(fields.map((field) => [field.name, field]));

const readPassengers = (fields: ReadonlyMap<string, BookingField>, value: unknown, pax: number): unknown => {
  if (!Array.isArray(value)) return value;
  return value.slice(0, pax + 1).map((passenger) => {
    if (!isRecord(passenger) || fields.has('residency')) return readValues(fields, passenger);
    const { residency: _ignored, ...rest } = passenger;
    return readValues(fields, rest);
  });
};

/** What is empty and nobody asked for counts as not sent, and so does a name of nothing but blanks. */
const readValues = (fields: ReadonlyMap<string, BookingField>, values: unknown): unknown => {
  if (!isRecord(values)) return values;
  return Object.fromEntries(
    Object.entries(values)
      .filter(([name, value]) => !isNothing(value) || isJudged(fields.get(name), value))
      .map(([name, value]) => [name, readValue(fields.get(name), value, 0)] as const)
      .filter(([name, value]) => value !== '' || fields.get(name)?.meaning !== 'name'),
  );
};

const readValue = (field: BookingField | undefined, value: unknown, pax: number): unknown => {
  if (field === undefined) return value;
  if (field.kind === 'switch' && typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return value.slice(0, pax + 1).map((item) => toConst(field.choices, item));
  if (field.choices.length > 0 || typeof value !== 'string') return toConst(field.choices, value);
  return tidied(field, value);
};

/** Tidied as far as 12go's rule lets it be: a rule may ask for the very dashes, or for letters apart from their marks. */
const tidied = ({ kind, meaning, patterns }: BookingField, text: string): string => {
  if (kind !== 'text') return text;
  const neat = tidy(meaning, text);
  const typed = meaning === 'name' ? text.trim() : text;
  return followsPatterns(patterns, neat) || !followsPatterns(patterns, typed) ? neat : typed;
};
