/** The port of the records behind the write guard: atomic transitions, the queue of open outcomes, and the store's clock. */
import type { BeginInput, BeginReply } from './begin.ts';
import type { Belief, Distrust } from './memory-trust.ts';
import type { EpochCause, IdemRecord, OpRecord } from './record.ts';
import type {
  Claim,
  FinishInput,
  FinishReply,
  ReleaseReply,
  SettleInput,
  SettleReply,
  Told,
  ToSendReply,
} from './transitions.ts';

/**
 * One thing that may happen once, such as the `refund` of payment `p-17` of client `acme`. A client owns its records, its keys and its memory.
 */
export type Subject = { readonly clientId: string; readonly operation: string; readonly subject: string };

/** An operation whose outcome is open, leased to the caller for a while. `readAtMs` is the store's time of the lease. */
export type OpenOutcome = Subject & {
  readonly op: OpRecord;
  readonly tries: number;
  readonly readAtMs: number;
};

/** A sent operation whose outcome is not known yet, for how long, and whether its owner may still answer for it. */
export type Unsettled = Subject & { readonly op: OpRecord; readonly ageMs: number; readonly isLive: boolean };

/** A claim, and the epoch it was made in: `toSend` is refused in any other. */
export type SendClaim = Claim & { readonly epochId: string };

export type Claimed = { readonly kind: 'claimed'; readonly claim: SendClaim; readonly tookOver?: string };
export type Begun = Exclude<BeginReply, { readonly kind: 'claimed' } | Distrust> | Claimed;
export type BeginRequest = Omit<BeginInput, keyof Belief>;
export type SettleRequest = Omit<SettleInput, keyof Belief>;

/** The present memory of a client's records; `settledInMs` is zero once the settle time of it has passed. */
export type LearnedMemory = { readonly id: string; readonly cause: EpochCause; readonly settledInMs: number };

/** Every call may throw {@link StoreUnavailable}. */
export type WriteStore = {
  /** Learns the memory of a client's records ahead of its first write. */
  prepare(clientId: string): Promise<LearnedMemory>;
  /** The last memory that was known here, empty before there was any, and the store's time. Asks nobody. */
  stamp(clientId: string): { readonly memoryId: string; readonly nowMs: number | undefined };
  begin(subject: Subject, input: BeginRequest): Promise<Begun>;
  /** Also waits until a majority of the nodes has it, when there are several. */
  toSend(
    subject: Subject,
    claim: SendClaim & Told & { readonly context?: string },
  ): Promise<Exclude<ToSendReply, Distrust>>;
  finish(subject: Subject, input: FinishInput): Promise<FinishReply>;
  markUnknown(subject: Subject, claim: Claim): Promise<void>;
  release(subject: Subject, claim: Claim & Told): Promise<ReleaseReply>;
  settle(subject: Subject, input: SettleRequest): Promise<SettleReply>;
  readOp(subject: Subject): Promise<OpRecord | undefined>;
  readIdem(clientId: string, recordKey: string): Promise<IdemRecord | undefined>;
  /**
   * Leases up to `limit` open outcomes that are due, so that two resolvers do not read the same one at once; and claims whose
   * owner died before it could send. Tells the store, too, that somebody watches its clock.
   */
  takeDue(
    clientId: string,
    lease: { readonly leaseMs: number; readonly limit: number },
  ): Promise<OpenOutcome[]>;
  /** Puts an open outcome back, due after `delayMs`. */
  defer(subject: Subject, delayMs: number): Promise<void>;
  /** What was sent and is not settled; no more than 1,000. */
  unsettled(clientId: string): Promise<Unsettled[]>;
};

/**
 * - `unreachable`: no connection; nothing was asked
 * - `unanswered`: asked and not answered in time: it may have run
 * - `overloaded`: this process was too busy to read the answer
 * - `memory_unknown`: the memory changed while it was asked
 * - `clock_stepped`: the store's clock and ours went apart
 * - `replicas_missing`: too few nodes took the promise
 * - `unfit`: the server refuses: a replica, a cluster node, full, loading, or without the rights
 */
export type StoreDownReason =
  | 'unreachable'
  | 'unanswered'
  | 'overloaded'
  | 'memory_unknown'
  | 'clock_stepped'
  | 'replicas_missing'
  | 'unfit';

/** The store did not answer, or cannot be trusted for writes now. Nothing was promised. */
export class StoreUnavailable extends Error {
  readonly reason: StoreDownReason;

  constructor(reason: StoreDownReason, cause?: unknown) {
    super(`write store unavailable: ${reason}`, cause === undefined ? undefined : { cause });
    this.name = 'StoreUnavailable';
    this.reason = reason;
  }
}
