/** All errors as one type: how they are made from facts, and how they are recognised. */
import {
  AbortError,
  AuthenticationError,
  ConflictError,
  ConnectionError,
  CreditError,
  ExpiredError,
  GatewayFaultError,
  InvalidRequestError,
  NotFoundError,
  PriceChangedError,
  RateLimitedError,
  SeatsUnavailableError,
  TimeoutError,
  TripUnavailableError,
  UnavailableError,
  UnreadableAnswerError,
} from './classes.ts';
import { type ErrorFacts, type GatewayError, marker } from './gateway-error.ts';
import type { ErrorKind } from './kinds.ts';

/** Every error a call can reject with; `kind` tells them apart. */
export type AnyGatewayError =
  | AuthenticationError
  | InvalidRequestError
  | NotFoundError
  | ExpiredError
  | TripUnavailableError
  | SeatsUnavailableError
  | PriceChangedError
  | CreditError
  | ConflictError
  | RateLimitedError
  | UnavailableError
  | GatewayFaultError
  | TimeoutError
  | ConnectionError
  | AbortError
  | UnreadableAnswerError;

const classes: Readonly<Record<ErrorKind, typeof GatewayError>> = {
  authentication: AuthenticationError,
  invalid_request: InvalidRequestError,
  not_found: NotFoundError,
  expired: ExpiredError,
  trip_unavailable: TripUnavailableError,
  seats_unavailable: SeatsUnavailableError,
  price_changed: PriceChangedError,
  credit: CreditError,
  conflict: ConflictError,
  rate_limited: RateLimitedError,
  unavailable: UnavailableError,
  gateway_fault: GatewayFaultError,
  timeout: TimeoutError,
  connection: ConnectionError,
  abort: AbortError,
  unreadable_answer: UnreadableAnswerError,
};

/** Makes the error of the class its kind belongs to. */
export const createError = (facts: ErrorFacts, cause?: unknown): GatewayError =>
  new classes[facts.kind](facts, cause);

/**
 * Whether a value is an error of this SDK, and of one kind when that is given. Works across copies of the package,
 * where `instanceof` does not.
 *
 * @example
 * ```ts
 * try {
 *   await gateway.createBooking(request);
 * } catch (error) {
 *   if (isGatewayError(error, 'price_changed')) return offerAgain(error.priceChanged);
 *   if (isGatewayError(error) && error.outcome === 'unknown') return readLater(error.idempotencyKey);
 *   throw error;
 * }
 * ```
 */
export const isGatewayError = <Kind extends ErrorKind = ErrorKind>(
  value: unknown,
  kind?: Kind,
): value is Extract<AnyGatewayError, { kind: Kind }> =>
  typeof value === 'object' &&
  value !== null &&
  marker in value &&
  (kind === undefined || (value as { kind?: unknown }).kind === kind);
