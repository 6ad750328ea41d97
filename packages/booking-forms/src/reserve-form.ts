/** The body of 12go's reserve, from booking data that fits the form. */
import type { BookingData } from '@partner-gateway/contract';
import type { ReserveForm } from '@partner-gateway/twelvego-client';
import { type BookingForm, fieldsOf, keyOf } from './booking-form.ts';
import type { BookingField } from './booking-form-field.ts';
import { toConst } from './choice.ts';
import { sentValue, type Values } from './field-value.ts';

type Entry = readonly [key: string, value: string | number | boolean];

/**
 * The flat form that reserve takes, under 12go's own keys: contact, seats, seat choice, additional fields, then the
 * passengers by index. Only keys of the form are sent, beside contact, `seats`, names and `is_child`.
 *
 * @example
 * ```ts
 * toReserveForm(form, data).get('passenger[0][first_name]'); // 'Lan'
 * ```
 */
export const toReserveForm = (form: BookingForm, data: BookingData): ReserveForm => {
  const { additional_fields: additional = {} } = data;
  return new Map<string, string | number | boolean>([
    ...contactEntries(form, data),
    ['seats', data.passengers.length],
    ...seatEntries(form, data),
    ...fieldsOf(form, 'additional').flatMap((field) => entryOf(field.key, field, additional)),
    ...form.consents.map((key) => [key, true] as const),
    ...data.passengers.flatMap((passenger, index) => passengerEntries(form, passenger, index)),
  ]);
};

const contactNames = ['mobile_phone', 'email'];

const contactEntries = (form: BookingForm, data: Values): readonly Entry[] => {
  const fields = fieldsOf(form, 'booking');
  return contactNames.flatMap((name) =>
    fields.filter((field) => field.name === name).flatMap((field) => entryOf(field.key, field, data)),
  );
};

/** Seats are joined by a comma; 12go picks them itself when none were chosen and the partner did not forbid it. */
const seatEntries = (form: BookingForm, data: Values): readonly Entry[] => {
  const fields = fieldsOf(form, 'booking');
  const chosen = fields.filter(({ kind }) => kind === 'seats').flatMap((field) => seatEntry(field, data));
  const automatic = fields
    .filter(({ kind }) => kind === 'flag')
    .map((field): Entry => {
      const wish = sentValue(data, field.name);
      return [field.key, typeof wish === 'boolean' ? wish : chosen.length === 0];
    });
  return [...chosen, ...automatic];
};

const seatEntry = (field: BookingField, data: Values): readonly Entry[] => {
  const seats = sentValue(data, field.name);
  if (!Array.isArray(seats) || seats.length === 0) return [];
  return [[field.key, seats.map((seat) => toConst(field.choices, seat)).join(',')]];
};

const lateNames: ReadonlySet<string> = new Set([
  'seat_type_code',
  'id_expiry_date',
  'id_issue_date',
  'id_scan',
  'visa_type',
  'visa_reason',
]);
const isLate = ({ name }: BookingField): boolean => lateNames.has(name) || name.startsWith('baggage_option');

const passengerEntries = (form: BookingForm, passenger: Values, index: number): readonly Entry[] => {
  const fields = fieldsOf(form, 'passenger').filter(({ name }) => name !== 'is_child');
  const entries = (of: readonly BookingField[]) =>
    of.flatMap((field) => entryOf(keyOf(field, index), field, withDefaults(passenger)));
  return [
    ...entries(fields.filter((field) => !isLate(field))),
    [`passenger[${index}][is_child]`, sentValue(passenger, 'is_child') === true],
    ...entries(fields.filter(isLate)),
  ];
};

/** The nationality wins over the country; passengers without a kind of document have 12go's first kind. */
const withDefaults = (passenger: Values): Values => {
  const nationality = sentValue(passenger, 'nationality');
  return {
    id_type: '0',
    ...passenger,
    ...(nationality !== undefined && { country_id: nationality }),
  };
};

const entryOf = (key: string, field: BookingField, values: Values): readonly Entry[] => {
  const value = toConst(field.choices, sentValue(values, field.name));
  if (field.kind === 'switch' && (value === 'true' || value === 'false')) return [[key, value === 'true']];
  return typeof value === 'string' || typeof value === 'boolean' ? [[key, value]] : [];
};
