/** Errors as problem details: body, status and headers of an error answer. */
import {
  type ErrorCode,
  errorTable,
  type Outcome,
  type Problem,
  problemPath,
} from '@partner-gateway/contract';
import type { ErrorExtras } from '../errors.ts';

/** An error answer. */
export type ProblemAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Problem;
};

/** What the request adds to an error. */
export type ProblemContext = {
  readonly publicBaseUrl: string;
  readonly correlationId: string;
  /** Whether a booking write is answered, whose errors always say what happened. */
  readonly isBookingWrite: boolean;
};

/** Refusals that the request's own bytes decide, so that no identical request can ever have been executed. */
const decidedByRequest: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'booking_not_found',
  'invalid_booking_token',
  'invalid_request',
  'method_not_allowed',
  'missing_parameter',
  'payload_too_large',
  'request_headers_too_large',
  'request_timeout',
  'route_not_found',
  'unsupported_media_type',
  'unsupported_version',
  'uri_too_long',
]);

/**
 * What is known of the operation, not of this attempt: a request that is refused today for what may change, such as a
 * key or a limit, can be the repetition of one that was executed yesterday.
 */
export const outcomeOfWrite = (code: ErrorCode, { outcome }: Pick<ErrorExtras, 'outcome'>): Outcome =>
  outcome ?? (decidedByRequest.has(code) ? 'not_executed' : 'unknown');

const optional = (code: ErrorCode, extras: ErrorExtras, outcome: Outcome | undefined) => ({
  ...(outcome !== undefined && { outcome }),
  ...(extras.fields !== undefined && { fields: [...extras.fields] }),
  ...(extras.priceChanged === undefined || code !== 'price_changed'
    ? {}
    : { price_changed: extras.priceChanged }),
  ...(extras.expectedTotal !== undefined && { expected_total: extras.expectedTotal }),
  ...(extras.bookingId !== undefined && { booking_id: extras.bookingId }),
});

const firstField = ({ fields: [first] = [] }: ErrorExtras): string | undefined =>
  first === undefined ? undefined : `${first.field} ${first.message}.`;

/** Makes the answer for a code. */
export const toProblem = (code: ErrorCode, extras: ErrorExtras, context: ProblemContext): ProblemAnswer => {
  const { status, title, meaning, retryable, fault } = errorTable[code];
  const outcome = context.isBookingWrite ? outcomeOfWrite(code, extras) : extras.outcome;
  return {
    status,
    headers: {
      'content-type': 'application/problem+json; charset=utf-8',
      'cache-control': 'no-store',
      ...(outcome !== undefined && { 'x-outcome': outcome }),
      ...(extras.retryAfterSeconds !== undefined && { 'retry-after': String(extras.retryAfterSeconds) }),
      ...extras.headers,
    },
    body: {
      type: `${context.publicBaseUrl}${problemPath(code)}`,
      title,
      status,
      detail: extras.detail ?? firstField(extras) ?? meaning,
      instance: `urn:correlation:${context.correlationId}`,
      code,
      correlation_id: context.correlationId,
      retryable,
      fault,
      ...optional(code, extras, outcome),
    },
  };
};
