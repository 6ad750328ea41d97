/** One claimed write from its last checks to its outcome: promise, send once, record, answer. */
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type ClaimedWrite,
  factsName,
  type Recorder,
  recordSent,
  toldOf,
  tryStore,
} from './outcome-recorder.ts';
import { type Claimed, StoreUnavailable, type Subject } from './protocol/store.ts';
import { SendWindowClosed, type WriteRequest } from './request.ts';
import {
  type KnownOutcome,
  shortRetryMs,
  type Unavailable,
  type UnavailableReason,
  unavailable,
  type WriteResult,
} from './result.ts';
import type { RunningCalls } from './running-calls.ts';
import { type SendTimes, type Sent, sendOnce } from './send-once.ts';

export type AttemptSettings = {
  readonly times: SendTimes;
  /** How long a claim is ours without a word of the store. */
  readonly leaseMs: number;
  readonly monotonicMs: () => number;
  /** Whether an error of `send` proves that nothing was sent; anything else counts as unknown. */
  readonly isNotSent: (error: unknown) => boolean;
};

export type AttemptDeps<Answer> = Recorder<Answer> & AttemptSettings & { readonly calls: RunningCalls };

/** A request may come in place of its subject; only the subject goes on. */
const bare = ({ clientId, operation, subject }: Subject): Subject => ({ clientId, operation, subject });

/** What is kept of the last checks, sealed for whoever has to look the write up. */
const keptFacts = <Prepared, Answer>(
  { vault }: AttemptDeps<Answer>,
  request: WriteRequest<Prepared, Answer>,
  prepared: Prepared,
): { context?: string } => {
  const facts = request.factsOf?.(prepared);
  return facts === undefined ? {} : { context: vault.seal(factsName(request), facts) };
};

/** A claim and when it was asked for, by our monotonic clock. */
type HeldClaim = Claimed & { readonly beganAtMs: number };

/**
 * Gives a claim back that was not used. Nobody else can have sent while it was ours: `not_executed` when the store says that
 * it was until now, or cannot say and its lease had no time to run out. A claim proves that of a token, which only one memory
 * may execute; of what has no token another memory, now forgotten, may know more.
 */
const giveBack = async <Prepared, Answer>(
  deps: AttemptDeps<Answer>,
  request: WriteRequest<Prepared, Answer>,
  held: HeldClaim,
): Promise<KnownOutcome> => {
  await request.whenNotSent?.(held.claim.attemptId);
  try {
    const { kind } = await deps.store.release(request, held.claim);
    return kind === 'released' && request.token !== undefined ? 'not_executed' : 'unknown';
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error;
    const isOurs = deps.monotonicMs() - held.beganAtMs < deps.leaseMs;
    return isOurs && request.token !== undefined ? 'not_executed' : 'unknown';
  }
};

/** Whatever goes wrong before the upstream write gives the claim back: nothing was sent, and nothing is stored. */
const promiseToSend = async <Prepared, Answer>(
  deps: AttemptDeps<Answer>,
  request: WriteRequest<Prepared, Answer>,
  held: HeldClaim,
): Promise<Unavailable | { promisedAtMs: number; prepared: Prepared }> => {
  const refuse = async (reason: UnavailableReason): Promise<Unavailable> =>
    unavailable(reason, shortRetryMs, await giveBack(deps, request, held));
  try {
    const prepared = await request.beforeSend(held.claim.attemptId);
    const kept = keptFacts(deps, request, prepared);
    // Counted from before the store's reply: a process paused in between must not get a fresh window.
    const promisedAtMs = deps.monotonicMs();
    const told = toldOf(deps, {
      kind: 'sending',
      subject: bare(request),
      attemptId: held.claim.attemptId,
      requestId: request.requestId,
      facts: request.factsOf?.(prepared) ?? request.facts ?? '',
    });
    const { kind } = await deps.store.toSend(request, { ...held.claim, ...kept, ...told });
    return kind === 'sending' ? { promisedAtMs, prepared } : refuse('claim_lost');
  } catch (error) {
    if (error instanceof StoreUnavailable) {
      return refuse(error.reason === 'memory_unknown' ? 'memory_lost' : error.reason);
    }
    const outcome = await giveBack(deps, request, held);
    // What the flow refuses goes on as it is: it says itself what it knows of a write without a token.
    if (outcome === 'not_executed' || request.token === undefined) throw error;
    return unavailable('claim_lost', shortRetryMs);
  }
};

const toResult = <Answer>(sent: Sent<Answer>, { recordKey }: ClaimedWrite): WriteResult<Answer> => {
  if (sent.kind === 'unknown') return { kind: 'unknown', recordKey };
  if (sent.kind === 'definite') return { kind: 'answered', ...sent.definite };
  // What this attempt promised and did not send, nobody can send.
  if (sent.error instanceof SendWindowClosed)
    return unavailable('send_window_closed', shortRetryMs, 'not_executed');
  throw sent.error;
};

const raceSlow = async <Answer>(
  sent: Promise<Sent<Answer>>,
  syncWaitMs: number,
): Promise<Sent<Answer> | undefined> => {
  const stop = new AbortController();
  const slow = sleep(syncWaitMs, undefined, { signal: stop.signal }).catch(() => undefined);
  const first = await Promise.race([sent, slow]);
  stop.abort();
  return first;
};

/** Runs a claimed write. Errors of `beforeSend`, and of a `send` that provably sent nothing, pass through. */
export const executeClaim = async <Prepared, Answer>(
  deps: AttemptDeps<Answer>,
  request: WriteRequest<Prepared, Answer>,
  { recordKey, ...claimed }: HeldClaim & { recordKey: string },
): Promise<WriteResult<Answer>> => {
  const { calls, store } = deps;
  if (claimed.tookOver !== undefined) await request.whenNotSent?.(claimed.tookOver);
  const promised = await promiseToSend(deps, request, claimed);
  if ('kind' in promised) return promised;
  const { requestId } = request;
  const write: ClaimedWrite = { subject: bare(request), claim: claimed.claim, recordKey, requestId };
  const { prepared, promisedAtMs } = promised;
  const sent = sendOnce((gate) => request.send(gate, prepared), { ...deps, promisedAtMs });
  const record = async (): Promise<void> => {
    const how = await sent;
    if (how.kind === 'not_sent') await request.whenNotSent?.(claimed.claim.attemptId);
    const { later } = await recordSent(deps, write, how);
    // Not awaited: a store that is away must not hold back an answer that is known.
    void calls.track(later);
  };
  const recorded = calls.track(record());
  const first = await raceSlow(sent, deps.times.syncWaitMs);
  if (first === undefined) {
    await tryStore(() => store.markUnknown(request, claimed.claim));
    return { kind: 'unknown', recordKey };
  }
  await recorded;
  return toResult(first, write);
};
