/** The error table: the only place where an error code meets its HTTP status, `retryable` and `fault`. */
import { type ErrorText, errorTexts } from './error-texts.ts';

/** Whose fault an error is: the caller's, this gateway's, or the supplier's behind it. */
export type Fault = 'client' | 'gateway' | 'supplier';

type ErrorRow = {
  /** HTTP status the code is always answered with. */
  readonly status: number;
  readonly fault: Fault;
  /** Whether the same request, unchanged, can succeed later without anybody repairing something first. */
  readonly retryable: boolean;
  /** Problem `title`; stable per code. */
  readonly title: string;
};

/** One row of the error table, with its texts. */
export type ErrorDefinition = ErrorRow & ErrorText;

// biome-ignore lint/complexity/useMaxParams: the columns of the table below
const row = (status: number, fault: Fault, retryable: boolean, title: string): ErrorRow => ({
  status,
  fault,
  retryable,
  title,
});

const rows = {
  // biome-ignore-start format: one row a line reads as the table it is
  invalid_request: row(400, 'client', false, 'The request is malformed'),
  unsupported_version: row(400, 'client', false, 'The requested API version is not supported'),
  unauthorized: row(401, 'client', false, 'The API key or client is not accepted'),
  credit_line_insufficient: row(402, 'client', false, 'The credit line is too low'),
  insufficient_scope: row(403, 'client', false, 'The key may not do this'),
  itinerary_not_found: row(404, 'client', false, 'The itinerary does not exist'),
  booking_not_found: row(404, 'client', false, 'The booking does not exist'),
  incomplete_result_not_found: row(404, 'client', false, 'The incomplete result does not exist'),
  booking_token_expired: row(404, 'client', false, 'The booking token has expired'),
  client_not_found: row(404, 'client', false, 'The client does not exist'),
  route_not_found: row(404, 'client', false, 'There is nothing at this path'),
  ticket_not_allowed: row(405, 'client', false, 'There is no ticket for this booking'),
  method_not_allowed: row(405, 'client', false, 'The method is not allowed at this path'),
  request_timeout: row(408, 'client', true, 'The request was not received in time'),
  trip_unavailable: row(409, 'supplier', false, 'The trip can no longer be booked'),
  price_changed: row(409, 'supplier', false, 'The price moved beyond the agreed tolerance'),
  seat_locked: row(409, 'client', false, 'A seat is held by another session'),
  already_reserved: row(409, 'client', false, 'This cart is already reserved'),
  already_confirmed: row(409, 'client', false, 'The booking is already confirmed'),
  confirm_failed: row(409, 'supplier', false, 'The supplier refused the confirmation'),
  refund_option_expired: row(409, 'client', false, 'The refund option is no longer offered'),
  idempotency_in_progress: row(409, 'client', true, 'The same request is still being processed'),
  reserve_not_executed: row(409, 'supplier', false, 'The reservation did not happen'),
  booking_token_stale: row(409, 'gateway', false, 'The booking token is too old to be used safely'),
  outcome_settled: row(409, 'client', false, 'The outcome is already known'),
  payload_too_large: row(413, 'client', false, 'The request body is too large'),
  uri_too_long: row(414, 'client', false, 'The path is too long'),
  unsupported_media_type: row(415, 'client', false, 'The content type is not supported'),
  schema_validation_failed: row(422, 'client', false, 'Booking data does not fit the booking schema'),
  missing_parameter: row(422, 'client', false, 'A required part of the booking is missing'),
  seats_unavailable: row(422, 'client', false, 'The chosen seats are not available'),
  cost_mismatch: row(422, 'client', false, 'The total price differs from ours'),
  invalid_booking_token: row(422, 'client', false, 'The booking token is not valid'),
  non_cancellable: row(422, 'client', false, 'The booking cannot be cancelled'),
  idempotency_key_reused: row(422, 'client', false, 'The idempotency key was used for another request'),
  unprocessable: row(422, 'client', false, 'The request cannot be carried out'),
  rate_limited: row(429, 'client', true, 'Too many requests'),
  request_headers_too_large: row(431, 'client', false, 'The request headers are too large'),
  internal_error: row(500, 'gateway', false, 'The gateway failed'),
  upstream_error: row(502, 'supplier', true, 'The supplier failed'),
  upstream_unreadable: row(502, 'supplier', true, 'No trip of the supplier could be read'),
  upstream_rate_limited: row(503, 'supplier', true, 'The supplier is limiting requests'),
  schema_unavailable: row(503, 'supplier', true, 'The booking form could not be read'),
  seat_lock_unavailable: row(503, 'gateway', true, 'Seats cannot be locked right now'),
  idempotency_unavailable: row(503, 'gateway', true, 'Idempotent requests cannot be taken right now'),
  idempotency_memory_lost: row(503, 'gateway', true, 'Earlier requests cannot be looked up right now'),
  idempotency_memory_young: row(503, 'gateway', true, 'The gateway has only just been set up'),
  credit_unavailable: row(503, 'gateway', true, 'The credit line cannot be checked right now'),
  pricing_stale: row(503, 'gateway', true, 'Prices cannot be made right now'),
  events_unavailable: row(503, 'gateway', true, 'Events cannot be read or kept right now'),
  overloaded: row(503, 'gateway', true, 'The gateway is overloaded'),
  not_ready: row(503, 'gateway', true, 'The gateway is not ready'),
  client_misconfigured: row(503, 'gateway', false, 'This client is not set up correctly at the gateway'),
  upstream_timeout: row(504, 'supplier', true, 'The supplier did not answer in time'),
  result_expired: row(504, 'supplier', false, 'The incomplete result has expired'),
  // biome-ignore-end format: end of the table
} as const satisfies Record<string, ErrorRow>;

/** A stable, snake_case error code: a row of {@link errorTable}. */
export type ErrorCode = keyof typeof rows;

/** Does not compile while a code has no words. */
const texts: Readonly<Record<ErrorCode, ErrorText>> = errorTexts;

/** Every error code, in the order of the table. */
export const errorCodes = Object.keys(rows) as ErrorCode[];

/**
 * Every error code of the partner API (contract §4) with its status, `retryable`, `fault` and texts.
 * Codes are stable; a new situation gets a new code, never a new meaning for an old one.
 *
 * @example
 * ```ts
 * errorTable.price_changed.status; // 409
 * ```
 */
export const errorTable = Object.fromEntries(
  errorCodes.map((code) => [code, { ...rows[code], ...texts[code] }]),
) as Readonly<Record<ErrorCode, ErrorDefinition>>;

/** Whether a booking write changed anything upstream (contract §4, `outcome` and `X-Outcome`). */
export const outcomes = ['executed', 'not_executed', 'unknown'] as const;
export type Outcome = (typeof outcomes)[number];

/**
 * The path of the page that explains a code; with the public base URL in front it is the problem's `type`.
 *
 * @example
 * ```ts
 * problemPath('price_changed'); // '/problems/price-changed'
 * ```
 */
export const problemPath = (code: ErrorCode): string => `/problems/${code.replaceAll('_', '-')}`;
