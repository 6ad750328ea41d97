/** What the fake answers with, before it is a response of any door. */
import { type ErrorCode, errorTable, type Outcome, problemPath } from '@partner-gateway/contract';
import { detailOf, type Refusal } from '../refusal.ts';
import { outcomeOfWrite } from './outcome-of-write.ts';

export type Reply = {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent instead of JSON. */
  readonly html?: string;
  /** The connection is cut instead of an answer. */
  readonly isLost?: boolean;
};

export const ok = (body: unknown, headers: Readonly<Record<string, string>> = {}): Reply => ({
  status: 200,
  headers,
  body,
});

/** With what a booking write changed. */
export const withOutcome = (reply: Reply, outcome: Outcome): Reply => ({
  ...reply,
  headers: { ...reply.headers, 'x-outcome': outcome },
});

/** What of a request a problem names. */
export type Asked = { readonly baseUrl: string; readonly correlationId: string; readonly isWrite: boolean };

/** How long a caller is told to wait, in seconds: of what differs from time to time, a likely one. */
const waitSeconds: Readonly<Partial<Record<ErrorCode, number>>> = {
  rate_limited: 60,
  idempotency_in_progress: 1,
  upstream_rate_limited: 5,
  seat_lock_unavailable: 1,
  idempotency_unavailable: 5,
  idempotency_memory_lost: 60,
  idempotency_memory_young: 60,
  events_unavailable: 5,
  overloaded: 2,
  not_ready: 2,
};

const retryAfter = (code: ErrorCode): Readonly<Record<string, string>> => {
  const seconds = waitSeconds[code];
  return seconds === undefined ? {} : { 'retry-after': String(seconds) };
};

/** The problem of a refusal: status, texts and fault are those of the contract's table. */
export const toProblem = ({ code, details }: Refusal, asked: Asked): Reply => {
  const { status, title, retryable, fault, meaning } = errorTable[code];
  const { detail, fields, outcome: told, headers, ...members } = details;
  const outcome = told ?? (asked.isWrite ? outcomeOfWrite(code) : undefined);
  return {
    status,
    headers: {
      'content-type': 'application/problem+json; charset=utf-8',
      ...retryAfter(code),
      ...headers,
      ...(outcome !== undefined && { 'x-outcome': outcome }),
    },
    body: {
      type: `${asked.baseUrl}${problemPath(code)}`,
      title,
      status,
      detail: detail ?? detailOf(fields ?? []) ?? meaning,
      instance: `urn:correlation:${asked.correlationId}`,
      code,
      correlation_id: asked.correlationId,
      retryable,
      fault,
      ...(outcome !== undefined && { outcome }),
      ...(fields !== undefined && { fields }),
      ...members,
    },
  };
};
