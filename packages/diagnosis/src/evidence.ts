/** What a diagnosis may go by: the story, the guard's records, 12go's state and the health of everything around. */
import type { Booking, DependencyCheck, TimelineEntry } from '@partner-gateway/contract';

/** A write that is guarded. */
export type Write = 'reserve' | 'confirm' | 'refund';

/** A record of the write guard, as far as it says how a write stands. */
export type GuardRecord = {
  readonly operation: Write;
  readonly state: 'claimed' | 'sending' | 'unknown' | 'done';
  readonly outcome?: 'executed' | 'not_executed' | undefined;
  /** Whether somebody may still answer for it. */
  readonly is_live: boolean;
  readonly age_seconds: number;
};

/** A request that failed, found nothing or was turned away. */
export type FailedRequest = {
  readonly at: string;
  readonly endpoint: string;
  readonly status: number;
  readonly code: string | null;
  readonly reason: string | null;
  readonly latency_ms: number;
  /** What was asked and found out for it; default: the timeline. */
  readonly steps?: readonly Pick<TimelineEntry, 'step' | 'detail'>[];
};

/** Whether 12go was read for this, and why not. */
export type UpstreamReading =
  | 'read'
  | 'not_asked'
  | 'unknown_there'
  | { readonly failed: string; readonly kind?: string | undefined };

export type Evidence = {
  /** Undefined where none is known, or where it cannot be read now. */
  readonly booking: Pick<Booking, 'status' | 'voucher_url'> | undefined;
  readonly reading: UpstreamReading;
  /** Whether 12go’s own word for the state is one that is known here; undefined while it is not read. */
  readonly isStatusKnown?: boolean | undefined;
  /** Oldest first; null while the journal is away. */
  readonly timeline: readonly TimelineEntry[] | null;
  /** Null while the guard's memory is away. */
  readonly guard: readonly GuardRecord[] | null;
  /** The request that was asked for, where it failed; it may be one of several of a booking's story. */
  readonly request?: FailedRequest | undefined;
  /** As `/ready` has them now. */
  readonly checks: readonly DependencyCheck[];
  /** Whether the gateway can find out by itself what became of a reserve. */
  readonly readsReserves: boolean;
  /** What the commands of the next action are filled with. */
  readonly names: {
    readonly client: string | undefined;
    readonly cart: string | undefined;
    /** 12go's number of the booking. */
    readonly bid: string | undefined;
    readonly correlation: string | undefined;
  };
};

export type Entry = TimelineEntry;
export type Detail = Entry['detail'];
