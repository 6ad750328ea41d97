/** The one error that flows throw: a code of the contract's table, with what this occurrence adds. */
import type { ErrorCode, FieldError, Outcome, PriceChange } from '@partner-gateway/contract';

/** What an occurrence adds to its row of the error table. */
export type ErrorExtras = {
  /** For people; never an upstream key, URL or body. Default: the code's meaning. */
  readonly detail?: string | undefined;
  readonly fields?: readonly FieldError[] | undefined;
  readonly priceChanged?: PriceChange | undefined;
  readonly bookingId?: string | undefined;
  /** For booking writes; default `not_executed`, which is true until the write was sent. */
  readonly outcome?: Outcome | undefined;
  readonly retryAfterSeconds?: number | undefined;
  /** Response headers of this occurrence, such as `Allow`. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly cause?: unknown;
};

/**
 * Thrown by flows and hooks, turned into a response by the error handler and nowhere else.
 *
 * @example
 * ```ts
 * throw new GatewayError('trip_unavailable', { detail: 'The trip is sold out.', cause });
 * ```
 */
export class GatewayError extends Error {
  override readonly name = 'GatewayError';
  readonly code: ErrorCode;
  readonly extras: ErrorExtras;

  constructor(code: ErrorCode, extras: ErrorExtras = {}) {
    super(extras.detail ?? code, extras.cause === undefined ? undefined : { cause: extras.cause });
    this.code = code;
    this.extras = extras;
  }
}
