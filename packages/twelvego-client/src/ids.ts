/** Branded identifiers of 12go, so that a station can never be passed where an operator is meant. */

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
  typeof value === 'string' && keyPattern.test(value) ? (value as TripKey) : undefined;

/** The cart id in `value` (12go may answer a number), or undefined. */
export function readCartId(value: unknown): CartId | undefined {
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' && keyPattern.test(text) ? (text as CartId) : undefined;
}

/** The booking id in a number or a string, or undefined. Numbers beyond 2^53 are refused: their last digits are lost. */
export function readBookingId(value: unknown): BookingId | undefined {
  const text = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;
  return typeof text === 'string' && bookingIdPattern.test(text) ? (text as BookingId) : undefined;
}

function must<Id>(id: Id | undefined, kind: string): Id {
  if (id === undefined) throw new TypeError(`not a ${kind} of 12go`);
  return id;
}

/** Brands a trip key. Throws `TypeError` (without the value) when it cannot be one. */
export const toTripKey = (value: string): TripKey => must(readTripKey(value), 'trip key');
/** Brands a cart id. Throws `TypeError` (without the value) when it cannot be one. */
export const toCartId = (value: string): CartId => must(readCartId(value), 'cart id');
/** Brands a booking id. Throws `TypeError` (without the value) when it cannot be one. */
export const toBookingId = (value: string | number): BookingId => must(readBookingId(value), 'booking id');

/** A whole number in a JSON number or PHP's text, when it is at least `least`. */
function readWhole(value: unknown, least: 0 | 1): number | undefined {
  const whole = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value;
  return typeof whole === 'number' && Number.isSafeInteger(whole) && whole >= least ? whole : undefined;
}

/** The station id in `value`, or undefined. */
export const readStationId = (value: unknown) => readWhole(value, 1) as TwelveGoStationId | undefined;
/** The province id in `value`, or undefined. */
export const readProvinceId = (value: unknown) => readWhole(value, 1) as ProvinceId | undefined;
/** The operator id in `value`, `0` included, or undefined. */
export const readOperatorId = (value: unknown) => readWhole(value, 0) as OperatorId | undefined;
/** The class id in `value`, `0` included, or undefined. */
export const readClassId = (value: unknown) => readWhole(value, 0) as ClassId | undefined;

const wholeId = (value: number): number =>
  must(Number.isSafeInteger(value) && value > 0 ? value : undefined, 'numeric id');

/** Brands a station id. Throws `TypeError` when it is not a positive integer. */
export const toTwelveGoStationId = (value: number): TwelveGoStationId => wholeId(value) as TwelveGoStationId;
/** Brands an operator id. Throws `TypeError` when it is not a positive integer. */
export const toOperatorId = (value: number): OperatorId => wholeId(value) as OperatorId;
/** Brands a class id. Throws `TypeError` when it is not a positive integer. */
export const toClassId = (value: number): ClassId => wholeId(value) as ClassId;
/** Brands a province id. Throws `TypeError` when it is not a positive integer. */
export const toProvinceId = (value: number): ProvinceId => wholeId(value) as ProvinceId;
