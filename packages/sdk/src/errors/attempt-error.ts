/** What an attempt that brought no promised answer means to the caller, told without the API key. */
import type { AttemptState } from '../attempt.ts';
import type { Call } from '../call.ts';
import { createError } from './error-classes.ts';
import { type ErrorFacts, type GatewayError, kindOf, type Outcome } from './gateway-error.ts';
import { reasonOf, redacted, redactedCause, systemCode } from './redaction.ts';

type Answered = { readonly status: number; readonly headers: Headers; readonly text: string };
type Own = Omit<ErrorFacts, 'operation' | 'correlationId'> & {
  readonly correlationId?: string | undefined;
  readonly cause?: unknown;
};
/** When the gateway asked to come back, if it did. */
type Asking = { readonly retryAfterSeconds: number | undefined };

/** Codes that say that not one byte of the request went out. */
const neverSent = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT'];
const transientStatuses = [408, 429, 502, 503, 504];
const excerptLengthMax = 200;

/**
 * The outcome over all attempts. When an earlier attempt may have been executed, a later refusal says nothing about
 * it; only the gateway's word that the reservation did not happen does.
 */
const settled = (own: Own, previous: GatewayError | undefined): Outcome | undefined =>
  previous?.outcome === 'unknown' && own.outcome === 'not_executed' && own.code !== 'reserve_not_executed'
    ? 'unknown'
    : own.outcome;

const make = (call: Call, { attempts, previous }: AttemptState, { cause, ...own }: Own): GatewayError =>
  createError(
    redacted(
      {
        ...own,
        operation: call.operation,
        correlationId: own.correlationId ?? call.correlationId,
        idempotencyKey: call.idempotencyKey,
        outcome: settled(own, previous),
        attempts,
      },
      call.apiKey,
    ),
    cause,
  );

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

const outcomeOf = (call: Call, stated: unknown): Outcome | undefined => {
  if (stated === 'executed' || stated === 'not_executed' || stated === 'unknown') return stated;
  return call.route.keyed ? 'unknown' : undefined;
};

type Problem = Readonly<Record<string, unknown>>;

/** The gateway answered with a problem. Members are taken as they come: a newer gateway may send other ones. */
export const answerError = (
  call: Call,
  { status, headers, problem, retryAfterSeconds }: Answered & Asking & { readonly problem: Problem },
  state: AttemptState,
): GatewayError => {
  const code = String(problem.code);
  return make(call, state, {
    kind: kindOf(code, status),
    code,
    status,
    detail: textOf(problem.detail) ?? textOf(problem.title) ?? code,
    correlationId: headers.get('x-correlation-id') ?? textOf(problem.correlation_id),
    retryable: problem.retryable === true,
    outcome: outcomeOf(call, problem.outcome ?? headers.get('x-outcome')),
    fault: problem.fault as ErrorFacts['fault'],
    docUrl: textOf(problem.type),
    fields: Array.isArray(problem.fields) ? problem.fields : undefined,
    priceChanged: problem.price_changed as ErrorFacts['priceChanged'],
    expectedTotal: problem.expected_total as ErrorFacts['expectedTotal'],
    bookingId: textOf(problem.booking_id),
    retryAfterSeconds,
  });
};

/** The start of a text without its markup. JSON is left out: it may be somebody's booking. */
const excerptOf = ({ headers, text }: Answered): string | undefined => {
  if (/json/i.test(headers.get('content-type') ?? '')) return undefined;
  const start = text.slice(0, 20 * excerptLengthMax);
  return textOf(
    start
      .replace(/<(style|script)\b[\s\S]*?<\/\1>|<[^>]*>/gi, ' ')
      .replace(/\s+/g, ' ')
      .trim()
      .slice(0, excerptLengthMax),
  );
};

/** Something answered, but not as the contract promises. */
export const unreadableError = (
  call: Call,
  answered: Answered & Asking,
  state: AttemptState,
): GatewayError => {
  const { status, headers, retryAfterSeconds } = answered;
  const contentType = textOf(headers.get('content-type'));
  const bodyExcerpt = excerptOf(answered);
  return make(call, state, {
    kind: 'unreadable_answer',
    code: 'unreadable_answer',
    status,
    detail: `not an answer of the gateway: ${contentType ?? 'no content type'}${bodyExcerpt === undefined ? '' : `, "${bodyExcerpt}"`}`,
    correlationId: textOf(headers.get('x-correlation-id')),
    retryable: transientStatuses.includes(status),
    outcome: outcomeOf(call, headers.get('x-outcome')),
    contentType,
    bodyExcerpt,
    retryAfterSeconds,
  });
};

/** The connection could not be made, or broke. */
export const disconnectedError = (call: Call, cause: unknown, state: AttemptState): GatewayError => {
  const code = systemCode(cause);
  const reason = reasonOf(cause);
  const sent = !neverSent.includes(code ?? '');
  return make(call, state, {
    kind: 'connection',
    code: 'connection_failed',
    detail: `the connection failed${reason === undefined ? '' : ` (${reason})`}`,
    retryable: true,
    outcome: sent || !call.route.keyed ? outcomeOf(call, undefined) : 'not_executed',
    cause: redactedCause(cause, call.apiKey),
  });
};

const afterwards = (previous: GatewayError | undefined): string =>
  previous === undefined ? '' : `; before that: ${previous.detail || previous.code}`;

const deadlineExceeded = (call: Call, previous: GatewayError | undefined): Own => ({
  kind: 'timeout',
  code: 'deadline_exceeded',
  detail: `not done within ${call.deadlineMs} ms over all attempts${afterwards(previous)}`,
  retryable: true,
});

/** The attempt was stopped: by the caller, by its own bound, or by the deadline of the call. */
export const stoppedError = (call: Call, by: 'timeout' | 'aborted', state: AttemptState): GatewayError => {
  const outcome = outcomeOf(call, undefined);
  if (by === 'aborted') return abortedError(call, state, outcome);
  const own: Own =
    state.boundMs < call.timeoutMs
      ? deadlineExceeded(call, state.previous)
      : {
          kind: 'timeout',
          code: 'timeout',
          detail: `no answer within ${call.timeoutMs} ms${afterwards(state.previous)}`,
          retryable: true,
        };
  return make(call, state, { ...own, outcome, cause: state.previous });
};

/** The caller stopped the call. */
export const abortedError = (call: Call, state: AttemptState, outcome: Outcome | undefined): GatewayError =>
  make(call, state, {
    kind: 'abort',
    code: 'aborted',
    detail: 'the caller stopped it',
    retryable: true,
    outcome,
    cause: call.signal?.reason,
  });

/** The next attempt would begin after the deadline. */
export const noTimeLeftError = (call: Call, state: AttemptState, previous: GatewayError): GatewayError =>
  make(call, state, { ...deadlineExceeded(call, previous), outcome: previous.outcome, cause: previous });

/** The answer holds what this version of the SDK does not know, and the client is strict. */
export const driftError = (
  call: Call,
  {
    status,
    headers,
    attempts,
  }: { readonly status: number; readonly headers: Headers; readonly attempts: number },
  places: readonly { readonly kind: string; readonly path: string }[],
): GatewayError =>
  make(
    call,
    { attempts, boundMs: 0, previous: undefined },
    {
      kind: 'unreadable_answer',
      code: 'contract_drift',
      status,
      detail: `not as this version of the SDK knows it: ${places.map(({ kind, path }) => `${path} (${kind})`).join(', ')}`,
      correlationId: textOf(headers.get('x-correlation-id')),
      retryable: false,
      outcome: outcomeOf(call, headers.get('x-outcome')),
    },
  );
