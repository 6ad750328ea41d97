/** The bodies of quotes, creates and seat locks, as far as they are the same for every trip. */

import { isRecord, type JsonRecord } from '../answer/json.ts';
import { meant } from '../forms/meant.ts';
import { demandNone, type FieldError } from '../refusal.ts';

const missing = 'is required';

export type BookingRequest = {
  readonly booking_token: string;
  readonly booking_data: JsonRecord | undefined;
  readonly total_price: { readonly currency: string; readonly amount: string } | undefined;
};

const tokenFaults = (value: unknown): readonly FieldError[] => {
  if (value === undefined) return [{ field: 'booking_token', message: missing }];
  return typeof value === 'string' ? [] : [{ field: 'booking_token', message: 'must be a text' }];
};

const textMember = (record: JsonRecord, name: string): string => {
  const value = record[name];
  return typeof value === 'string' ? value : '';
};

const moneyFaults = (value: unknown): readonly FieldError[] => {
  if (value === undefined) return [];
  if (!isRecord(value)) return [{ field: 'total_price', message: 'must be an object' }];
  const member = (name: string, pattern: RegExp, odd: string): readonly FieldError[] => {
    const field = `total_price.${name}`;
    if (value[name] === undefined) return [{ field, message: missing }];
    if (typeof value[name] !== 'string') return [{ field, message: 'must be a text' }];
    return pattern.test(value[name]) ? [] : [{ field, message: odd }];
  };
  return [
    ...member('currency', /^[A-Z]{3}$/, 'is not an ISO 4217 code in upper case'),
    ...member('amount', /^\d+\.\d{2}$/, 'is not an amount with two decimals'),
  ];
};

const demandObject = (body: unknown): JsonRecord => {
  if (body !== undefined && !isRecord(body)) demandNone([{ field: '', message: 'must be an object' }]);
  return isRecord(body) ? body : {};
};

/** Reads the body of a create, or of a quote, which may come without booking data. */
export const readBookingRequest = (body: unknown, needsData: boolean): BookingRequest => {
  const { booking_token, booking_data, total_price } = demandObject(body);
  const isMissing = booking_data === undefined;
  const dataFaults: readonly FieldError[] = isMissing
    ? needsData
      ? [{ field: 'booking_data', message: missing }]
      : []
    : isRecord(booking_data)
      ? []
      : [{ field: 'booking_data', message: 'must be a record' }];
  const faults = [...tokenFaults(booking_token), ...dataFaults, ...moneyFaults(total_price)];
  const onlyMissing = faults.every(({ message }) => message === missing);
  demandNone(faults, onlyMissing ? 'missing_parameter' : 'invalid_request');
  return {
    booking_token: String(booking_token),
    booking_data: isRecord(booking_data) ? meant(booking_data) : undefined,
    total_price: isRecord(total_price)
      ? { currency: textMember(total_price, 'currency'), amount: textMember(total_price, 'amount') }
      : undefined,
  };
};

const seatFaults = (data: unknown): readonly FieldError[] => {
  if (data === undefined) return [{ field: 'booking_data', message: missing }];
  if (!isRecord(data)) return [{ field: 'booking_data', message: 'must be an object' }];
  const field = 'booking_data.seat_selection';
  const { seat_selection: seats } = data;
  if (seats === undefined) return [{ field, message: missing }];
  if (!Array.isArray(seats)) return [{ field, message: 'must be a list' }];
  if (seats.length === 0) return [{ field, message: 'has no seat' }];
  const odd = seats.findIndex((seat) => typeof seat !== 'string');
  if (odd >= 0) return [{ field: `${field}[${odd}]`, message: 'must be a text' }];
  return new Set(seats).size === seats.length ? [] : [{ field, message: 'names a seat twice' }];
};

/** Reads the body of a seat lock, also by its older names. */
export const readLockRequest = (
  body: unknown,
): { readonly booking_token: string; readonly seats: readonly string[] } => {
  const { bookingToken, seats: ownSeats, ...rest } = demandObject(body);
  const booking_token = rest.booking_token ?? bookingToken;
  const data = rest.booking_data ?? (ownSeats === undefined ? undefined : { seat_selection: ownSeats });
  demandNone([...tokenFaults(booking_token), ...seatFaults(data)]);
  const seats = isRecord(data) && Array.isArray(data.seat_selection) ? data.seat_selection.map(String) : [];
  return { booking_token: String(booking_token), seats };
};

/** The token to let seats go with, from the body or the query. */
export const readUnlockRequest = (body: unknown, query: URLSearchParams): string => {
  const { bookingToken, booking_token = bookingToken ?? query.get('booking_token') ?? undefined } =
    demandObject(body);
  demandNone(tokenFaults(booking_token));
  return String(booking_token);
};
