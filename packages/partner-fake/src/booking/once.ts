/** Booking writes are executed once for each idempotency key: the answer is kept for a day and given again. */
import type { Outcome } from '@partner-gateway/contract';
import type { Call } from '../answer/call.ts';
import type { Reply } from '../answer/reply.ts';
import type { KeptAnswer } from '../memory.ts';
import { Refusal } from '../refusal.ts';
import type { State } from '../state.ts';
import { inProgress, resultReply } from './pending.ts';
import { fingerprintOf, keyOf } from './same-request.ts';

const keptMs = 86_400_000;
const waitMs = 2_000;

const outcomeOf = ({ reply }: KeptAnswer): Outcome => {
  const told = reply?.headers?.['x-outcome'];
  return told === 'executed' || told === 'not_executed' ? told : 'unknown';
};

const again = (state: State, { reply, resultId }: KeptAnswer): Reply => {
  const latest = resultId === undefined ? reply : (resultReply(state, resultId) ?? reply);
  if (latest === undefined) throw inProgress();
  // A 202 is where it stands now, and no answer that was given before.
  if (latest.status === 202) return latest;
  return { ...latest, headers: { ...latest.headers, 'idempotent-replayed': 'true' } };
};

const resultIdOf = ({ status, headers }: Reply): string | undefined =>
  status === 202 ? headers?.location?.split('/').at(-1) : undefined;

/** Whether the supplier was asked: what it said is kept, and what was refused before is not. */
export type Performed = { readonly reply: Reply; readonly isKept: boolean };

/** Throws `idempotency_key_reused`, and `idempotency_in_progress` when the first one takes more than two seconds. */
export const once = async (state: State, call: Call, perform: () => Promise<Performed>): Promise<Reply> => {
  const key = keyOf(call);
  if (key === undefined) return (await perform()).reply;
  const fingerprint = fingerprintOf(call);
  const known = state.kept.get(key);
  if (known !== undefined && known.untilMs > state.clock.now()) {
    if (known.fingerprint !== fingerprint) {
      throw new Refusal('idempotency_key_reused', { outcome: outcomeOf(known) });
    }
    if (known.running !== undefined) await Promise.race([known.running, state.sleep(waitMs)]);
    return again(state, state.kept.get(key) ?? known);
  }
  return performKept(state, { key, fingerprint }, perform);
};

const performKept = async (
  state: State,
  { key, fingerprint }: { key: string; fingerprint: string },
  perform: () => Promise<Performed>,
): Promise<Reply> => {
  let end = (): void => {};
  const running = new Promise<void>((resolve) => {
    end = resolve;
  });
  const untilMs = state.clock.now() + keptMs;
  state.kept.set(key, { fingerprint, untilMs, running });
  try {
    const { reply, isKept } = await perform();
    const resultId = resultIdOf(reply);
    if (isKept)
      state.kept.set(key, { fingerprint, untilMs, reply, ...(resultId !== undefined && { resultId }) });
    else state.kept.delete(key);
    return reply;
  } catch (error) {
    state.kept.delete(key);
    throw error;
  } finally {
    end();
  }
};
