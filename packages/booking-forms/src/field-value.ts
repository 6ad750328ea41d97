/** What a partner sent for a field, tidied as a clerk at a counter would, and what makes it an address or a day. */
import addFormats from 'ajv-formats';

/** What 12go's name of a field tells beyond its type. */
export type FieldMeaning = 'name' | 'phone' | 'document' | 'birth' | 'expiry' | 'other';

const meanings: ReadonlyMap<string, FieldMeaning> = new Map([
  ['passenger[0][first_name]', 'name'],
  ['passenger[0][last_name]', 'name'],
  ['passenger[0][middle_name]', 'name'],
  ['passenger[0][id_no]', 'document'],
  ['passenger[0][dob]', 'birth'],
  ['passenger[0][id_exp_date]', 'expiry'],
  ['contact[mobile]', 'phone'],
]);
const phoneKey = /\[(?:mobile|phone|phone_number)\]$/;

/** Told from 12go's own key, which neither a partner nor a second leg changes. */
export const meaningOf = (key: string): FieldMeaning =>
  meanings.get(key) ?? (phoneKey.test(key) ? 'phone' : 'other');

const betweenDigits = /[\s().\-‐-―−]/gu;
const bareNumber = /^\+?\p{Nd}+$/u;

/**
 * A name without blanks around it and composed (NFC), a phone number without blanks, dashes, dots and brackets; any
 * other text as it came.
 *
 * @example
 * ```ts
 * tidy('phone', '+61 (400) 111-222'); // '+61400111222'
 * ```
 */
export const tidy = (meaning: FieldMeaning, text: string): string => {
  if (meaning === 'name') return text.trim().normalize('NFC');
  const bare = meaning === 'phone' ? text.replace(betweenDigits, '') : text;
  return bareNumber.test(bare) ? bare : text;
};

/** Whether a text is a day of the calendar, written YYYY-MM-DD. */
export const isDay = (text: string): boolean => {
  const time = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(text) ? Date.parse(text) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
};

/** The first and the last day that a date may be. */
export type DayRange = { readonly from?: string; readonly to?: string };

const earliestBirth = '1900-01-01';
const dayMs = 86_400_000;
const shifted = (day: string, by: number): string =>
  new Date(Date.parse(day) + by * dayMs).toISOString().slice(0, 10);

/** A birth is not in the future, an expiry not in the past. `today` is UTC's: elsewhere it may be a day off. */
export const daysOf = (meaning: FieldMeaning, today: string | undefined): DayRange => {
  if (meaning === 'birth')
    return { from: earliestBirth, ...(today !== undefined && { to: shifted(today, 1) }) };
  return meaning === 'expiry' && today !== undefined ? { from: shifted(today, -1) } : {};
};

const emailFormat = addFormats.default.get('email');
const emailLengthMax = 320;

/** The `email` format of JSON Schema, for addresses of a length that exists (RFC 5321). */
export const isEmail = (text: string): boolean =>
  text.length <= emailLengthMax && emailFormat instanceof RegExp && emailFormat.test(text);

/** Names and values as they came. */
export type Values = Readonly<Record<string, unknown>>;

/** A value by its name; what objects inherit does not count. */
export const sentValue = (values: Values, name: string): unknown =>
  Object.hasOwn(values, name) ? values[name] : undefined;
