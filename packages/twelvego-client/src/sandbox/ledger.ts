/** The sandbox's memory: carts, bookings, seats sold, and a record of every write that was really executed. */

import type { SandboxClock } from './clock.ts';
import type { Departure } from './departure.ts';
import type { LedgerBooking, LedgerCart, LedgerEntry, Totals } from './ledger-record.ts';
import { randomText } from './random.ts';

/** Told of each status change, after it happened. */
type OnChange = (booking: LedgerBooking, previousStatus: LedgerBooking['status']) => void;

export type LedgerOptions = {
  readonly seed: number | string;
  readonly cartLifeMs: number;
  readonly holdMs: number;
  /** Seats of every fare, in place of the timetable's. */
  readonly capacity: number | undefined;
  readonly clock: SandboxClock;
  readonly onChange: OnChange;
};

export type Ledger = ReturnType<typeof createLedger>;

const firstBid = 8_451_207;

export function createLedger({ seed, cartLifeMs, holdMs, capacity, clock, onChange }: LedgerOptions) {
  const carts = new Map<string, LedgerCart>();
  const bookings = new Map<number, LedgerBooking>();
  const entries: LedgerEntry[] = [];
  const open = new Set<LedgerBooking>();
  /** Seats and seat ids held, by departure. */
  const held = new Map<string, { count: number; readonly seatIds: Set<string> }>();
  /** No booking changes by itself before this moment. */
  let nextDue = Number.POSITIVE_INFINITY;

  function record(
    operation: LedgerEntry['operation'],
    key: string,
    cartId: string | null,
    bid: number | null,
  ): void {
    entries.push({ operation, at: clock.now(), key, cartId, bid });
  }

  function change(booking: LedgerBooking, status: LedgerBooking['status'], at: number): void {
    const previous = booking.status;
    Object.assign(booking, { status, stamp: Math.floor(at / 1000) });
    if (status === 'cancelled' || status === 'declined') release(booking);
    if (status !== 'pending' && status !== 'pending_client_confirmation') open.delete(booking);
    onChange(booking, previous);
  }

  /** When a booking changes by itself, and into what. */
  function dueOf({ status, holdUntil, supplier }: LedgerBooking) {
    if (status === 'pending' && supplier !== null) return supplier;
    return { at: holdUntil, status: 'cancelled' } as const;
  }

  /** Lets time have passed: reservations lapse, suppliers answer. */
  function settle(): void {
    const now = clock.now();
    if (now < nextDue) return;
    for (const booking of open) {
      const due = dueOf(booking);
      if (now >= due.at) change(booking, due.status, due.at);
    }
    nextDue = Math.min(...[...open].map((booking) => dueOf(booking).at));
  }

  function heldOf({ fare, departure }: Departure) {
    const key = `${fare.key} ${departure}`;
    const found = held.get(key) ?? { count: 0, seatIds: new Set<string>() };
    held.set(key, found);
    return found;
  }

  function release(booking: LedgerBooking): void {
    const own = heldOf(booking);
    own.count -= booking.seats;
    for (const id of booking.seatIds) own.seatIds.delete(id);
  }

  return {
    entries: entries as readonly LedgerEntry[],
    settle,
    /** Seats left of a departure. */
    left: (departure: Departure): number => (capacity ?? departure.fare.seats) - heldOf(departure).count,
    /** Seat ids sold of a departure. */
    soldSeats: (departure: Departure): ReadonlySet<string> => heldOf(departure).seatIds,

    addCart(
      operation: 'addToCart' | 'addToCartByAttributes',
      key: string,
      departure: Departure,
      seats: number,
    ): LedgerCart {
      const id = randomText(8, seed, 'cart', carts.size);
      const cart = { ...departure, id, key, seats, expiresAt: clock.now() + cartLifeMs, bids: [] };
      carts.set(id, cart);
      record(operation, key, id, null);
      return cart;
    },
    /** A living cart of the account. */
    cart(key: string, id: string): LedgerCart | undefined {
      const cart = carts.get(id);
      return cart?.key === key && clock.now() < cart.expiresAt ? cart : undefined;
    },
    /** The latest booking of a cart of the account, however old the cart. */
    bookingOfCart(key: string, id: string): LedgerBooking | undefined {
      const cart = carts.get(id);
      return cart?.key === key ? bookings.get(cart.bids.at(-1) ?? 0) : undefined;
    },
    booking(key: string, bid: number): LedgerBooking | undefined {
      const booking = bookings.get(bid);
      return booking?.key === key ? booking : undefined;
    },

    /** Books. Executes each time it is called, for the same cart too: 12go does not promise otherwise. */
    reserve(
      cart: LedgerCart,
      seatIds: readonly string[],
      totals: Totals,
      scenario: string | undefined,
    ): LedgerBooking {
      const now = clock.now();
      const { trip, fare, departure, key, seats } = cart;
      const bid = firstBid + bookings.size;
      const made = { trip, fare, departure, key, seats, bid, cartId: cart.id, seatIds, totals, scenario };
      const times = {
        createdAt: Math.floor(now / 1000),
        stamp: Math.floor(now / 1000),
        holdUntil: now + holdMs,
      };
      const booking: LedgerBooking = {
        ...made,
        ...times,
        status: 'pending_client_confirmation',
        supplier: null,
        ticketAt: null,
      };
      bookings.set(bid, booking);
      open.add(booking);
      nextDue = Math.min(nextDue, booking.holdUntil);
      const own = heldOf(cart);
      own.count += seats;
      for (const id of seatIds) own.seatIds.add(id);
      cart.bids.push(bid);
      record('reserve', key, cart.id, bid);
      return booking;
    },
    /** Confirms; the supplier answers after `supplierMs`, and the ticket comes `ticketMs` later. */
    confirm(
      booking: LedgerBooking,
      supplierMs: number,
      status: 'confirmed' | 'declined',
      ticketMs: number,
    ): void {
      const now = clock.now();
      booking.supplier = { at: now + supplierMs, status };
      nextDue = Math.min(nextDue, booking.supplier.at);
      booking.ticketAt = now + supplierMs + ticketMs;
      record('confirm', booking.key, booking.cartId, booking.bid);
      change(booking, supplierMs > 0 ? 'pending' : status, now);
    },
    refund(booking: LedgerBooking): void {
      record('refund', booking.key, booking.cartId, booking.bid);
      change(booking, 'cancelled', clock.now());
    },
    /** Forgets everything. */
    reset(): void {
      carts.clear();
      bookings.clear();
      open.clear();
      held.clear();
      nextDue = Number.POSITIVE_INFINITY;
      entries.length = 0;
    },
  };
}
