/** 12go's complaints about single fields, under the names and paths partners know. */
import type { FieldError } from '@partner-gateway/contract';
import { type BookingForm, keyOf } from './booking-form.ts';
import type { BookingField } from './booking-form-field.ts';

const passengerKey = /^passenger\[(\d{1,3})\]/;

/**
 * Turns `passenger[1][id_no]` into `booking_data.passengers[1].id_number`; messages are kept, and are expected to be
 * clean. A key that no partner can set is reported for `booking_data` as a whole.
 *
 * @example
 * ```ts
 * toFieldErrors(form, new Map([['contact[email]', 'Invalid e-mail']]));
 * // [{ field: 'booking_data.email', message: 'Invalid e-mail' }]
 * ```
 */
export function toFieldErrors(form: BookingForm, upstream: ReadonlyMap<string, string>): FieldError[] {
  return [...upstream].map(([key, message]) => ({ field: pathOf(form, key), message }));
}

function pathOf(form: BookingForm, key: string): string {
  if (key === 'seats') return 'booking_data.passengers';
  const index = Number(passengerKey.exec(key)?.[1] ?? 0);
  const field = form.fields.find((candidate) => isAt(candidate, key, index));
  if (field === undefined) return isPassenger(key) ? `booking_data.passengers[${index}]` : 'booking_data';
  if (field.place === 'passenger') return `booking_data.passengers[${index}].${field.name}`;
  return field.place === 'additional'
    ? `booking_data.additional_fields.${field.name}`
    : `booking_data.${field.name}`;
}

const isPassenger = (key: string): boolean => passengerKey.test(key);

const isAt = (field: BookingField, key: string, index: number): boolean =>
  (field.place === 'passenger' ? keyOf(field, index) : field.key) === key;
