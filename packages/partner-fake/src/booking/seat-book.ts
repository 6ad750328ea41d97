/** Who has which seat of a departure: sold for good, or held by a cart for 15 minutes. */
import type { FakeClock } from '../clock.ts';
import type { Departure } from '../world/trips.ts';

const lockMs = 15 * 60_000;

type Hold = { readonly cart: string; readonly untilMs: number };

/** The seats of all departures. */
export type SeatBook = {
  /** Until when another cart has the seat; undefined when it is free for this one. */
  heldUntilMs(departure: Departure, seat: string, cart: string): number | undefined;
  /** The seats that a cart holds. */
  heldBy(departure: Departure, cart: string): readonly string[];
  /** Holds them for a cart, in place of what it held. */
  hold(departure: Departure, seats: readonly string[], cart: string): void;
  release(cart: string): void;
  /** Sells them; nobody lets them go any more but a cancellation. */
  sell(departure: Departure, sold: Sold): void;
  free(bookingId: string): void;
  isSold(departure: Departure, seat: string): boolean;
  /** How many of a departure's places are sold. */
  soldCount(departure: Departure): number;
};

export type Sold = {
  readonly bookingId: string;
  readonly seats: readonly string[];
  readonly passengers: number;
};

const placeOf = ({ trip, date }: Departure): string => `${trip.key} ${date}`;

/** All seats free. */
export const createSeatBook = (clock: FakeClock): SeatBook => {
  const holds = new Map<string, Map<string, Hold>>();
  const sales: (Sold & { readonly place: string })[] = [];
  const holdsAt = (departure: Departure): Map<string, Hold> => {
    const place = placeOf(departure);
    const found = holds.get(place) ?? new Map<string, Hold>();
    holds.set(place, found);
    return found;
  };
  const release = (cart: string): void => {
    for (const seats of holds.values())
      for (const [seat, hold] of seats) if (hold.cart === cart) seats.delete(seat);
  };
  const salesAt = (departure: Departure) => sales.filter(({ place }) => place === placeOf(departure));
  return {
    heldUntilMs: (departure, seat, cart) => {
      const hold = holdsAt(departure).get(seat);
      return hold !== undefined && hold.cart !== cart && hold.untilMs > clock.now()
        ? hold.untilMs
        : undefined;
    },
    heldBy: (departure, cart) =>
      [...holdsAt(departure)]
        .filter(([, hold]) => hold.cart === cart && hold.untilMs > clock.now())
        .map(([seat]) => seat),
    hold: (departure, seats, cart) => {
      release(cart);
      for (const seat of seats) holdsAt(departure).set(seat, { cart, untilMs: clock.now() + lockMs });
    },
    release,
    sell: (departure, sold) => {
      sales.push({ ...sold, place: placeOf(departure) });
    },
    free: (bookingId) => {
      const at = sales.findIndex((sale) => sale.bookingId === bookingId);
      if (at >= 0) sales.splice(at, 1);
    },
    isSold: (departure, seat) => salesAt(departure).some(({ seats }) => seats.includes(seat)),
    soldCount: (departure) => salesAt(departure).reduce((sum, { passengers }) => sum + passengers, 0),
  };
};
