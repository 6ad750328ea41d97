/** Carries a call to its answer: attempts, the waits between them and the one deadline over all. */
import type { OperationName } from '../generated/routes.ts';
import { type Answer, judge } from './answer.ts';
import { type AttemptState, attemptOnce } from './attempt.ts';
import type { Call, CallInput } from './call.ts';
import { abortedError, noTimeLeftError } from './errors/attempt-error.ts';
import { GatewayError } from './errors/gateway-error.ts';
import type { GatewayPromise } from './response.ts';
import { retryWaitMs } from './retry.ts';
import { pause } from './stopping.ts';

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
    // A wait can end a moment late, and the time with it.
    const boundMs = Math.max(0, Math.min(call.timeoutMs, leftMs()));
    const state: AttemptState = { attempts, boundMs, previous };
    const judged = judge(call, await attemptOnce(call.request, { ...call, timeoutMs: boundMs }), state);
    if (!(judged instanceof GatewayError)) return judged;
    previous = judged;
    await beforeNext(call, previous, { ...state, leftMs: leftMs() });
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
