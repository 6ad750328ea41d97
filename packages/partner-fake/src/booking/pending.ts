/** Creates and confirms that the supplier has not answered yet: 202, polls, and an end after 15 minutes. */
import type { Call } from '../answer/call.ts';
import { type Reply, toProblem, withOutcome } from '../answer/reply.ts';
import { token } from '../marks.ts';
import type { IncompleteResult, PendingWrite } from '../memory.ts';
import { Refusal } from '../refusal.ts';
import type { State } from '../state.ts';
import { fingerprintOf, keyOf } from './same-request.ts';

const livesMs = 15 * 60_000;
/** Seconds to wait before each poll. */
const waits = [2, 3, 5];

const accepted = (id: string, polls: number): Reply => ({
  status: 202,
  headers: {
    location: `/incomplete_results/${id}`,
    'retry-after': String(waits[Math.min(polls, waits.length - 1)]),
  },
});

/** A write that is answered later. */
export type Started = { readonly reply: Reply; readonly pending: PendingWrite };

/** Answers 202 now; `finish` ends it after so many polls. */
export const startPending = (
  state: State,
  call: Call,
  { polls, finish }: { readonly polls: number; readonly finish: () => Reply },
): Started => {
  const id = token(`${state.identity.apiKey} result ${state.next('result')}`);
  state.results.set(id, { id, createdMs: state.clock.now(), pollsLeft: polls, polls: 0, finish });
  const pending = { resultId: id, fingerprint: fingerprintOf(call) };
  return { reply: withOutcome(accepted(id, 0), 'unknown'), pending };
};

/** Where a result stands, without counting as a poll; undefined when it is not known. */
export const resultReply = (state: State, id: string): Reply | undefined => {
  const result = state.results.get(id);
  if (result === undefined) return undefined;
  return result.reply ?? withOutcome(accepted(id, result.polls), 'unknown');
};

/** Refuses a request for what is under way. */
export const inProgress = (): Refusal => new Refusal('idempotency_in_progress', { outcome: 'unknown' });

/** Where a write stands that is under way, for the same request without a key. Throws `idempotency_in_progress` for any other. */
export const joinPending = (state: State, call: Call, { resultId, fingerprint }: PendingWrite): Reply => {
  const isSame = keyOf(call) === undefined && fingerprint === fingerprintOf(call);
  const reply = isSame ? resultReply(state, resultId) : undefined;
  if (reply === undefined) throw inProgress();
  return reply;
};

const bookingIn = ({ body }: Reply): string | undefined => {
  const id = typeof body === 'object' && body !== null && 'id' in body ? body.id : undefined;
  return typeof id === 'string' ? id : undefined;
};

const expired = ({ reply }: IncompleteResult): Refusal => {
  const booking_id = reply === undefined ? undefined : bookingIn(reply);
  if (booking_id === undefined) {
    return new Refusal('result_expired', { outcome: reply === undefined ? 'unknown' : 'not_executed' });
  }
  return new Refusal('result_expired', { outcome: 'executed', booking_id });
};

const ended = ({ identity }: State, { correlationId }: Call, { finish }: IncompleteResult): Reply => {
  try {
    return finish();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return toProblem(error, { baseUrl: identity.baseUrl, correlationId, isWrite: true });
  }
};

/** Answers a poll. Throws `incomplete_result_not_found` and `result_expired`. */
export const pollResult = (state: State, call: Call): Reply => {
  const id = call.params.incomplete_results_id ?? '';
  const result = state.results.get(id);
  if (result === undefined) throw new Refusal('incomplete_result_not_found');
  if (state.clock.now() >= result.createdMs + livesMs) throw expired(result);
  if (result.reply === undefined && result.pollsLeft > 0) {
    result.pollsLeft -= 1;
    result.polls += 1;
    return accepted(id, result.polls);
  }
  result.reply ??= ended(state, call, result);
  return result.reply;
};
