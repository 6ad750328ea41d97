/** Judges what one attempt came to: an answer of the contract, or the error it means. */
import type { AttemptResult } from './attempt.ts';
import type { AttemptState, Call } from './call.ts';
import { answerError, disconnectedError, stoppedError, unreadableError } from './errors/from-attempt.ts';
import type { GatewayError } from './errors/gateway-error.ts';
import { retryAfterSeconds } from './retry-after.ts';

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
  const waitSeconds = retryAfterSeconds(headers, Date.now());
  if (status >= 400 && isRecord(body) && typeof body.code === 'string') {
    return answerError(call, result, state, body, waitSeconds);
  }
  const answer = {
    status,
    body,
    retryAfterSeconds: waitSeconds,
    incompleteResultId: incompleteResultId(headers),
  };
  return call.route.answers.includes(status) && isPromised(answer, call)
    ? answer
    : unreadableError(call, result, state, waitSeconds);
};

/** The answer, or the error that the attempt means. */
export const judge = (call: Call, result: AttemptResult, state: AttemptState): Answer | GatewayError => {
  if (result.ended === 'answered') return readAnswer(call, result, state);
  if (result.ended === 'disconnected') return disconnectedError(call, result.cause, state);
  return stoppedError(call, result.ended, state);
};
