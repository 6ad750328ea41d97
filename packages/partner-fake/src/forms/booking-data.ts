/** Booking data as it came in, judged against the form of its cart: every field that does not fit, and the choices that do. */
import type { ErrorCode } from '@partner-gateway/contract';
import { isRecord, type JsonRecord } from '../answer/json.ts';
import type { Cart } from '../memory.ts';
import type { FieldError } from '../refusal.ts';
import type { State } from '../state.ts';
import { freeSeats } from './booking-schema.ts';
import { bookingFields, type Choice, contact, type Field, passengerFields } from './form-parts.ts';

const missing = 'is required';
const same = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

/** The choice that a value names, by value or title, whatever its letter case. */
const chosen = ({ choices = [] }: Field, value: unknown): Choice | undefined =>
  typeof value === 'string'
    ? choices.find((one) => same(one.value, value) || same(one.title, value))
    : undefined;

const fault = (field: Field, value: unknown): string | undefined => {
  if (field.type === 'yes_no') return typeof value === 'boolean' ? undefined : 'must be true or false';
  if (typeof value !== 'string') return 'must be a string';
  if (field.type === 'choice')
    return chosen(field, value) === undefined ? 'is not one of the allowed values' : undefined;
  const { pattern, tidied = (text: string) => text } = field;
  if (pattern === undefined || new RegExp(pattern, 'u').test(tidied(value))) return undefined;
  return `${field.title}: ${field.hint ?? 'another text'}`;
};

/** A text that is blank answers nothing; of a choice it is one that there is none of. */
const isAnswer = ({ type }: Field, value: unknown): boolean =>
  value !== undefined && !(type === 'text' && typeof value === 'string' && value.trim() === '');

const recordFaults = (path: string, fields: readonly Field[], value: JsonRecord): readonly FieldError[] => {
  const unknown = Object.keys(value).filter((name) => !fields.some((field) => field.name === name));
  const known = fields.flatMap((field) => {
    const given = value[field.name];
    const message = isAnswer(field, given) ? fault(field, given) : field.isRequired ? missing : undefined;
    return message === undefined ? [] : [{ field: `${path}.${field.name}`, message }];
  });
  return [
    ...unknown.map((name) => ({ field: `${path}.${name}`, message: 'is not a field of this booking' })),
    ...known,
  ];
};

const root = 'booking_data';

const passengerFaults = ({ departure, passengers }: Cart, given: unknown): readonly FieldError[] => {
  const path = `${root}.passengers`;
  if (given === undefined) return [{ field: path, message: missing }];
  if (!Array.isArray(given)) return [{ field: path, message: 'must be an array' }];
  const items: readonly unknown[] = given;
  const count =
    items.length === passengers
      ? []
      : [{ field: path, message: `must have exactly ${passengers} item${passengers === 1 ? '' : 's'}` }];
  const fields = passengerFields(departure.trip.form);
  const each = items.flatMap((one, index) =>
    isRecord(one)
      ? recordFaults(`${path}[${index}]`, fields, one)
      : [{ field: `${path}[${index}]`, message: 'must be an object' }],
  );
  return [...count, ...each];
};

const additionalFaults = ({ departure }: Cart, given: unknown): readonly FieldError[] => {
  const path = `${root}.additional_fields`;
  const fields = bookingFields(departure.trip.form);
  if (given !== undefined && !isRecord(given)) return [{ field: path, message: 'must be an object' }];
  return recordFaults(path, fields, given ?? {});
};

const seatFaults = ({ passengers }: Cart, { seat_selection, allow_automatic_seat_selection }: JsonRecord) => {
  const path = `${root}.seat_selection`;
  const faults: FieldError[] = [];
  if (seat_selection !== undefined && !Array.isArray(seat_selection))
    faults.push({ field: path, message: 'must be an array' });
  if (Array.isArray(seat_selection) && seat_selection.length !== passengers)
    faults.push({
      field: path,
      message: `choose ${passengers} seat${passengers === 1 ? '' : 's'}; ${seat_selection.length} were given`,
    });
  if (allow_automatic_seat_selection !== undefined && typeof allow_automatic_seat_selection !== 'boolean')
    faults.push({ field: `${root}.allow_automatic_seat_selection`, message: 'must be true or false' });
  return faults;
};

/** The seats that were chosen and are not free. */
export const unfreeSeats = (state: State, cart: Cart, seats: readonly unknown[]): readonly FieldError[] => {
  const free = freeSeats(state, cart);
  return seats.flatMap((seat, index) =>
    free.some(({ id }) => id === seat) || state.seats.heldUntilMs(cart.departure, String(seat), cart.token)
      ? []
      : [{ field: `${root}.seat_selection[${index}]`, message: 'is not a free seat' }],
  );
};

/** What is wrong with booking data, under the code that create refuses it with; undefined when nothing is. */
export const judge = (
  state: State,
  cart: Cart,
  data: JsonRecord,
): { readonly code: ErrorCode; readonly fields: readonly FieldError[] } | undefined => {
  const { seat_selection: seats, passengers, additional_fields, upgrades: _, ...others } = data;
  const { allow_automatic_seat_selection: __, ...flat } = others;
  const fitting = Array.isArray(seats) && seats.length === cart.passengers;
  const taken = fitting && cart.departure.trip.seatPlan !== undefined ? unfreeSeats(state, cart, seats) : [];
  if (taken.length > 0) return { code: 'seats_unavailable', fields: taken };
  const fields = [
    ...recordFaults(root, contact, flat),
    ...(cart.departure.trip.seatPlan === undefined ? noSeats(data) : seatFaults(cart, data)),
    ...passengerFaults(cart, passengers),
    ...additionalFaults(cart, additional_fields),
  ];
  if (fields.length === 0) return undefined;
  const onlyMissing = fields.every(({ message }) => message === missing);
  return { code: onlyMissing ? 'missing_parameter' : 'schema_validation_failed', fields };
};

const noSeats = ({ seat_selection }: JsonRecord): readonly FieldError[] =>
  seat_selection === undefined
    ? []
    : [{ field: `${root}.seat_selection`, message: 'is not a field of this booking' }];

/** A choice that was made, with the field it was made in. */
export type Chosen = { readonly path: string; readonly field: Field; readonly choice: Choice };

const chosenIn = (path: string, fields: readonly Field[], value: unknown): readonly Chosen[] =>
  fields.flatMap((field) => {
    const choice = isRecord(value) ? chosen(field, value[field.name]) : undefined;
    return choice === undefined ? [] : [{ path: `${path}.${field.name}`, field, choice }];
  });

/** The choices made so far, whatever else is wrong. */
export const choicesOf = ({ departure }: Cart, data: JsonRecord): readonly Chosen[] => {
  const { form } = departure.trip;
  const passengers: readonly unknown[] = Array.isArray(data.passengers) ? data.passengers : [];
  return [
    ...passengers.flatMap((one, index) =>
      chosenIn(`${root}.passengers[${index}]`, passengerFields(form), one),
    ),
    ...chosenIn(`${root}.additional_fields`, bookingFields(form), data.additional_fields),
  ];
};
