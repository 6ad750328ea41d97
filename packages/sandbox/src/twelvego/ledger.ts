/** The sandbox's memory: carts, bookings, seats sold, and a record of every write that was really executed. */
import { SoldSeats } from './seats.ts';
import { randomText, type SandboxClock } from './time-and-chance.ts';
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

export type LedgerOptions = {
  readonly seed: number | string;
  readonly cartLifeMs: number;
  readonly holdMs: number;
  /** Seats of every fare, in place of the timetable's. */
  readonly capacity: number | undefined;
  readonly clock: SandboxClock;
  /** Told of each status change, after it happened. */
  readonly onChange: (booking: LedgerBooking, previousStatus: LedgerBooking['status']) => void;
};

const firstBid = 8_451_207;

/** All that the sandbox remembers. Carts and bookings are visible to the account that made them alone. */
export class Ledger {
  readonly #options: LedgerOptions;
  readonly #carts = new Map<string, LedgerCart>();
  readonly #bookings = new Map<number, LedgerBooking>();
  readonly #entries: LedgerEntry[] = [];
  /** Bookings that change by themselves some day. */
  readonly #open = new Set<LedgerBooking>();
  readonly #sold = new SoldSeats();
  /** No booking changes by itself before this moment. */
  #nextDue = Number.POSITIVE_INFINITY;

  constructor(options: LedgerOptions) {
    this.#options = options;
  }

  /** Every executed write so far; the same array all along. */
  get entries(): readonly LedgerEntry[] {
    return this.#entries;
  }

  /** Lets time have passed: reservations lapse, suppliers answer. */
  settle(): void {
    const now = this.#options.clock.now();
    if (now < this.#nextDue) return;
    for (const booking of this.#open) {
      const due = dueOf(booking);
      if (now >= due.at) this.#change(booking, due.status, due.at);
    }
    this.#nextDue = Number.POSITIVE_INFINITY;
    for (const booking of this.#open) this.#nextDue = Math.min(this.#nextDue, dueOf(booking).at);
  }

  /** Seats left of a departure. */
  left(departure: Departure): number {
    return (this.#options.capacity ?? departure.fare.seats) - this.#sold.count(departure);
  }

  /** Seat ids sold of a departure. */
  soldSeats(departure: Departure): ReadonlySet<string> {
    return this.#sold.seatIds(departure);
  }

  addCart(
    operation: 'addToCart' | 'addToCartByAttributes',
    key: string,
    departure: Departure,
    seats: number,
  ): LedgerCart {
    const id = randomText(8, this.#options.seed, 'cart', this.#carts.size);
    const expiresAt = this.#options.clock.now() + this.#options.cartLifeMs;
    const cart: LedgerCart = { ...departure, id, key, seats, expiresAt, bids: [] };
    this.#carts.set(id, cart);
    this.#record(operation, key, id, null);
    return cart;
  }

  /** A living cart of the account. */
  cart(key: string, id: string): LedgerCart | undefined {
    const cart = this.#carts.get(id);
    return cart?.key === key && this.#options.clock.now() < cart.expiresAt ? cart : undefined;
  }

  /** The latest booking of a cart of the account, however old the cart. */
  bookingOfCart(key: string, id: string): LedgerBooking | undefined {
    const cart = this.#carts.get(id);
    return cart?.key === key ? this.#bookings.get(cart.bids.at(-1) ?? 0) : undefined;
  }

  booking(key: string, bid: number): LedgerBooking | undefined {
    const booking = this.#bookings.get(bid);
    return booking?.key === key ? booking : undefined;
  }

  /** Books. Executes each time it is called, for the same cart too: 12go does not promise otherwise. */
  reserve(
    cart: LedgerCart,
    seatIds: readonly string[],
    totals: Totals,
    scenario: string | undefined,
  ): LedgerBooking {
    const now = this.#options.clock.now();
    const { trip, fare, departure, key, seats } = cart;
    const bid = firstBid + this.#bookings.size;
    const made = { trip, fare, departure, key, seats, bid, cartId: cart.id, seatIds, totals, scenario };
    const seconds = Math.floor(now / 1000);
    const times = {
      createdAt: seconds,
      stamp: seconds,
      holdUntil: now + this.#options.holdMs,
      supplier: null,
      ticketAt: null,
    };
    const booking: LedgerBooking = { ...made, ...times, status: 'pending_client_confirmation' };
    this.#bookings.set(bid, booking);
    this.#sold.add(booking);
    this.#open.add(booking);
    this.#nextDue = Math.min(this.#nextDue, booking.holdUntil);
    cart.bids.push(bid);
    this.#record('reserve', key, cart.id, bid);
    return booking;
  }

  /** Confirms; the supplier answers after `supplierMs`, and the ticket comes `ticketMs` later. */
  confirm(
    booking: LedgerBooking,
    supplierMs: number,
    status: 'confirmed' | 'declined',
    ticketMs: number,
  ): void {
    const now = this.#options.clock.now();
    booking.supplier = { at: now + supplierMs, status };
    booking.ticketAt = now + supplierMs + ticketMs;
    this.#nextDue = Math.min(this.#nextDue, booking.supplier.at);
    this.#record('confirm', booking.key, booking.cartId, booking.bid);
    this.#change(booking, supplierMs > 0 ? 'pending' : status, now);
  }

  refund(booking: LedgerBooking): void {
    this.#record('refund', booking.key, booking.cartId, booking.bid);
    this.#change(booking, 'cancelled', this.#options.clock.now());
  }

  /** Forgets everything. */
  reset(): void {
    for (const memory of [this.#carts, this.#bookings, this.#open, this.#sold]) memory.clear();
    this.#entries.length = 0;
    this.#nextDue = Number.POSITIVE_INFINITY;
  }

  #record(operation: LedgerEntry['operation'], key: string, cartId: string | null, bid: number | null): void {
    this.#entries.push({ operation, at: this.#options.clock.now(), key, cartId, bid });
  }

  #change(booking: LedgerBooking, status: LedgerBooking['status'], at: number): void {
    const previous = booking.status;
    Object.assign(booking, { status, stamp: Math.floor(at / 1000) });
    if (status === 'cancelled' || status === 'declined') this.#sold.remove(booking);
    if (status !== 'pending' && status !== 'pending_client_confirmation') this.#open.delete(booking);
    this.#options.onChange(booking, previous);
  }
}

/** When a booking changes by itself, and into what. */
function dueOf({ status, holdUntil, supplier }: LedgerBooking): {
  readonly at: number;
  readonly status: LedgerBooking['status'];
} {
  if (status === 'pending' && supplier !== null) return supplier;
  return { at: holdUntil, status: 'cancelled' };
}
