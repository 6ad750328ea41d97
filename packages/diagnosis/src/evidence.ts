/** What a diagnosis may go by: the story, the guard's records, 12go's state and the health of everything around. */
import type {
  Booking,
  DependencyCheck,
  GuardRecord,
  TimelineEntry,
  FailedRequest as ToldRequest,
} from '@partner-gateway/contract';

export type { GuardRecord };

/** A write that is guarded. */
export type Write = GuardRecord['operation'];

/** A request that failed, found nothing or was turned away. */
export type FailedRequest = Omit<ToldRequest, 'correlation_id' | 'trace_id'> & {
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
