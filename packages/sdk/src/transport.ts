/** Carries a call to its answer: attempts, what each came to, the waits between them and the one deadline over all. */
import type { OperationName } from '../generated/routes.ts';
import {
  abortedError,
  answerError,
  disconnectedError,
  noTimeLeftError,
  stoppedError,
  unreadableError,
} from './attempt-error.ts';
import { type AttemptResult, type AttemptState, attemptOnce, type Call, type CallInput } from './call.ts';
import { GatewayError } from './gateway-error.ts';

/**
 * Seconds to wait, rounded up; undefined when the header is missing or says neither.
 * A date is measured against the answer's own `Date`, so that a wrong local clock cannot make a retry early.
 */
const readRetryAfterSeconds = (headers: Headers, nowMs: number): number | undefined => {
  const value = headers.get('retry-after')?.trim() ?? '';
  if (/^\d+$/.test(value)) return Number(value);
  const untilMs = Date.parse(value);
  if (Number.isNaN(untilMs)) return undefined;
  const answeredMs = Date.parse(headers.get('date') ?? '');
  const waitMs = untilMs - (Number.isNaN(answeredMs) ? nowMs : answeredMs);
  return Math.max(0, Math.ceil(waitMs / 1000));
};

/** An answer that the contract promises for the operation. */
export type Answer = {
  readonly status: number;
  /** The parsed body; undefined with 202. */
  readonly body: unknown;
  readonly retryAfterSeconds: number | undefined;
  /** From `Location`. */
  readonly incompleteResultId: string | undefined;
};

type Answered = Extract<AttemptResult, { ended: 'answered' }>;

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const hasShape = (body: unknown, json: Call['route']['json']): boolean => {
  if (json === 'nothing') return body === undefined;
  if (json === 'array') return Array.isArray(body);
  return json === 'object' ? isRecord(body) : typeof body === 'string';
};

const incompleteResultId = (headers: Headers): string | undefined => {
  const id = /incomplete_results\/([^/?#]+)/.exec(headers.get('location') ?? '')?.[1];
  try {
    return id === undefined ? undefined : decodeURIComponent(id);
  } catch {
    return undefined;
  }
};

const isPromised = (answer: Answer, { route }: Call): boolean => {
  if (answer.status !== 202) return hasShape(answer.body, route.json);
  // Without the id nobody could ever learn what became of the booking.
  return route.keyed !== true || answer.incompleteResultId !== undefined;
};

const readAnswer = (call: Call, result: Answered, state: AttemptState): Answer | GatewayError => {
  const { status, headers } = result;
  const body = status === 202 ? undefined : parsed(result.text);
  const retryAfterSeconds = readRetryAfterSeconds(headers, Date.now());
  if (status >= 400 && isRecord(body) && typeof body.code === 'string') {
    return answerError(call, { ...result, problem: body, retryAfterSeconds }, state);
  }
  const answer = { status, body, retryAfterSeconds, incompleteResultId: incompleteResultId(headers) };
  return call.route.answers.includes(status) && isPromised(answer, call)
    ? answer
    : unreadableError(call, { ...result, retryAfterSeconds }, state);
};

/** The answer, or the error that the attempt means. */
const judge = (call: Call, result: AttemptResult, state: AttemptState): Answer | GatewayError => {
  if (result.ended === 'answered') return readAnswer(call, result, state);
  if (result.ended === 'disconnected') return disconnectedError(call, result.cause, state);
  return stoppedError(call, result.ended, state);
};

/** What the decision rests on, beside the error. */
export type RetryState = {
  /** Whether the call only reads. */
  readonly reads: boolean;
  /** Whether it carries an idempotency key. */
  readonly keyed: boolean;
  /** Attempts made. */
  readonly attempts: number;
  readonly retries: number;
  /** From 0 to 1. */
  readonly random: number;
};

const backoffMsBase = 500;
const backoffMsMax = 8_000;

/**
 * Codes of a gateway that did not take the request, whatever became of an earlier one: under its key it may come again.
 */
const notTaken = [
  'idempotency_in_progress',
  'idempotency_unavailable',
  'idempotency_memory_lost',
  'idempotency_memory_young',
  'not_ready',
  'overloaded',
  'rate_limited',
];

/**
 * Whether the request may be sent again. A read: whenever it can succeed later. A write: only under its key, and
 * only when no answer came, when the gateway says that it can succeed and that nothing was executed, or when it did
 * not take the request. A write without a key: only on the gateway's word.
 */
const mayResend = (error: GatewayError, { reads, keyed }: RetryState): boolean => {
  if (error.kind === 'abort' || error.code === 'deadline_exceeded') return false;
  if (!error.retryable || reads) return error.retryable;
  if (error.status === undefined) return keyed;
  if (keyed && notTaken.includes(error.code)) return true;
  return error.kind !== 'unreadable_answer' && (error.outcome === 'not_executed' || !keyed);
};

/**
 * Milliseconds to wait before the next attempt; undefined when there is none. What the gateway asks for is waited
 * for in full; otherwise the wait doubles from half a second to eight, of which a random half is taken off.
 */
export const retryWaitMs = (error: GatewayError, state: RetryState): number | undefined => {
  if (state.attempts > state.retries || !mayResend(error, state)) return undefined;
  if (error.retryAfterSeconds !== undefined) return error.retryAfterSeconds * 1000;
  const backoffMs = Math.min(backoffMsMax, backoffMsBase * 2 ** (state.attempts - 1));
  return backoffMs * (1 - state.random / 2);
};

const pause = (waitMs: number, signal: AbortSignal | undefined): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, waitMs);
    signal?.addEventListener('abort', done);
  });

const waitOf = (call: Call, error: GatewayError, attempts: number): number | undefined =>
  retryWaitMs(error, {
    reads: call.route.reads === true,
    keyed: call.idempotencyKey !== undefined,
    retries: call.retries,
    attempts,
    random: Math.random(),
  });

const neverSentError = (call: Call): GatewayError =>
  abortedError(
    call,
    { attempts: 0, boundMs: 0, previous: undefined },
    call.route.keyed ? 'not_executed' : undefined,
  );

/** Waits before the next attempt, or throws what the call has come to. */
const beforeNext = async (
  call: Call,
  error: GatewayError,
  state: AttemptState & { readonly leftMs: number },
): Promise<void> => {
  const waitMs = waitOf(call, error, state.attempts);
  if (waitMs === undefined) throw error;
  // A wait the gateway asked for is the caller's to know; one of our own only means that the time is up.
  if (waitMs >= state.leftMs) {
    throw error.retryAfterSeconds === undefined ? noTimeLeftError(call, state, error) : error;
  }
  await pause(waitMs, call.signal);
  if (call.signal?.aborted) throw abortedError(call, state, error.outcome);
};

/**
 * Sends the call until it is answered, cannot be sent again, or has no time left.
 *
 * @throws GatewayError of the kind that says what the caller can do.
 */
export const send = async (call: Call): Promise<Answer> => {
  const startedMs = performance.now();
  const leftMs = (): number => call.deadlineMs - (performance.now() - startedMs);
  if (call.signal?.aborted) throw neverSentError(call);
  let previous: GatewayError | undefined;
  for (let attempts = 1; ; attempts += 1) {
    const boundMs = Math.min(call.timeoutMs, leftMs());
    const state: AttemptState = { attempts, boundMs, previous };
    const judged = judge(call, await attemptOnce(call.request, { ...call, timeoutMs: boundMs }), state);
    if (!(judged instanceof GatewayError)) return judged;
    previous = judged;
    await beforeNext(call, previous, { ...state, leftMs: leftMs() });
  }
};

/** Calls an operation of the contract. */
export type Operate = (operation: OperationName, input: CallInput) => Promise<Answer>;
