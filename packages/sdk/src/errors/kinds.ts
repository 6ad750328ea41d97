/** Which decision each code asks of the caller: the table from codes to kinds of error. */
import type { ErrorCode } from '../generated/error-codes.ts';

/** The decision an error asks for. */
export type ErrorKind =
  | 'authentication'
  | 'invalid_request'
  | 'not_found'
  | 'expired'
  | 'trip_unavailable'
  | 'seats_unavailable'
  | 'price_changed'
  | 'credit'
  | 'conflict'
  | 'rate_limited'
  | 'unavailable'
  | 'gateway_fault'
  | 'timeout'
  | 'connection'
  | 'abort'
  | 'unreadable_answer';

const kindOfStatus: Readonly<Record<number, ErrorKind>> = {
  401: 'authentication',
  402: 'credit',
  404: 'not_found',
  408: 'unavailable',
  409: 'conflict',
  429: 'rate_limited',
  500: 'gateway_fault',
};

/** Codes that ask for another decision than their status does. */
const kindOfCode: Readonly<Partial<Record<ErrorCode, ErrorKind>>> = {
  booking_token_expired: 'expired',
  booking_token_stale: 'expired',
  reserve_not_executed: 'expired',
  refund_option_expired: 'expired',
  trip_unavailable: 'trip_unavailable',
  confirm_failed: 'trip_unavailable',
  unprocessable: 'trip_unavailable',
  seat_locked: 'seats_unavailable',
  seats_unavailable: 'seats_unavailable',
  price_changed: 'price_changed',
  ticket_not_allowed: 'conflict',
  non_cancellable: 'conflict',
  route_not_found: 'invalid_request',
  client_misconfigured: 'gateway_fault',
  result_expired: 'gateway_fault',
};

/** The kind of a problem. Codes that are newer than this SDK are judged by their status, as most are. */
export const kindOf = (code: string, status: number): ErrorKind => {
  const ofStatus = kindOfStatus[status] ?? (status < 500 ? 'invalid_request' : 'unavailable');
  return (Object.hasOwn(kindOfCode, code) ? kindOfCode[code as ErrorCode] : undefined) ?? ofStatus;
};
