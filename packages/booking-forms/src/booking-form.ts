/** 12go's checkout form, read once into the fields a partner can set and what the gateway sets itself. */
import { createHash } from 'node:crypto';
import type { CheckoutForm, FormField, SeatMap } from '@partner-gateway/twelvego-client';
import { type BookingField, readBookingField } from './booking-form-field.ts';
import type { FieldPlace, FormKey } from './booking-form-key.ts';
import { alwaysAskedKeys, type NamedKey, nameKeys } from './field-names.ts';

/** The checkout form of a cart for `pax` passengers. */
export type BookingForm = {
  readonly pax: number;
  /** What a partner can set, in 12go's order; contact and names are always among them. */
  readonly fields: readonly BookingField[];
  /** Original keys of required tick boxes, which are sent as `true` and never offered. */
  readonly consents: readonly string[];
  /** The first offered seat map, or null. */
  readonly seatMap: SeatMap | null;
  readonly hasSeatMap: boolean;
  readonly freeSeats: ReadonlySet<string>;
  /** 16 hex digits over names, types, required flags and choices; neither key order nor free seats change it. */
  readonly hash: string;
  /** For metrics and logs: rules 12go will have to check itself, and keys the gateway does not know. */
  readonly notes: { readonly regexDropped: number; readonly unknownFields: readonly string[] };
};

/**
 * Reads a checkout form. Never throws, whatever the form holds.
 *
 * @example
 * ```ts
 * const form = readBookingForm(await client.checkoutForm(cartId, 2), 2);
 * form.freeSeats.has('A1');
 * ```
 */
export const readBookingForm = (form: CheckoutForm, pax: number): BookingForm => {
  const named = nameKeys(form);
  const read = [...alwaysAsked(form), ...form.fields.values()].flatMap((source) =>
    readSource(source, named.get(source.key), pax),
  );
  const fields = read.map(({ field }) => field);
  const seats = fields.find(({ kind, seatMap }) => kind === 'seats' && (seatMap?.seats.size ?? 0) > 0);
  const unknown = [...named.values()].filter(({ reading }) => reading.is === 'unknown');
  return {
    pax,
    fields,
    consents: [...form.fields.values()].filter((source) => isConsent(source, named)).map(({ key }) => key),
    seatMap: seats?.seatMap ?? null,
    hasSeatMap: seats !== undefined,
    freeSeats: new Set(seats?.choices.map(({ value }) => value)),
    hash: hashFields(fields),
    notes: {
      regexDropped: read.reduce((sum, { regexDropped }) => sum + regexDropped, 0),
      unknownFields: unknown.map(({ name }) => name),
    },
  };
};

/** The fields of one place, in order. */
export const fieldsOf = (form: BookingForm, place: FieldPlace): readonly BookingField[] =>
  form.fields.filter((field) => field.place === place);

/** The key of a passenger field for one passenger: `passenger[0][dob]` becomes `passenger[1][dob]`. */
export const keyOf = ({ key }: Pick<BookingField, 'key'>, passenger: number): string =>
  key.replace('passenger[0]', `passenger[${passenger}]`);

/** 12go needs contact and names of every booking, so they are asked for even when a form leaves them out. */
const alwaysAsked = (form: CheckoutForm): readonly FormField[] => {
  const data = { min_seats: null, novalidate: false, country_codes: [], seatmap: null };
  return [...alwaysAskedKeys]
    .filter((key) => !form.fields.has(key))
    .map((key) => ({
      key,
      type: 'input',
      title: '',
      description: '',
      disabled: false,
      is_visible: true,
      required: true,
      regexp: [],
      value: undefined,
      options: [],
      analytics_name: null,
      data,
    }));
};

const readSource = (source: FormField, named: NamedKey | undefined, pax: number) => {
  if (named === undefined || !isOffered(source, named.reading)) return [];
  return targetsOf(named, pax).map((target) => readBookingField(source, target));
};

const isOffered = (source: FormField, reading: FormKey): boolean => {
  if (alwaysAskedKeys.has(source.key)) return true;
  if (source.disabled) return false;
  if (reading.is === 'unknown') return source.required;
  if (reading.is === 'consent') return source.required && !isTickBox(source);
  if (reading.is !== 'field' || !(source.is_visible || source.required)) return false;
  const isSeatChoice = reading.name === 'seat_selection';
  return !isSeatChoice || (source.data.seatmap?.seats.size ?? 0) > 0;
};

/** An unknown field of the passenger template is asked for once per passenger, as a free additional field. */
const targetsOf = ({ key, reading, name }: NamedKey, pax: number) => {
  if (reading.is === 'field') return [{ key, place: reading.place, name }];
  if (reading.is !== 'unknown' || !reading.perPassenger) return [{ key, place: 'additional' as const, name }];
  return Array.from({ length: pax }, (_, passenger) => ({
    key: keyOf({ key }, passenger),
    place: 'additional' as const,
    name: `passenger_${passenger}_${name}`,
  }));
};

const isTickBox = ({ type }: FormField): boolean => type === 'checkbox' || type === null;

const isConsent = (source: FormField, named: ReadonlyMap<string, NamedKey>): boolean =>
  named.get(source.key)?.reading.is === 'consent' && source.required && !source.disabled && isTickBox(source);

const hashHexDigits = 16;

/** 64 bits of SHA-256 over one line per field: name, type, required flag and sorted choices; seats are left out. */
const hashFields = (fields: readonly BookingField[]): string => {
  const lines = fields.map(lineOf).sort();
  return createHash('sha256').update(lines.join('\n')).digest('hex').slice(0, hashHexDigits);
};

const lineOf = ({ place, name, kind, type, required, choices }: BookingField): string =>
  [`${place}.${name}`, type, required, kind === 'seats' ? '' : choicesOf(choices)].join('|');

const choicesOf = (choices: BookingField['choices']): string =>
  choices
    .map(({ value }) => value)
    .sort()
    .join(',');
