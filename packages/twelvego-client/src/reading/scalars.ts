/** The branded scalars of 12go: ids that cannot be passed for one another, and station-local times without a zone. */
import { isNothing, isRecord, readInteger } from './leaves.ts';
import { remembered } from './remembered.ts';

declare const brand: unique symbol;
type Brand<Value, Name extends string> = Value & { readonly [brand]: Name };

/** 24 characters from `[0-9A-Za-z]`; opaque. One key per departure and class. */
export type TripKey = Brand<string, 'TripKey'>;
/** 12go's hash of a cart; usually 8 characters. */
export type CartId = Brand<string, 'CartId'>;
/** 12go's booking id (`bid`): decimal digits, held as text because some calls answer a number and some a string. */
export type BookingId = Brand<string, 'BookingId'>;
/** 12go's station id: a positive integer. Not the partner-side station id. */
export type TwelveGoStationId = Brand<number, 'TwelveGoStationId'>;
/** 12go's operator id: a positive integer; `0` on wait segments. */
export type OperatorId = Brand<number, 'OperatorId'>;
/** 12go's seat class id: a positive integer; `0` on wait segments. */
export type ClassId = Brand<number, 'ClassId'>;
/** 12go's province id: a positive integer. */
export type ProvinceId = Brand<number, 'ProvinceId'>;

const keyPattern = /^[\w-]{1,64}$/;
const bookingIdPattern = /^[1-9]\d{0,18}$/;

/** The trip key in `value`, or undefined when it cannot be one. */
export const readTripKey = (value: unknown): TripKey | undefined =>
  typeof value === 'string' && keyPattern.test(value) && !isNothing(value) ? (value as TripKey) : undefined;

/** The cart id in `value` (12go may answer a number), or undefined. */
export const readCartId = (value: unknown): CartId | undefined => {
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' && keyPattern.test(text) ? (text as CartId) : undefined;
};

/** The booking id in a number or a string, or undefined. Numbers beyond 2^53 are refused: their last digits are lost. */
export const readBookingId = (value: unknown): BookingId | undefined => {
  const isWritten = typeof value === 'string' && /^(?:0\d|\d{16})/.test(value);
  const text = isWritten ? value : readInteger(value)?.toString();
  return text !== undefined && bookingIdPattern.test(text) ? (text as BookingId) : undefined;
};

const branded = <Id>(id: Id | undefined, kind: string): Id => {
  if (id === undefined) throw new TypeError(`not a ${kind} of 12go`);
  return id;
};

/** Brands a trip key. Throws `TypeError` (without the value) when it cannot be one. */
export const toTripKey = (value: string): TripKey => branded(readTripKey(value), 'trip key');
/** Brands a cart id. Throws `TypeError` (without the value) when it cannot be one. */
export const toCartId = (value: string): CartId => branded(readCartId(value), 'cart id');
/** Brands a booking id. Throws `TypeError` (without the value) when it cannot be one. */
export const toBookingId = (value: string | number): BookingId => branded(readBookingId(value), 'booking id');

/** A whole number when it is at least `least`. */
const readWhole = (value: unknown, least: 0 | 1): number | undefined => {
  const whole = readInteger(value);
  return whole !== undefined && whole >= least ? whole : undefined;
};

/** The station id in `value`, or undefined. */
export const readStationId = (value: unknown) => readWhole(value, 1) as TwelveGoStationId | undefined;
/** The province id in `value`, or undefined. */
export const readProvinceId = (value: unknown) => readWhole(value, 1) as ProvinceId | undefined;
/** The operator id in `value`, `0` included, or undefined. */
export const readOperatorId = (value: unknown) => readWhole(value, 0) as OperatorId | undefined;
/** The class id in `value`, `0` included, or undefined. */
export const readClassId = (value: unknown) => readWhole(value, 0) as ClassId | undefined;

const wholeId = (value: number): number =>
  branded(Number.isSafeInteger(value) && value > 0 ? value : undefined, 'numeric id');

/** Brands a station id. Throws `TypeError` when it is not a positive integer. */
export const toTwelveGoStationId = (value: number): TwelveGoStationId => wholeId(value) as TwelveGoStationId;
/** Brands an operator id. Throws `TypeError` when it is not a positive integer. */
export const toOperatorId = (value: number): OperatorId => wholeId(value) as OperatorId;
/** Brands a class id. Throws `TypeError` when it is not a positive integer. */
export const toClassId = (value: number): ClassId => wholeId(value) as ClassId;
/** Brands a province id. Throws `TypeError` when it is not a positive integer. */
export const toProvinceId = (value: number): ProvinceId => wholeId(value) as ProvinceId;

/** `YYYY-MM-DDTHH:MM:SS`, local to the station it belongs to. Not an instant: it has no offset. */
export type LocalDateTime = Brand<string, 'LocalDateTime'>;
/** `YYYY-MM-DD`, local to the station it belongs to. */
export type LocalDate = Brand<string, 'LocalDate'>;

const spelling =
  /^(\d{4})-(\d{2})-(\d{2})[ T-](\d{2})[:-](\d{2})(?:[:-](\d{2})(?:\.\d{1,9})?)?\s?(?:Z|[+-]\d{2}(?::?\d{2})?)?$/;
const daysInMonth = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

const isDay = (year: string, month: string, day: string): boolean => {
  if (month < '01' || month > '12' || day < '01') return false;
  if (day > '28' && month === '02') return day === '29' && isLeap(Number(year));
  return Number(day) <= (daysInMonth[Number(month) - 1] ?? 0);
};

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

const parseLocalDateTime = (text: string): LocalDateTime | undefined => {
  const match = spelling.exec(text);
  if (match === null) return undefined;
  const [, year = '', month = '', day = '', hour = '', minute = '', second = '00'] = match;
  if (!isDay(year, month, day) || hour > '23' || minute > '59' || second > '59') return undefined;
  return `${year}-${month}-${day}T${hour}:${minute}:${second}` as LocalDateTime;
};

const readTime = remembered(10_000, parseLocalDateTime);

/**
 * The local time in a string of 12go, or undefined.
 *
 * Accepts `yyyy-MM-dd HH:mm[:ss]`, `yyyy-MM-ddTHH:mm[:ss]`, `yyyy-MM-dd-HH-mm-ss` and `yyyy-MM-dd-HH:mm`. A trailing
 * offset is ignored, because every time is local to its station whatever 12go appends; so is the zone of the object that
 * PHP makes of a `DateTime`.
 *
 * @example
 * readLocalDateTime('2026-12-05-22:00'); // '2026-12-05T22:00:00'
 */
export const readLocalDateTime = (value: unknown): LocalDateTime | undefined =>
  readTime(isRecord(value) ? value.date : value);

/** Brands a local time given in any spelling of {@link readLocalDateTime}. Throws `TypeError` when unreadable. */
export const toLocalDateTime = (value: string): LocalDateTime => {
  const time = readLocalDateTime(value);
  if (time === undefined) throw new TypeError('not a local date-time');
  return time;
};

/** Brands a `YYYY-MM-DD` date. Throws `TypeError` when it is no calendar day. */
export const toLocalDate = (value: string): LocalDate => {
  const [year = '', month = '', day = ''] = value.split('-');
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value) || !isDay(year, month, day))
    throw new TypeError('not a calendar day');
  return value as LocalDate;
};

/** `yyyy-MM-dd-HH-mm-ss`, the spelling of 12go's trip and cart paths. */
export const toPathDateTime = (time: LocalDateTime): string => time.replace(/[T:]/g, '-');
