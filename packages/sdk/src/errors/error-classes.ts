/** The family of errors: a class for each decision a caller makes, how one is made from facts, how one is recognised. */
import { type ErrorFacts, type ErrorKind, GatewayError, marker } from './gateway-error.ts';

/**
 * The key or the client is not accepted: check `apiKey` and `clientId`.
 *
 * @example
 * ```ts
 * if (isGatewayError(error, 'authentication')) console.error(`check the key: ${error.detail}`);
 * ```
 */
export class AuthenticationError extends GatewayError {
  /** Tells the classes apart. */
  declare readonly kind: 'authentication';
}

/**
 * The request is wrong as it stands: correct what `fields` or `detail` name, and send it again.
 *
 * @example
 * ```ts
 * if (isGatewayError(error, 'invalid_request'))
 *   for (const { field, message } of error.fields) console.error(field, message);
 * ```
 */
export class InvalidRequestError extends GatewayError {
  /** Tells the classes apart. */
  declare readonly kind: 'invalid_request';
}

/**
 * The itinerary, booking or result does not exist, or is not yours: check the id, or search again.
 *
 * @example
 * ```ts
 * if (isGatewayError(error, 'not_found')) await gateway.search(query);
 * ```
 */
export class NotFoundError extends GatewayError {
  /** Tells the classes apart. */
  declare readonly kind: 'not_found';
}

/**
 * What you hold has lapsed, and nothing was booked with it: start again from get itinerary, or ask for the refund options again.
 *
 * @example
 * ```ts
 * if (isGatewayError(error, 'expired')) await gateway.getItinerary(itineraryId);
 * ```
 */
export class ExpiredError extends GatewayError {
  /** Tells the classes apart. */
  declare readonly kind: 'expired';
}

/**
 * The trip cannot be booked: offer another one.
 *
 * @example
 * ```ts
 * if (isGatewayError(error, 'trip_unavailable')) await gateway.search(query);
 * ```
 */
export class TripUnavailableError extends GatewayError {
  /** Tells the classes apart. */
  declare readonly kind: 'trip_unavailable';
}

/**
 * A seat is taken: offer other seats.
 *
 * @example
 * ```ts
 * if (isGatewayError(error, 'seats_unavailable')) await gateway.getItinerary(itineraryId);
 * ```
 */
export class SeatsUnavailableError extends GatewayError {
  /** Tells the classes apart. */
  declare readonly kind: 'seats_unavailable';
}

/**
 * The price moved: show `priceChanged`, and start again from get itinerary when it is accepted.
 *
 * @example
 * ```ts
 * if (isGatewayError(error, 'price_changed')) console.log(error.priceChanged?.current.amount);
 * ```
 */
export class PriceChangedError extends GatewayError {
  /** Tells the classes apart. */
  declare readonly kind: 'price_changed';
}

/**
 * The credit line is too low: top it up, and send the same request again.
 *
 * @example
 * ```ts
 * if (isGatewayError(error, 'credit')) console.error(`no more sales for now: ${error.detail}`);
 * ```
 */
export class CreditError extends GatewayError {
  /** Tells the classes apart. */
  declare readonly kind: 'credit';
}

/**
 * The booking is in another state than the call needs: read it, or wait when `retryable`.
 *
 * @example
 * ```ts
 * if (isGatewayError(error, 'conflict')) console.log(error.bookingId, error.retryAfterSeconds);
 * ```
 */
export class ConflictError extends GatewayError {
  /** Tells the classes apart. */
  declare readonly kind: 'conflict';
}

/**
 * You are over your limit: wait `retryAfterSeconds`.
 *
 * @example
 * ```ts
 * if (isGatewayError(error, 'rate_limited')) console.log(`again in ${error.retryAfterSeconds} s`);
 * ```
 */
export class RateLimitedError extends GatewayError {
  /** Tells the classes apart. */
  declare readonly kind: 'rate_limited';
}

/**
 * The gateway or the supplier cannot serve now: try later, after `retryAfterSeconds` when given.
 *
 * @example
 * ```ts
 * if (isGatewayError(error, 'unavailable')) console.log(`again in ${error.retryAfterSeconds ?? 5} s`);
 * ```
 */
export class UnavailableError extends GatewayError {
  /** Tells the classes apart. */
  declare readonly kind: 'unavailable';
}

/**
 * Waiting does not help: report `correlationId`.
 *
 * @example
 * ```ts
 * if (isGatewayError(error, 'gateway_fault')) console.error(`tell support ${error.correlationId}`);
 * ```
 */
export class GatewayFaultError extends GatewayError {
  /** Tells the classes apart. */
  declare readonly kind: 'gateway_fault';
}

/**
 * No answer in time: code `timeout` for the last attempt, `deadline_exceeded` for the whole call.
 *
 * @example
 * ```ts
 * if (isGatewayError(error, 'timeout') && error.outcome === 'unknown')
 *   await gateway.createBooking(request, { idempotencyKey: error.idempotencyKey });
 * ```
 */
export class TimeoutError extends GatewayError {
  /** Tells the classes apart. */
  declare readonly kind: 'timeout';
}

/**
 * The connection could not be made or broke: look at `cause`.
 *
 * @example
 * ```ts
 * if (isGatewayError(error, 'connection')) console.error(error.cause);
 * ```
 */
export class ConnectionError extends GatewayError {
  /** Tells the classes apart. */
  declare readonly kind: 'connection';
}

/**
 * You stopped the call through its `signal`; the reason you gave is the `cause`.
 *
 * @example
 * ```ts
 * if (isGatewayError(error, 'abort')) console.log('stopped, as you asked');
 * ```
 */
export class AbortError extends GatewayError {
  /** Tells the classes apart. */
  declare readonly kind: 'abort';
}

/**
 * Something that is not the gateway answered, a proxy say: look at `status`, `contentType` and `bodyExcerpt`.
 *
 * @example
 * ```ts
 * if (isGatewayError(error, 'unreadable_answer')) console.error(error.status, error.bodyExcerpt);
 * ```
 */
export class UnreadableAnswerError extends GatewayError {
  /** Tells the classes apart. */
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

/**
 * Every error a call can reject with; `kind` tells them apart.
 *
 * @example
 * ```ts
 * const decide = (failure: AnyGatewayError): string =>
 *   failure.kind === 'price_changed' ? 'ask the traveller' : failure.detail;
 * if (isGatewayError(error)) console.log(decide(error));
 * ```
 */
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
 *   if (isGatewayError(error, 'price_changed')) console.log(error.priceChanged?.current.amount);
 *   else if (isGatewayError(error) && error.outcome === 'unknown') console.log(error.idempotencyKey);
 *   else throw error;
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
