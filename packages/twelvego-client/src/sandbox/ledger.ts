/** The sandbox's memory: carts, bookings, seats sold, and a record of every write that was really executed. */

import type { SandboxClock } from './clock.ts';
import type { Departure } from './departure.ts';
import { randomText } from './random.ts';

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
  status: 'pending_client_confirmation' | 'pending' | 'confirmed' | 'declined' | 'cancelled';
  stamp: number;
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

/** Told of each status change, after it happened. */
export type OnChange = (booking: LedgerBooking, previousStatus: LedgerBooking['status']) => void;

export type LedgerOptions = {
  readonly seed: number | string;
  readonly cartLifeMs: number;
  readonly holdMs: number;
  readonly clock: SandboxClock;
  readonly onChange: OnChange;
};

export type Ledger = ReturnType<typeof createLedger>;

const firstBid = 8_451_207;

export function createLedger({ seed, cartLifeMs, holdMs, clock, onChange }: LedgerOptions) {
  const carts = new Map<string, LedgerCart>();
  const bookings = new Map<number, LedgerBooking>();
  const entries: LedgerEntry[] = [];
  const open = new Set<LedgerBooking>();

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
    if (status !== 'pending' && status !== 'pending_client_confirmation') open.delete(booking);
    onChange(booking, previous);
  }

  /** Lets time have passed: reservations lapse, suppliers answer. */
  function settle(): void {
    const now = clock.now();
    for (const booking of open) {
      const { supplier } = booking;
      if (booking.status === 'pending_client_confirmation' && now >= booking.holdUntil)
        change(booking, 'cancelled', booking.holdUntil);
      else if (booking.status === 'pending' && supplier !== null && now >= supplier.at)
        change(booking, supplier.status, supplier.at);
    }
  }

  /** The bookings that hold seats of a departure, whoever made them. */
  function holding({ fare, departure }: Departure): LedgerBooking[] {
    const gone = ['cancelled', 'declined'];
    return [...bookings.values()].filter(
      (booking) =>
        booking.fare.key === fare.key && booking.departure === departure && !gone.includes(booking.status),
    );
  }

  return {
    entries: entries as readonly LedgerEntry[],
    settle,
    /** Seats left of a departure. */
    left: (departure: Departure): number =>
      departure.fare.seats - holding(departure).reduce((sum, booking) => sum + booking.seats, 0),
    /** Seat ids sold of a departure. */
    soldSeats: (departure: Departure): ReadonlySet<string> =>
      new Set(holding(departure).flatMap((booking) => booking.seatIds)),

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
      entries.length = 0;
    },
  };
}
