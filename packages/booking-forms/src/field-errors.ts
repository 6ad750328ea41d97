/** Field errors under the paths partners know: Ajv's findings on what was sent, never a value in them, and 12go's complaints. */
import type { FieldError } from '@partner-gateway/contract';
import type { ErrorObject } from 'ajv';
import { type BookingForm, keyOf } from './booking-form.ts';
import type { BookingField } from './booking-form-field.ts';
import { expectationOf, expectedDayOf } from './field-words.ts';

const seatsPath = 'booking_data.seat_selection';

/**
 * What to do about a choice of too few or too many seats, where the form wants one for each passenger.
 *
 * @example
 * ```ts
 * seatCountMistake(form, ['A1'])?.message; // 'choose 2 seats, one for each passenger; 1 was given'
 * ```
 */
export const seatCountMistake = ({ fields, pax }: BookingForm, seats: unknown): FieldError | undefined => {
  const isExact = fields.some(({ name, mustChooseSeats }) => name === 'seat_selection' && mustChooseSeats);
  if (!isExact || !Array.isArray(seats) || seats.length === pax) return undefined;
  const wanted = pax === 1 ? 'choose 1 seat' : `choose ${pax} seats, one for each passenger`;
  return {
    field: seatsPath,
    message: `${wanted}; ${seats.length} ${seats.length === 1 ? 'was' : 'were'} given`,
  };
};

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
export const toFieldErrors = (form: BookingForm, upstream: ReadonlyMap<string, string>): FieldError[] =>
  [...upstream].map(([key, message]) => ({ field: pathOfKey(form, key), message }));

const pathOfKey = (form: BookingForm, key: string): string => {
  if (key === 'seats') return toPath(['passengers']);
  const index = Number(passengerKey.exec(key)?.[1] ?? 0);
  const field = form.fields.find((candidate) => isAt(candidate, key, index));
  if (field === undefined) return toPath(passengerKey.test(key) ? ['passengers', index] : []);
  if (field.place === 'passenger') return toPath(['passengers', index, field.name]);
  return toPath(field.place === 'additional' ? ['additional_fields', field.name] : [field.name]);
};

const isAt = (field: BookingField, key: string, index: number): boolean =>
  (field.place === 'passenger' ? keyOf(field, index) : field.key) === key;

/** Names are members, numbers are places in a list: `passengers`, 1 is `booking_data.passengers[1]`. */
export const toPath = (steps: readonly (string | number)[]): string =>
  steps.reduce<string>(
    (path, step) => path + (typeof step === 'number' ? `[${step}]` : `.${step}`),
    'booking_data',
  );

/** The failing fields, each once, and what they have in common. */
export type Findings = {
  readonly code: 'schema_validation_failed' | 'missing_parameter';
  readonly fields: FieldError[];
};

const reportedMax = 1000;

/** Names every failing field once, with its first failure; passengers beyond the form's are not looked at. */
export const toFieldErrorsOfAjv = (form: BookingForm, errors: readonly ErrorObject[]): Findings => {
  const beyond = new RegExp(`^/(?:passengers|seat_selection1*)/${form.pax}(?:/|$)`);
  const counted = errors.filter(({ instancePath }) => !beyond.test(instancePath));
  const fields = new Map<string, string>();
  for (const error of counted) {
    const path = pathOfAjv(error);
    if (!fields.has(path)) fields.set(path, messageOf(error, form));
  }
  const missing = counted.every(({ keyword }) => keyword === 'required');
  return {
    code: missing ? 'missing_parameter' : 'schema_validation_failed',
    fields: [...fields].slice(0, reportedMax).map(([field, message]) => ({ field, message })),
  };
};

const plainName = /^[\w-]{1,64}$/;

/** `/passengers/1` and a missing `first_name` are `booking_data.passengers[1].first_name`. */
const pathOfAjv = ({ instancePath, keyword, params }: ErrorObject): string => {
  const steps = instancePath.split('/').slice(1).map(unescapeStep);
  const path = toPath(steps.map((step) => (/^\d+$/.test(step) ? Number(step) : step)));
  if (keyword === 'required') return `${path}.${params.missingProperty}`;
  if (keyword !== 'additionalProperties') return path;
  return plainName.test(params.additionalProperty) ? `${path}.${params.additionalProperty}` : path;
};

const unescapeStep = (step: string): string => step.replaceAll('~1', '/').replaceAll('~0', '~');

const typeNames: ReadonlyMap<unknown, string> = new Map([
  ['string', 'a string'],
  ['boolean', 'true or false'],
  ['array', 'an array'],
  ['object', 'an object'],
]);

const messageOf = ({ keyword, params, instancePath }: ErrorObject, form: BookingForm): string => {
  if (keyword === 'required') return 'is required';
  if (keyword === 'type') return `must be ${typeNames.get(params.type) ?? 'of another type'}`;
  if (keyword === 'among') return 'is not one of the allowed values';
  if (keyword === 'additionalProperties') return unknownField(params.additionalProperty);
  if (keyword === 'uniqueItems') return 'must not name an item twice';
  if (keyword === 'minItems' || keyword === 'maxItems')
    return `must have ${isExact(instancePath, form) ? 'exactly' : 'at most'} ${countOf(form.pax)}`;
  const field = fieldAt(form, instancePath);
  if (field === undefined) return 'cannot be read';
  return keyword === 'within' ? expectedDayOf(field) : expectationOf(field);
};

/** The field whose value stands at `/passengers/1/first_name` or the like. */
const fieldAt = (form: BookingForm, instancePath: string): BookingField | undefined => {
  const [place = '', ...inside] = instancePath.split('/').slice(1).map(unescapeStep);
  const name = inside.at(-1) ?? place;
  const wanted = inside.length === 0 ? 'booking' : place === 'passengers' ? 'passenger' : 'additional';
  return form.fields.find((field) => field.place === wanted && field.name === name);
};

const unknownField = (name: string): string =>
  plainName.test(name)
    ? 'is not a field of this booking'
    : 'holds something that is not a field of this booking';

const countOf = (items: number): string => `${items} ${items === 1 ? 'item' : 'items'}`;

/** Seats that need not be chosen may also be chosen for some of the passengers. */
const isExact = (path: string, form: BookingForm): boolean =>
  !form.fields.some(
    ({ kind, name, mustChooseSeats }) => kind === 'seats' && path === `/${name}` && !mustChooseSeats,
  );
