/** The port of the records behind the write guard: atomic transitions, the queue of open outcomes, and the store's clock. */
import type {
  BeginInput,
  BeginReply,
  Claim,
  FinishReply,
  SettleInput,
  SettleReply,
  ToSendReply,
  Verdict,
} from './write-protocol.ts';
import type { IdemRecord, OpRecord, WriteOperation } from './write-record.ts';

/** One thing that may happen once: the reserve of a cart, the confirm or the refund of a booking. */
export type Subject = { clientId: string; operation: WriteOperation; subject: string };

/** An operation whose outcome is open, leased to the caller for a while. `readAtMs` is the store's time of the lease. */
export type OpenOutcome = Subject & { op: OpRecord; tries: number; readAtMs: number };

export type OpenOutcomeGauge = { count: number; oldestAgeMs: number };

/** A claim, and the epoch it was made in: `toSend` is refused in any other. */
export type SendClaim = Claim & { epochId: string };

/** `guardedBy: process` while the shared store is away and the write carries no key. */
export type Claimed = { kind: 'claimed'; claim: SendClaim; guardedBy: 'store' | 'process' };
export type Begun = Exclude<BeginReply, { kind: 'claimed' | 'epoch_changed' }> | Claimed;
export type BeginRequest = Omit<BeginInput, 'epochId'>;

/** Every call may throw {@link StoreUnavailable}. */
export type WriteStore = {
  /** Learns the memory of a client's records ahead of its first write. */
  prepare(clientId: string): Promise<void>;
  begin(subject: Subject, input: BeginRequest): Promise<Begun>;
  /** Also waits for the replicas to have it, when there are any. */
  toSend(subject: Subject, claim: SendClaim & { context?: string }): Promise<ToSendReply>;
  finish(subject: Subject, input: Claim & Verdict): Promise<FinishReply>;
  markUnknown(subject: Subject, claim: Claim): Promise<void>;
  release(subject: Subject, claim: Claim): Promise<void>;
  settle(subject: Subject, input: SettleInput): Promise<SettleReply>;
  readOp(subject: Subject): Promise<OpRecord | undefined>;
  readIdem(clientId: string, recordKey: string): Promise<IdemRecord | undefined>;
  /** Leases up to `limit` open outcomes that are due, so that two resolvers do not read the same one at once. */
  takeDue(clientId: string, lease: { leaseMs: number; limit: number }): Promise<OpenOutcome[]>;
  /** Puts an open outcome back, due after `delayMs`. */
  defer(subject: Subject, delayMs: number): Promise<void>;
  /** How many outcomes are open, and for how long the oldest has been. */
  gauge(clientId: string): Promise<OpenOutcomeGauge>;
  /** The store's clock in milliseconds, never ahead of it: token issue times are compared with the epoch. */
  nowMs(): number;
};

export type StoreDownReason = 'unreachable' | 'memory_unknown' | 'replicas_missing';

/** The store did not answer, or cannot be trusted for writes now. Nothing was promised. */
export class StoreUnavailable extends Error {
  readonly reason: StoreDownReason;

  constructor(reason: StoreDownReason, cause?: unknown) {
    super(`write store unavailable: ${reason}`, cause === undefined ? undefined : { cause });
    this.name = 'StoreUnavailable';
    this.reason = reason;
  }
}
