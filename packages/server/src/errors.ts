/** The errors with a meaning: what flows throw, a code of the contract's table; and a source that cannot be used. */
import type { ErrorCode, FieldError, Money, Outcome, PriceChange } from '@partner-gateway/contract';

/** What an occurrence adds to its row of the error table. */
export type ErrorExtras = {
  /** For people; never an upstream key, URL or body. Default: what is wrong with the first field, else the code's meaning. */
  readonly detail?: string | undefined;
  readonly fields?: readonly FieldError[] | undefined;
  readonly priceChanged?: PriceChange | undefined;
  readonly expectedTotal?: Money | undefined;
  readonly bookingId?: string | undefined;
  /** What became of the booking write that is answered or asked about; the default is the code's. */
  readonly outcome?: Outcome | undefined;
  readonly retryAfterSeconds?: number | undefined;
  /** Response headers of this occurrence, such as `Allow`. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Why, in a word of a closed list: for the log, and never for the partner. */
  readonly reason?: string | undefined;
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

/**
 * Runs a part of a booking write in which an outcome is known: whatever it refuses says so, unless it says another itself.
 *
 * @example
 * ```ts
 * await knowing('not_executed', () => holdCredit(call, held, total));
 * ```
 */
export const knowing = async <Result>(outcome: Outcome, work: () => Promise<Result>): Promise<Result> => {
  try {
    return await work();
  } catch (error) {
    throw withOutcome(error, outcome);
  }
};

/** The error with an outcome, if it is one of ours and has none. */
export const withOutcome = (error: unknown, outcome: Outcome): unknown => {
  if (!(error instanceof GatewayError) || error.extras.outcome !== undefined) return error;
  return new GatewayError(error.code, { ...error.extras, outcome, cause: error.extras.cause ?? error });
};

/**
 * A file or an answer that cannot be taken over: every mistake by its path, never by its value.
 *
 * @example
 * ```ts
 * throw new UnusableSource('The client settings', [{ field: 'clients.0.enabled', message: 'expected boolean' }]);
 * ```
 */
export class UnusableSource extends Error {
  override readonly name = 'UnusableSource';
  readonly mistakes: readonly FieldError[];

  constructor(what: string, mistakes: readonly FieldError[], options?: { readonly cause?: unknown }) {
    const lines = mistakes.map(({ field, message }) => `  - ${field}: ${message}`);
    super(`${what} cannot be used:\n${lines.join('\n')}`, options);
    this.mistakes = mistakes;
  }
}
