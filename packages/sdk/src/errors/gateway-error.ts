/** The base of every error that a call rejects with: what it tells, and which decision each code asks of the caller. */
import type { ErrorCode } from '../../generated/error-codes.ts';
import type { OperationName } from '../../generated/routes.ts';
import type { FieldError, Money, PriceChange } from '../../generated/schemas.ts';
import type { PendingBooking } from '../pending-booking.ts';

/**
 * The decision an error asks for.
 *
 * @example
 * ```ts
 * const isYours = (kind: ErrorKind): boolean => kind === 'invalid_request' || kind === 'authentication';
 * if (isGatewayError(error)) console.log(isYours(error.kind));
 * ```
 */
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
  403: 'authentication',
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

/**
 * Whether a booking was changed upstream.
 *
 * @example
 * ```ts
 * const mayBookAgain = (outcome: Outcome | undefined): boolean => outcome === 'not_executed';
 * if (isGatewayError(error)) console.log(mayBookAgain(error.outcome));
 * ```
 */
export type Outcome = 'executed' | 'not_executed' | 'unknown';

/**
 * Codes of what the SDK finds out by itself, where there is no answer of the gateway to take a code from.
 *
 * @example
 * ```ts
 * const local: readonly LocalCode[] = ['timeout', 'deadline_exceeded', 'connection_failed'];
 * if (isGatewayError(error)) console.log(local.some((code) => code === error.code));
 * ```
 */
export type LocalCode =
  | 'timeout'
  | 'deadline_exceeded'
  | 'connection_failed'
  | 'aborted'
  | 'unreadable_answer'
  | 'contract_drift';

/**
 * Everything an error tells; the constructor's only argument.
 *
 * @example
 * ```ts
 * const facts: ErrorFacts = {
 *   kind: 'conflict',
 *   code: 'seat_locked',
 *   detail: 'Seat A1 is taken.',
 *   operation: 'lockSeats',
 *   correlationId: 'test-1',
 *   retryable: false,
 * };
 * console.log(new GatewayError(facts).message);
 * ```
 */
export type ErrorFacts = {
  /** The decision it asks for. */
  readonly kind: ErrorKind;
  /** Stable code. */
  readonly code: ErrorCode | LocalCode | (string & {});
  /** What happened, for people. */
  readonly detail: string;
  /** The operation that was called. */
  readonly operation: OperationName;
  /** The id to give to support. */
  readonly correlationId: string;
  /** Whether the same request can succeed later. */
  readonly retryable: boolean;
  /** HTTP status, where there was an answer. */
  readonly status?: number | undefined;
  /** Whether the booking was changed upstream. */
  readonly outcome?: Outcome | undefined;
  /** Whose fault it was. */
  readonly fault?: 'client' | 'gateway' | 'supplier' | undefined;
  /** Page that explains the code. */
  readonly docUrl?: string | undefined;
  /** The fields that need attention. */
  readonly fields?: readonly FieldError[] | undefined;
  /** What moved. */
  readonly priceChanged?: PriceChange | undefined;
  /** The total that create expects. */
  readonly expectedTotal?: Money | undefined;
  /** The booking that exists. */
  readonly bookingId?: string | undefined;
  /** How long the gateway asks to wait. */
  readonly retryAfterSeconds?: number | undefined;
  /** The key the call was sent under. */
  readonly idempotencyKey?: string | undefined;
  /** How many times the request was sent; 1 when left out. */
  readonly attempts?: number | undefined;
  /** Content type of an answer that is not the gateway’s. */
  readonly contentType?: string | undefined;
  /** The beginning of such an answer. */
  readonly bodyExcerpt?: string | undefined;
  /** What is still open. */
  readonly pending?: PendingBooking | undefined;
};

/** Set on every error of this SDK, whichever copy of the package threw it. */
export const marker = Symbol.for('@partner-gateway/sdk/error');

/** The first field that needs attention, unless the detail names it. */
const firstField = ({ detail, fields: [first] = [] }: ErrorFacts): string =>
  first === undefined || detail.includes(first.field) ? '' : ` ${first.field} ${first.message}`;

const messageOf = (facts: ErrorFacts): string => {
  const { operation, detail, status, code, correlationId } = facts;
  const numbered = status === undefined ? code : `${status} ${code}`;
  return `${operation}: ${detail || code}${firstField(facts)} (${numbered}, correlation id ${correlationId})`;
};

const nameOf = (kind: ErrorKind): string =>
  `${kind.replace(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase())}Error`;

/**
 * What every error of the SDK tells. Wrong arguments are not in this family: they are a plain `TypeError`,
 * because no partner can be asked to decide anything about them at run time.
 *
 * @example
 * ```ts
 * try {
 *   await gateway.confirmBooking(bookingId);
 * } catch (error) {
 *   if (isGatewayError(error)) console.error(error.code, error.outcome, error.correlationId);
 *   throw error;
 * }
 * ```
 */
export class GatewayError extends Error {
  /** The decision it asks for; tells the classes apart, and narrows them. */
  readonly kind: ErrorKind;
  /** Stable code: one of the contract's, or one of {@link LocalCode} when no answer of the gateway arrived. */
  readonly code: ErrorFacts['code'];
  /** What happened this time, for people; never to be parsed. */
  readonly detail: string;
  /** The operation that was called. */
  readonly operation: OperationName;
  /** The id to give to support. Always there, also when no answer arrived. */
  readonly correlationId: string;
  /** Whether the same request, unchanged and under the same idempotency key, can succeed later. */
  readonly retryable: boolean;
  /** HTTP status; undefined when no answer arrived. */
  readonly status: number | undefined;
  /**
   * Whether the booking was changed upstream, counting all attempts. Always there for create, confirm and cancel.
   * On `unknown`, read the booking or repeat the call with {@link idempotencyKey}; never start a new one.
   */
  readonly outcome: Outcome | undefined;
  /** Whose fault it was; undefined when the gateway did not say. */
  readonly fault: 'client' | 'gateway' | 'supplier' | undefined;
  /** Page that explains the code. */
  readonly docUrl: string | undefined;
  /** The fields that need attention, by their path in your request; empty when none is named. */
  readonly fields: readonly FieldError[];
  /** What moved, on `price_changed`. */
  readonly priceChanged: PriceChange | undefined;
  /** The `total_price` that create expects, on `cost_mismatch`. */
  readonly expectedTotal: Money | undefined;
  /** The booking that exists, on `already_reserved`. */
  readonly bookingId: string | undefined;
  /** How long the gateway asks to wait. */
  readonly retryAfterSeconds: number | undefined;
  /** The key the call was sent under, on create, confirm and cancel. */
  readonly idempotencyKey: string | undefined;
  /** How many times the request was sent. */
  readonly attempts: number;
  /** Content type of an answer that is not the gateway's. */
  readonly contentType: string | undefined;
  /** The first 200 characters of such an answer, without markup. */
  readonly bodyExcerpt: string | undefined;
  /** What is still open, when `wait` was stopped or ran out of time: hand it to `wait` again, here or in another process. */
  readonly pending: PendingBooking | undefined;

  constructor(facts: ErrorFacts, cause?: unknown) {
    super(messageOf(facts), cause === undefined ? undefined : { cause });
    this.kind = facts.kind;
    this.code = facts.code;
    this.detail = facts.detail;
    this.operation = facts.operation;
    this.correlationId = facts.correlationId;
    this.retryable = facts.retryable;
    this.status = facts.status;
    this.outcome = facts.outcome;
    this.fault = facts.fault;
    this.docUrl = facts.docUrl;
    this.fields = facts.fields ?? [];
    this.priceChanged = facts.priceChanged;
    this.expectedTotal = facts.expectedTotal;
    this.bookingId = facts.bookingId;
    this.retryAfterSeconds = facts.retryAfterSeconds;
    this.idempotencyKey = facts.idempotencyKey;
    this.attempts = facts.attempts ?? 1;
    this.contentType = facts.contentType;
    this.bodyExcerpt = facts.bodyExcerpt;
    this.pending = facts.pending;
    Object.defineProperty(this, 'name', { value: nameOf(facts.kind) });
    Object.defineProperty(this, marker, { value: true });
  }

  /** Everything above as a plain object, for structured logs. */
  toJSON(): Record<string, unknown> {
    return { ...(this as object), name: this.name, message: this.message };
  }
}
