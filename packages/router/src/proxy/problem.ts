/** What a partner is told when a side gave no answer, in the contract's form. */
import {
  type ErrorCode,
  errorTable,
  headerNames,
  type Outcome,
  problemPath,
} from '@partner-gateway/contract';
import type { FastifyRequest } from 'fastify';
import type { SideFailure } from '../sides/exchange.ts';

/** An error answer. */
export type Refusal = {
  readonly code: ErrorCode;
  readonly detail: string;
  readonly retryAfterSeconds?: number;
};

/** What is said by what happened. */
export const refusalOf = ({ reason }: Pick<SideFailure, 'reason'>): Refusal => {
  if (reason === 'refused')
    return {
      code: 'not_ready',
      detail:
        'The service cannot be reached right now. This time nothing was sent; send the same request again.',
      retryAfterSeconds: 1,
    };
  return {
    code: reason === 'timeout' ? 'upstream_timeout' : 'upstream_error',
    detail:
      'No whole answer came. Send the same request again, a write with the same idempotency key: it is not done twice.',
  };
};

/** An answer to send. */
export type ProblemAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
};

/** Of the operation, not of this attempt: it may be the repetition of one that was executed. */
const outcome: Outcome = 'unknown';

type Context = { readonly publicBaseUrl: string; readonly isBookingWrite: boolean };

/** Makes the answer. */
export const toProblemAnswer = (
  { headers: sent, id }: FastifyRequest,
  { code, detail, retryAfterSeconds }: Refusal,
  { publicBaseUrl, isBookingWrite }: Context,
): ProblemAnswer => {
  const { status, title, retryable, fault } = errorTable[code];
  const given = sent[headerNames.correlationId];
  const correlationId = typeof given === 'string' ? given : id;
  return {
    status,
    headers: {
      'content-type': 'application/problem+json; charset=utf-8',
      'cache-control': 'no-store',
      [headerNames.correlationId]: correlationId,
      ...(isBookingWrite && { 'x-outcome': outcome }),
      ...(retryAfterSeconds !== undefined && { 'retry-after': String(retryAfterSeconds) }),
    },
    text: JSON.stringify({
      type: `${publicBaseUrl}${problemPath(code)}`,
      title,
      status,
      detail,
      instance: `urn:correlation:${correlationId}`,
      code,
      correlation_id: correlationId,
      retryable,
      fault,
      ...(isBookingWrite && { outcome }),
    }),
  };
};
