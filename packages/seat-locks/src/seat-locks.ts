/** What seat locks are: all of the wanted seats or none, by owner, for a while. */

/** One departure of a trip; `date` is local. */
export type Departure = { readonly tripId: string; readonly date: string };
/** Whose seats: a session of a client on one departure. */
export type SeatSession = Departure & { readonly clientId: string; readonly sessionId: string };
export type HeldSeat = {
  readonly seat: string;
  readonly clientId: string;
  readonly sessionId: string;
  readonly untilMs: number;
};

/** A held seat, and of which departure. */
export type SeatOfTrip = HeldSeat & Departure;

export type SeatLockRequest = SeatSession & {
  /** Replaces what the session held before. */
  readonly seats: readonly string[];
  /** Seats on the trip's map; with it, several sessions of one client may hold half of them at most. */
  readonly seatsOnTrip?: number;
  /** Most seats of the client over all trips. */
  readonly seatsOfClientMax?: number;
};

export type SeatLockReply =
  /** `fence` grows with every grant on this departure. */
  | { readonly kind: 'locked'; readonly fence: number; readonly untilMs: number }
  /** Held by others; nothing has changed. */
  | { readonly kind: 'taken'; readonly seats: string[] }
  /** The client holds too many seats, over all trips or in other sessions on this one; nothing has changed. */
  | { readonly kind: 'over_quota'; readonly quota: 'client' | 'trip' };

/** Best effort: a lost store forgets locks, and the upstream decides. Every call may throw `StoreUnavailable`. */
export type SeatLocks = {
  lock(request: SeatLockRequest): Promise<SeatLockReply>;
  /** Frees what this session holds, and nothing else. */
  release(session: SeatSession): Promise<void>;
  /** After a reserve the upstream holds the seats; ours end within the minute. */
  shorten(session: SeatSession): Promise<void>;
  /** What this session holds now. */
  held(session: SeatSession): Promise<string[]>;
  /** Which of these seats another session holds now. */
  takenByOthers(session: SeatSession, seats: readonly string[]): Promise<string[]>;
  /** Every lock on one departure. */
  list(departure: Departure): Promise<HeldSeat[]>;
  /** Every lock of one client, over all departures. */
  listOfClient(clientId: string): Promise<SeatOfTrip[]>;
  /** How many seats these clients hold now, and how many ended by their time and were not swept up before, by whichever instance. */
  sweep(clientIds: readonly string[]): Promise<SweptLocks>;
};

export type SweptLocks = { readonly active: number; readonly expired: number };

export type SeatLockTimes = {
  /** Life of a lock, renewed by locking again. Default 15 min. */
  readonly lockMs: number;
  /** Longest hold from the first lock of a session, renewals included. Default 30 min. */
  readonly holdMs: number;
  /** What is left after a reserve. Default 60 s. */
  readonly afterReserveMs: number;
};

export const defaultSeatLockTimes: SeatLockTimes = {
  lockMs: 900_000,
  holdMs: 1_800_000,
  afterReserveMs: 60_000,
};
