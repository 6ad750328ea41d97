/** The records of a guarded write: the state machine of one thing that may happen once, and what one key asked for. */

export type Outcome = 'executed' | 'not_executed';

/**
 * - `CLAIMED`: an owner prepares; nothing was sent; its lease may run out and another may take over
 * - `SENDING`: the upstream write may be on its way; never executed again, whatever happens
 * - `UNKNOWN`: it was sent and nobody knows how it ended; only reads may settle it
 * - `DONE`: the outcome is known
 */
export type OpState = 'CLAIMED' | 'SENDING' | 'UNKNOWN' | 'DONE';

/** One per client, operation and subject: one upstream write, whatever keys the client sends. Times: the store's clock. */
export type OpRecord = {
  readonly state: OpState;
  /** The attempt that holds the record; together with `fence` every transition compares it. */
  readonly owner: string;
  readonly fence: number;
  readonly leaseUntilMs: number;
  /** Zero until the record reached `SENDING`. */
  readonly sentAtMs: number;
  /** Whose key, and which request, the present attempt belongs to. */
  readonly recordKey: string;
  readonly fingerprint: string;
  readonly requestId: string;
  /** The facts of the write, sealed by the guard; stored under this name. */
  readonly context: string;
  readonly outcome?: Outcome;
  /** `read`: "not executed" was concluded from a settled read rather than told by the upstream. */
  readonly decidedBy?: 'answer' | 'read';
  readonly reference?: string;
};

/** One per client and idempotency key: what was asked, and the sealed answer once there is one. */
export type IdemRecord = {
  readonly fingerprint: string;
  readonly requestId: string;
  readonly answer?: string;
  readonly outcome?: Outcome;
  readonly reference?: string;
};

/**
 * How a memory began: `first` when nobody knew an older one, as on a new server; `lost` when an older one is gone: flushed,
 * restarted, failed over, evicted from, or its clock stepped.
 */
export type EpochCause = 'first' | 'lost';

/** The present memory of the store: its name goes into tokens, and scripts check it before they promise anything. */
export type Epoch = {
  readonly id: string;
  /** The run of the server that holds it; another run is another memory, however alike its records look. */
  readonly runId: string;
  readonly sinceMs: number;
  /** From here on the store's clock is known to have run evenly: somebody watched it. */
  readonly steadySinceMs: number;
  /** When a caller whose own clock agreed was last here. */
  readonly seenMs: number;
  /** The settle time has passed since it began: what an older memory had sent has happened, or never will. */
  readonly settled: boolean;
  readonly cause: EpochCause;
};

/** Durations of the protocol, in milliseconds. */
export type ProtocolTimes = {
  /** How long a silent owner counts as alive. */
  readonly leaseMs: number;
  /** How long after sending a read that says "no" is believed. Above the send window plus the longest upstream run. */
  readonly settleMs: number;
  /** A token of another server counts as newer than this memory when it was issued so much later than its start. */
  readonly coverMarginMs: number;
  /** How long after an outcome became unknown it is first looked up. */
  readonly firstLookUpMs: number;
  /** Life of the records, from their last transition. */
  readonly recordTtlMs: number;
  /** A command that runs so much later than it was given does nothing: its caller has gone. */
  readonly lateCommandMs: number;
  /** How far the store's clock may be from where the caller's monotonic clock has it. */
  readonly clockToleranceMs: number;
  /** For how long nobody may have looked at the store's clock before its evenness counts from anew. */
  readonly unwatchedMs: number;
};

export const defaultProtocolTimes: ProtocolTimes = {
  leaseMs: 30_000,
  settleMs: 120_000,
  coverMarginMs: 2_000,
  firstLookUpMs: 2_000,
  recordTtlMs: 24 * 60 * 60 * 1000,
  lateCommandMs: 2_000,
  clockToleranceMs: 1_000,
  unwatchedMs: 5_000,
};
