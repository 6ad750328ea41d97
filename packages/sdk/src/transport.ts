/** Carries a call to its answer: attempts, the waits between them and the one deadline over all. */
import type { OperationName } from '../generated/routes.ts';
import { type Answer, judge } from './answer.ts';
import { type AttemptResult, type AttemptState, attemptOnce } from './attempt.ts';
import type { Call, CallInput } from './call.ts';
import { abortedError, noTimeLeftError } from './errors/attempt-error.ts';
import { GatewayError } from './errors/gateway-error.ts';
import type { CallEvent } from './observe/hooks.ts';
import { tell } from './observe/tell.ts';
import type { GatewayPromise } from './response.ts';
import { retryWaitMs } from './retry.ts';
import { pause } from './stopping.ts';

const eventOf = ({ operation, route, correlationId }: Call, attempt: number): CallEvent => ({
  operation,
  method: route.method,
  path: route.path,
  correlationId,
  attempt,
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
  tell(call.hooks.onRetry, { ...eventOf(call, state.attempts), code: error.code, waitMs });
  await pause(waitMs, call.signal);
  if (call.signal?.aborted) throw abortedError(call, state, error.outcome);
};

const attempt = async (call: Call, { attempts, boundMs }: AttemptState): Promise<AttemptResult> => {
  const event = eventOf(call, attempts);
  tell(call.hooks.onRequest, event);
  const startedMs = performance.now();
  const result = await attemptOnce(call.request, { ...call, timeoutMs: boundMs });
  const durationMs = performance.now() - startedMs;
  if (result.ended === 'answered')
    tell(call.hooks.onResponse, { ...event, status: result.status, durationMs });
  return result;
};

/** Looks at each attempt that failed. */
type SeeFailure = (call: Call, error: GatewayError) => Promise<void>;

const carry = async (call: Call, leftMs: () => number, seeFailure: SeeFailure): Promise<Answer> => {
  if (call.signal?.aborted) throw neverSentError(call);
  let previous: GatewayError | undefined;
  for (let attempts = 1; ; attempts += 1) {
    // A wait can end a moment late, and the time with it.
    const boundMs = Math.max(0, Math.min(call.timeoutMs, leftMs()));
    const state: AttemptState = { attempts, boundMs, previous };
    const judged = judge(call, await attempt(call, state), state);
    if (!(judged instanceof GatewayError)) return judged;
    await seeFailure(call, judged);
    previous = judged;
    await beforeNext(call, previous, { ...state, leftMs: leftMs() });
  }
};

/**
 * Sends the call until it is answered, cannot be sent again, or has no time left.
 *
 * @throws GatewayError of the kind that says what the caller can do.
 */
export const send = async (call: Call, seeFailure: SeeFailure): Promise<Answer> => {
  const startedMs = performance.now();
  const elapsedMs = (): number => performance.now() - startedMs;
  try {
    return await carry(call, () => call.deadlineMs - elapsedMs(), seeFailure);
  } catch (error) {
    if (error instanceof GatewayError) {
      const { kind, code, status, outcome, retryable, attempts } = error;
      const facts = { kind, code, status, outcome, retryable, durationMs: elapsedMs() };
      tell(call.hooks.onError, { ...eventOf(call, attempts), ...facts });
    }
    throw error;
  }
};

/** Calls an operation of the contract; `read` makes the result of its answer. */
export type Operate = <Data>(
  operation: OperationName,
  input: CallInput,
  read: (answer: Answer) => Data,
) => GatewayPromise<Data>;

/** The body, taken for what the contract says it is: bodies are checked in kind only, so that newer ones pass. */
export const bodyAs =
  <Body>() =>
  ({ body }: Answer): Body =>
    body as Body;
