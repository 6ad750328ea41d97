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
  /** Whether the route is a booking write, whose errors always say what happened. */
  readonly isBookingWrite: boolean;
};

const outcomeOf = ({ isBookingWrite }: ProblemContext, extras: ErrorExtras): Outcome | undefined =>
  isBookingWrite ? (extras.outcome ?? 'not_executed') : undefined;

const optional = (code: ErrorCode, extras: ErrorExtras, outcome: Outcome | undefined) => ({
  ...(outcome === undefined ? {} : { outcome }),
  ...(extras.fields === undefined ? {} : { fields: [...extras.fields] }),
  ...(extras.priceChanged === undefined || code !== 'price_changed'
    ? {}
    : { price_changed: extras.priceChanged }),
  ...(extras.bookingId === undefined ? {} : { booking_id: extras.bookingId }),
});

/** Makes the answer for a code. */
export const toProblem = (code: ErrorCode, extras: ErrorExtras, context: ProblemContext): ProblemAnswer => {
  const { status, title, meaning, retryable, fault } = errorTable[code];
  const outcome = outcomeOf(context, extras);
  return {
    status,
    headers: {
      'content-type': 'application/problem+json; charset=utf-8',
      'cache-control': 'no-store',
      ...(outcome === undefined ? {} : { 'x-outcome': outcome }),
      ...(extras.retryAfterSeconds === undefined ? {} : { 'retry-after': String(extras.retryAfterSeconds) }),
      ...extras.headers,
    },
    body: {
      type: `${context.publicBaseUrl}${problemPath(code)}`,
      title,
      status,
      detail: extras.detail ?? meaning,
      instance: `urn:correlation:${context.correlationId}`,
      code,
      correlation_id: context.correlationId,
      retryable,
      fault,
      ...optional(code, extras, outcome),
    },
  };
};
