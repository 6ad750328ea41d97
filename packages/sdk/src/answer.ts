/** What an attempt came to: the answer that the contract promises for the operation, or the error that it means. */
import type { AttemptResult, AttemptState } from './attempt.ts';
import type { Call } from './call.ts';
import { answerError, disconnectedError, stoppedError, unreadableError } from './errors/attempt-error.ts';
import type { GatewayError } from './errors/gateway-error.ts';

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

/**
 * The answer that a result was read from.
 *
 * @example
 * ```ts
 * const { response }: { response: GatewayResponse } = await gateway.search(query).withResponse();
 * console.log(response.status, response.headers.get('ratelimit'), response.correlationId);
 * ```
 */
export type GatewayResponse = {
  /** HTTP status. */
  readonly status: number;
  /** All headers as they came, such as `RateLimit`, `Sunset` and `Idempotent-Replayed`. */
  readonly headers: Headers;
  /** The id to give to support. */
  readonly correlationId: string;
  /** The key that the write was sent under; undefined on everything but create, confirm and cancel. */
  readonly idempotencyKey: string | undefined;
  /** How many times the request was sent. */
  readonly attempts: number;
};

/** An answer that the contract promises for the operation. */
export type Answer = {
  readonly status: number;
  /** The parsed body; undefined when it only says that there is no answer yet. */
  readonly body: unknown;
  readonly retryAfterSeconds: number | undefined;
  /** From `Location`. */
  readonly incompleteResultId: string | undefined;
  readonly response: GatewayResponse;
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

/** Whether the answer only says that there is none yet: without a body, where another status brings it. */
const isNotYet = (status: number, { route }: Call): boolean => status === 202 && route.answers.includes(200);

const isPromised = (answer: Answer, call: Call): boolean => {
  const { route } = call;
  if (!isNotYet(answer.status, call)) return hasShape(answer.body, route.json);
  // Without the id nobody could ever learn what became of the booking.
  return route.keyed !== true || answer.incompleteResultId !== undefined;
};

const problems = new WeakMap<GatewayError, object>();

/** The problem that an error was read from; undefined when the gateway sent none. */
export const problemBehind = (error: GatewayError): object | undefined => problems.get(error);

const readAnswer = (call: Call, result: Answered, state: AttemptState): Answer | GatewayError => {
  const { status, headers } = result;
  const body = isNotYet(status, call) ? undefined : parsed(result.text);
  const retryAfterSeconds = readRetryAfterSeconds(headers, Date.now());
  if (status >= 400 && isRecord(body) && typeof body.code === 'string') {
    const error = answerError(call, { ...result, problem: body, retryAfterSeconds }, state);
    problems.set(error, body);
    return error;
  }
  const response: GatewayResponse = {
    status,
    headers,
    correlationId: headers.get('x-correlation-id') ?? call.correlationId,
    idempotencyKey: call.idempotencyKey,
    attempts: state.attempts,
  };
  const answer = {
    status,
    body,
    retryAfterSeconds,
    incompleteResultId: incompleteResultId(headers),
    response,
  };
  return call.route.answers.includes(status) && isPromised(answer, call)
    ? answer
    : unreadableError(call, { ...result, retryAfterSeconds }, state);
};

/** The answer, or the error that the attempt means. */
export const judge = (call: Call, result: AttemptResult, state: AttemptState): Answer | GatewayError => {
  if (result.ended === 'answered') return readAnswer(call, result, state);
  if (result.ended === 'disconnected') return disconnectedError(call, result.cause, state);
  return stoppedError(call, result.ended, state);
};
