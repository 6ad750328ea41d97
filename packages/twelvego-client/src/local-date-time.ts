/** Station-local dates and times: the four spellings of 12go in, one spelling out, never a zone. */

declare const brand: unique symbol;

/** `YYYY-MM-DDTHH:MM:SS`, local to the station it belongs to. Not an instant: it has no offset. */
export type LocalDateTime = string & { readonly [brand]: 'LocalDateTime' };
/** `YYYY-MM-DD`, local to the station it belongs to. */
export type LocalDate = string & { readonly [brand]: 'LocalDate' };

const spelling =
  /^(\d{4})-(\d{2})-(\d{2})[ T-](\d{2})[:-](\d{2})(?:[:-](\d{2})(?:\.\d{1,9})?)?\s?(?:Z|[+-]\d{2}(?::?\d{2})?)?$/;
/** The usual spelling, with days that every month has: a search holds a thousand of them, so it skips the rest. */
const usual = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])[ T](?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d$/;
const daysInMonth = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * The local time in a string of 12go, or undefined.
 *
 * Accepts `yyyy-MM-dd HH:mm[:ss]`, `yyyy-MM-ddTHH:mm[:ss]`, `yyyy-MM-dd-HH-mm-ss` and `yyyy-MM-dd-HH:mm`. A trailing
 * offset is ignored, because every time is local to its station whatever 12go appends.
 *
 * @example
 * readLocalDateTime('2026-12-05-22:00'); // '2026-12-05T22:00:00'
 */
export function readLocalDateTime(value: unknown): LocalDateTime | undefined {
  if (typeof value !== 'string') return undefined;
  if (usual.test(value)) return `${value.slice(0, 10)}T${value.slice(11)}` as LocalDateTime;
  const match = spelling.exec(value);
  if (match === null) return undefined;
  const [, year = '', month = '', day = '', hour = '', minute = '', second = '00'] = match;
  if (!isDay(year, month, day) || hour > '23' || minute > '59' || second > '59') return undefined;
  return `${year}-${month}-${day}T${hour}:${minute}:${second}` as LocalDateTime;
}

function isDay(year: string, month: string, day: string): boolean {
  if (month < '01' || month > '12' || day < '01') return false;
  if (day > '28' && month === '02') return day === '29' && isLeap(Number(year));
  return Number(day) <= (daysInMonth[Number(month) - 1] ?? 0);
}

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

/** Brands a local time given in any spelling of {@link readLocalDateTime}. Throws `TypeError` when unreadable. */
export function toLocalDateTime(value: string): LocalDateTime {
  const time = readLocalDateTime(value);
  if (time === undefined) throw new TypeError('not a local date-time');
  return time;
}

/** Brands a `YYYY-MM-DD` date. Throws `TypeError` when it is no calendar day. */
export function toLocalDate(value: string): LocalDate {
  const [year = '', month = '', day = ''] = value.split('-');
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value) || !isDay(year, month, day))
    throw new TypeError('not a calendar day');
  return value as LocalDate;
}

/** `yyyy-MM-dd-HH-mm-ss`, the spelling of 12go's trip and cart paths. */
export const toPathDateTime = (time: LocalDateTime): string => time.replace(/[T:]/g, '-');
