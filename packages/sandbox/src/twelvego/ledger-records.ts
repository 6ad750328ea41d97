/** What the ledger keeps: carts, bookings with what becomes of them by themselves, and every write that was really executed. */
import type { Departure } from './world/timetable-entry.ts';

export type LedgerCart = Departure & {
  readonly id: string;
  readonly key: string;
  readonly seats: number;
  readonly expiresAt: number;
  /** The bookings made of it; more than one is the accident a caller must prevent. */
  readonly bids: number[];
};

/** Totals of a booking in hundredths of the trip's currency. */
export type Totals = { readonly net: number; readonly agfee: number; readonly sysfee: number };

export type LedgerBooking = Departure & {
  readonly bid: number;
  readonly key: string;
  readonly cartId: string;
  readonly seats: number;
  readonly seatIds: readonly string[];
  readonly totals: Totals;
  readonly createdAt: number;
  readonly scenario: string | undefined;
  readonly holdUntil: number;
  readonly status: 'pending_client_confirmation' | 'pending' | 'confirmed' | 'declined' | 'cancelled';
  readonly stamp: number;
  /** When the supplier answers, and what; set by confirm. */
  supplier: { readonly at: number; readonly status: 'confirmed' | 'declined' } | null;
  ticketAt: number | null;
};

/** One executed write. The ledger never forgets one, so a test can count what really happened. */
export type LedgerEntry = {
  readonly operation: 'addToCart' | 'addToCartByAttributes' | 'reserve' | 'confirm' | 'refund';
  readonly at: number;
  readonly key: string;
  readonly cartId: string | null;
  readonly bid: number | null;
};

/** When a booking changes by itself, and into what. */
export const dueOf = ({
  status,
  holdUntil,
  supplier,
}: LedgerBooking): {
  readonly at: number;
  readonly status: LedgerBooking['status'];
} => {
  if (status === 'pending' && supplier !== null) return supplier;
  return { at: holdUntil, status: 'cancelled' };
};
