/** What the fake keeps of carts, bookings, refunds and answers: plain records. */
import type { Reply } from './answer/reply.ts';
import type { Departure } from './world/trips.ts';

/** A write that is not answered yet, and the request that it came with. */
export type PendingWrite = { readonly resultId: string; readonly fingerprint: string };

/** How far a cart has come. */
type CartProgress =
  | { readonly is: 'open' }
  | ({ readonly is: 'pending' } & PendingWrite)
  | { readonly is: 'reserved'; readonly bookingId: string };

/** What get itinerary opens. */
export type Cart = {
  readonly token: string;
  readonly departure: Departure;
  readonly passengers: number;
  readonly expiresMs: number;
  progress: CartProgress;
};

/** A booking, by what was done to it; its status follows from that and from the clock. */
export type BookingRecord = {
  readonly id: string;
  readonly number: number;
  readonly departure: Departure;
  readonly passengers: number;
  readonly totalCents: bigint;
  readonly supplierCents: bigint;
  readonly createdMs: number;
  confirmedMs?: number;
  /** When the operator decides; that of the confirm where it does at once. */
  decidedMs?: number;
  isDeclined?: boolean;
  /** When the ticket comes. */
  ticketMs?: number;
  cancelledMs?: number;
  pendingConfirm?: PendingWrite;
  /** How many of its changes were told already. */
  toldChanges: number;
};

/** An option to cancel with, as it was listed. */
export type RefundOffer = {
  readonly bookingId: string;
  readonly untilMs: number;
  readonly cents: bigint;
  readonly isAvailable: boolean;
};

/** A create or confirm that is not answered yet. */
export type IncompleteResult = {
  readonly id: string;
  readonly createdMs: number;
  pollsLeft: number;
  polls: number;
  /** What ends it, once. */
  readonly finish: () => Reply;
  reply?: Reply;
};

/** The answer to a request that carried an idempotency key. */
export type KeptAnswer = {
  readonly fingerprint: string;
  readonly untilMs: number;
  readonly running?: Promise<void>;
  readonly reply?: Reply;
  /** Where the answer will be, if the reply was only a 202. */
  readonly resultId?: string;
};
