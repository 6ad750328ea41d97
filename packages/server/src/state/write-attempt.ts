/** One claimed write from its last checks to its outcome: promise, send once, record, answer. */

import { setTimeout as sleep } from 'node:timers/promises';
import { type ClaimedWrite, contextName, type Recorder, recordSent, tryStore } from './outcome-recorder.ts';
import { type SendTimes, type Sent, sendOnce } from './send-once.ts';
import {
  SendWindowClosed,
  type UnavailableReason,
  type WriteRequest,
  type WriteResult,
} from './write-request.ts';
import type { Claimed } from './write-store.ts';

export const SHORT_RETRY_MS = 1_000;
export const LONG_RETRY_MS = 5_000;

export const unavailable = (reason: UnavailableReason, retryAfterMs: number): WriteResult => ({
  kind: 'unavailable',
  reason,
  retryAfterMs,
});

/** The store forgot what happened to this token, or once concluded "no": only a read may speak now. */
export const answerFromRead = async (
  request: WriteRequest,
  whenNo: () => WriteResult | Promise<WriteResult>,
): Promise<WriteResult> => {
  const read = await request.lookUp();
  switch (read.says) {
    case 'executed': {
      const { says: outcome, ...found } = read;
      return { kind: 'rebuilt', outcome, ...found };
    }
    case 'not_executed':
      return whenNo();
    case 'unreadable':
      return unavailable('look_up_failed', LONG_RETRY_MS);
    case 'unknowable':
      return { kind: 'stale', outcome: 'unknown' };
  }
};

export type RunningCalls = {
  track<T>(call: Promise<T>): Promise<T>;
  count(): number;
  /** Waits until none is left, at most `timeoutMs`; returns how many are left. */
  drain(timeoutMs: number): Promise<number>;
};

export const createRunningCalls = (): RunningCalls => {
  const calls = new Set<Promise<unknown>>();
  return {
    track(call) {
      calls.add(call);
      const done = () => calls.delete(call);
      call.then(done, done);
      return call;
    },
    count: () => calls.size,
    async drain(timeoutMs) {
      const stop = new AbortController();
      const limit = sleep(timeoutMs, 'late' as const, { signal: stop.signal }).catch(() => 'late' as const);
      while (calls.size > 0) {
        const all = Promise.allSettled([...calls]).then(() => 'done' as const);
        if ((await Promise.race([all, limit])) === 'late') break;
      }
      stop.abort();
      return calls.size;
    },
  };
};

export type AttemptSettings = {
  times: SendTimes;
  monotonicMs: () => number;
  /** Whether an error of `send` proves that nothing was sent; anything else counts as unknown. */
  isNotSent: (error: unknown) => boolean;
};

export type AttemptDeps = Recorder & AttemptSettings & { calls: RunningCalls };

/**
 * The last checks. While the store is away this process cannot see what others sent, so a read is added; it can only
 * find a booking, never prove that there is none.
 */
const check = async (
  deps: AttemptDeps,
  request: WriteRequest,
  claimed: Claimed,
): Promise<WriteResult | { context?: string }> => {
  const facts = await request.beforeSend(claimed.claim.attemptId);
  const checked = typeof facts === 'string' ? { context: deps.vault.seal(contextName(request), facts) } : {};
  if (claimed.guardedBy === 'store') return checked;
  deps.onEvent({ kind: 'guarded_by_process', subject: request });
  const read = await request.lookUp();
  if (read.says !== 'executed') return checked;
  const { says: outcome, ...found } = read;
  return { kind: 'rebuilt', outcome, ...found };
};

/** Whatever goes wrong before the upstream write gives the claim back: nothing was sent, and nothing is stored. */
const promiseToSend = async (
  deps: AttemptDeps,
  request: WriteRequest,
  claimed: Claimed,
): Promise<WriteResult | { promisedAtMs: number }> => {
  let kept = false;
  try {
    const checked = await check(deps, request, claimed);
    if ('kind' in checked) return checked;
    // Counted from before the store's reply: a process paused in between must not get a fresh window.
    const promisedAtMs = deps.monotonicMs();
    const { kind } = await deps.store.toSend(request, { ...claimed.claim, ...checked });
    kept = kind === 'sending';
    return kept
      ? { promisedAtMs }
      : unavailable(kind === 'lost' ? 'claim_lost' : 'memory_lost', SHORT_RETRY_MS);
  } finally {
    if (!kept) {
      await request.whenNotSent?.(claimed.claim.attemptId);
      await tryStore(() => deps.store.release(request, claimed.claim));
    }
  }
};

const toResult = (sent: Sent, { recordKey }: ClaimedWrite, guardedBy: Claimed['guardedBy']): WriteResult => {
  if (sent.kind === 'unknown') return { kind: 'unknown', recordKey };
  if (sent.kind === 'definite') return { kind: 'answered', guardedBy, ...sent.definite };
  if (sent.error instanceof SendWindowClosed) return unavailable('send_window_closed', SHORT_RETRY_MS);
  throw sent.error;
};

const raceSlow = async (sent: Promise<Sent>, syncWaitMs: number): Promise<Sent | undefined> => {
  const stop = new AbortController();
  const slow = sleep(syncWaitMs, undefined, { signal: stop.signal }).catch(() => undefined);
  const first = await Promise.race([sent, slow]);
  stop.abort();
  return first;
};

/** Runs a claimed write. Errors of `beforeSend`, and of a `send` that provably sent nothing, pass through. */
export const executeClaim = async (
  deps: AttemptDeps,
  request: WriteRequest,
  claimed: Claimed,
  recordKey: string,
): Promise<WriteResult> => {
  const { calls, store } = deps;
  const promised = await promiseToSend(deps, request, claimed);
  if ('kind' in promised) return promised;
  const write: ClaimedWrite = { subject: request, claim: claimed.claim, recordKey };
  const sent = sendOnce((gate) => request.send(gate), { ...deps, ...promised });
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
  return toResult(first, write, claimed.guardedBy);
};
