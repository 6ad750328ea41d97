/** Whether a memory may be believed: the one that the caller knows, on a clock that both agree on, and that vouched for the token. */
import type { Epoch, EpochCause, ProtocolTimes } from './record.ts';

/** The store's time, the run of its server, and the durations. */
export type Moment = { readonly nowMs: number; readonly runId: string; readonly times: ProtocolTimes };

/** What the caller takes the store for: which memory, and what time it can be there. Compared inside every transition that decides. */
export type Belief = { readonly epochId: string; readonly earliestMs: number; readonly latestMs: number };

/** Nothing was done: the memory is another one, or the clocks of store and caller went apart, or the command ran late. */
export type Distrust = { readonly kind: 'epoch_changed' } | { readonly kind: 'off_clock' };

/** The memory that was known when a token was issued, and the store's time then. */
export type TokenStamp = { readonly memoryId: string; readonly issuedAtMs: number };

/** Why a memory will not execute a write. */
export type MemoryRefusal =
  | { readonly kind: 'unsettled'; readonly waitMs: number; readonly cause: EpochCause }
  /** Never executed by this memory. `isNobodys`: by no memory at all, since none vouched for the token. */
  | { readonly kind: 'uncovered'; readonly isNobodys: boolean }
  /** The token was issued by another memory after this one began: two are alive. */
  | { readonly kind: 'split' };

/** G4 and G5: the memory is the one that the caller knows, in the same server run, and both clocks agree. */
export const distrust = (epoch: Epoch | undefined, belief: Belief, moment: Moment): Distrust | undefined => {
  if (epoch?.id !== belief.epochId || epoch.runId !== moment.runId) return { kind: 'epoch_changed' };
  const isOff = moment.nowMs < belief.earliestMs || moment.nowMs > belief.latestMs;
  return isOff ? { kind: 'off_clock' } : undefined;
};

const isSettled = (epoch: Epoch, { nowMs, times }: Moment): boolean =>
  epoch.settled || nowMs >= epoch.steadySinceMs + times.settleMs;

/** A caller whose clock agrees was here: the store's clock has run evenly until now. */
export const watched = (epoch: Epoch, moment: Moment): Epoch => ({
  ...epoch,
  seenMs: moment.nowMs,
  settled: isSettled(epoch, moment),
});

/** Epoch ids begin with the run of their server. */
const runOf = (epochId: string): string => epochId.slice(0, Math.max(0, epochId.indexOf('-')));

/** A token that names no run, as those of the older format, is never newer: it is one of a memory that is gone. */
const isFromAnother = ({ id, sinceMs }: Epoch, { memoryId, issuedAtMs }: TokenStamp, times: ProtocolTimes) =>
  runOf(memoryId) !== '' && runOf(memoryId) !== runOf(id) && issuedAtMs > sinceMs + times.coverMarginMs;

/** A memory whose time is so far behind a token that it vouched for is an older copy of itself, put back. */
export const olderCopyMs = 60_000;

/** G4: a memory that did not vouch for the token cannot know what happened to it, so it must never execute it. */
export const refusalByMemory = (
  epoch: Epoch,
  token: TokenStamp | undefined,
  moment: Moment,
): MemoryRefusal | undefined => {
  const { nowMs, times } = moment;
  if (token !== undefined) {
    if (token.memoryId === '') return { kind: 'uncovered', isNobodys: true };
    if (token.memoryId === epoch.id && token.issuedAtMs > nowMs + olderCopyMs) return { kind: 'split' };
    // The store's own clock ends a token well before the records that know of it.
    if (token.memoryId === epoch.id && nowMs < token.issuedAtMs + times.recordTtlMs / 2) return undefined;
    if (isFromAnother(epoch, token, times)) return { kind: 'split' };
  }
  if (!isSettled(epoch, moment)) {
    return { kind: 'unsettled', waitMs: epoch.steadySinceMs + times.settleMs - nowMs, cause: epoch.cause };
  }
  return token === undefined ? undefined : { kind: 'uncovered', isNobodys: false };
};
