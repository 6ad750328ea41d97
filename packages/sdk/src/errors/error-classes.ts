/** The family of errors: a class for each decision a caller makes, how one is made from facts, how one is recognised. */
import { type ErrorFacts, type ErrorKind, GatewayError, marker } from './gateway-error.ts';

/**
 * The key or the client is not accepted: check `apiKey` and `clientId`.
 *
 * @example if (isGatewayError(error, 'authentication')) stopEverything(error.detail);
 */
export class AuthenticationError extends GatewayError {
  declare readonly kind: 'authentication';
}

/**
 * The request is wrong as it stands: correct what `fields` or `detail` name, and send it again.
 *
 * @example if (isGatewayError(error, 'invalid_request')) showFields(error.fields);
 */
export class InvalidRequestError extends GatewayError {
  declare readonly kind: 'invalid_request';
}

/**
 * The itinerary, booking or result does not exist, or is not yours: check the id, or search again.
 *
 * @example if (isGatewayError(error, 'not_found')) searchAgain();
 */
export class NotFoundError extends GatewayError {
  declare readonly kind: 'not_found';
}

/**
 * What you hold has lapsed, and nothing was booked with it: start again from get itinerary, or ask for the refund options again.
 *
 * @example if (isGatewayError(error, 'expired')) startAgainFromItinerary();
 */
export class ExpiredError extends GatewayError {
  declare readonly kind: 'expired';
}

/**
 * The trip cannot be booked: offer another one.
 *
 * @example if (isGatewayError(error, 'trip_unavailable')) offerAnotherTrip();
 */
export class TripUnavailableError extends GatewayError {
  declare readonly kind: 'trip_unavailable';
}

/**
 * A seat is taken: offer other seats.
 *
 * @example if (isGatewayError(error, 'seats_unavailable')) offerOtherSeats();
 */
export class SeatsUnavailableError extends GatewayError {
  declare readonly kind: 'seats_unavailable';
}

/**
 * The price moved: show `priceChanged`, and start again from get itinerary when it is accepted.
 *
 * @example if (isGatewayError(error, 'price_changed')) offer(error.priceChanged?.current);
 */
export class PriceChangedError extends GatewayError {
  declare readonly kind: 'price_changed';
}

/**
 * The credit line is too low: top it up, and send the same request again.
 *
 * @example if (isGatewayError(error, 'credit')) pauseSales();
 */
export class CreditError extends GatewayError {
  declare readonly kind: 'credit';
}

/**
 * The booking is in another state than the call needs: read it, or wait when `retryable`.
 *
 * @example if (isGatewayError(error, 'conflict')) return error.bookingId ?? wait(error.retryAfterSeconds);
 */
export class ConflictError extends GatewayError {
  declare readonly kind: 'conflict';
}

/**
 * You are over your limit: wait `retryAfterSeconds`.
 *
 * @example if (isGatewayError(error, 'rate_limited')) await wait(error.retryAfterSeconds);
 */
export class RateLimitedError extends GatewayError {
  declare readonly kind: 'rate_limited';
}

/**
 * The gateway or the supplier cannot serve now: try later, after `retryAfterSeconds` when given.
 *
 * @example if (isGatewayError(error, 'unavailable')) tryLater(error.retryAfterSeconds);
 */
export class UnavailableError extends GatewayError {
  declare readonly kind: 'unavailable';
}

/**
 * Waiting does not help: report `correlationId`.
 *
 * @example if (isGatewayError(error, 'gateway_fault')) tellSupport(error.correlationId);
 */
export class GatewayFaultError extends GatewayError {
  declare readonly kind: 'gateway_fault';
}

/**
 * No answer in time: code `timeout` for the last attempt, `deadline_exceeded` for the whole call.
 *
 * @example if (isGatewayError(error, 'timeout')) { if (error.outcome === 'unknown') readBookingLater(); }
 */
export class TimeoutError extends GatewayError {
  declare readonly kind: 'timeout';
}

/**
 * The connection could not be made or broke: look at `cause`.
 *
 * @example if (isGatewayError(error, 'connection')) console.error(error.cause);
 */
export class ConnectionError extends GatewayError {
  declare readonly kind: 'connection';
}

/**
 * You stopped the call through its `signal`; the reason you gave is the `cause`.
 *
 * @example if (isGatewayError(error, 'abort')) return;
 */
export class AbortError extends GatewayError {
  declare readonly kind: 'abort';
}

/**
 * Something that is not the gateway answered, a proxy say: look at `status`, `contentType` and `bodyExcerpt`.
 *
 * @example if (isGatewayError(error, 'unreadable_answer')) console.error(error.status, error.bodyExcerpt);
 */
export class UnreadableAnswerError extends GatewayError {
  declare readonly kind: 'unreadable_answer';
}

const classes = {
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
} as const satisfies Record<ErrorKind, typeof GatewayError>;

/** Every error a call can reject with; `kind` tells them apart. */
export type AnyGatewayError = InstanceType<(typeof classes)[ErrorKind]>;

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
