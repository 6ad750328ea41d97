/** The sandbox's memory: carts, bookings, seats sold, and a record of every write that was really executed. */
import { dueOf, type LedgerBooking, type LedgerCart, type LedgerEntry } from './ledger-records.ts';
import { SoldSeats } from './sold-seats.ts';
import { randomText, type SandboxClock } from './time-and-chance.ts';
import type { Departure } from './world/timetable-entry.ts';

type Written = Pick<LedgerEntry, 'key' | 'cartId' | 'bid'>;

type NewCart = {
  readonly operation: 'addToCart' | 'addToCartByAttributes';
  readonly key: string;
  readonly departure: Departure;
  readonly seats: number;
};

type Sale = Pick<LedgerBooking, 'seatIds' | 'totals' | 'scenario'>;

/** What the supplier answers after `supplierMs`; the ticket comes `ticketMs` later. */
type SupplierAnswer = {
  readonly status: 'confirmed' | 'declined';
  readonly supplierMs: number;
  readonly ticketMs: number;
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

  addCart({ operation, key, departure, seats }: NewCart): LedgerCart {
    const id = randomText(8, this.#options.seed, 'cart', this.#carts.size);
    const expiresAt = this.#options.clock.now() + this.#options.cartLifeMs;
    const cart: LedgerCart = { ...departure, id, key, seats, expiresAt, bids: [] };
    this.#carts.set(id, cart);
    this.#record(operation, { key, cartId: id, bid: null });
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
  reserve(cart: LedgerCart, { seatIds, totals, scenario }: Sale): LedgerBooking {
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
    this.#record('reserve', booking);
    return booking;
  }

  confirm(booking: LedgerBooking, { status, supplierMs, ticketMs }: SupplierAnswer): void {
    const now = this.#options.clock.now();
    booking.supplier = { at: now + supplierMs, status };
    booking.ticketAt = now + supplierMs + ticketMs;
    this.#nextDue = Math.min(this.#nextDue, booking.supplier.at);
    this.#record('confirm', booking);
    this.#change(booking, supplierMs > 0 ? 'pending' : status, now);
  }

  refund(booking: LedgerBooking): void {
    this.#record('refund', booking);
    this.#change(booking, 'cancelled', this.#options.clock.now());
  }

  /** The supplier takes the trip back; nobody asked for it. False for a booking that there is not. */
  withdraw(bid: number): boolean {
    const booking = this.#bookings.get(bid);
    if (booking === undefined) return false;
    this.#change(booking, 'cancelled', this.#options.clock.now());
    return true;
  }

  /** Forgets everything. */
  reset(): void {
    for (const memory of [this.#carts, this.#bookings, this.#open, this.#sold]) memory.clear();
    this.#entries.length = 0;
    this.#nextDue = Number.POSITIVE_INFINITY;
  }

  #record(operation: LedgerEntry['operation'], { key, cartId, bid }: Written): void {
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
