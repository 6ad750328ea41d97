/** The seat map of a checkout form: its seats with their prices, and which of them are booked. */
import { z } from 'zod';
import { type Price, readPrice, readSignedPrice, type SignedPrice } from './reading/amounts.ts';
import { isNothing, isRecord, readBoolean, readEntries, readInteger, readText } from './reading/leaves.ts';
import { lenient } from './reading/reading-rule.ts';
import { readLayouts, type SeatLayout } from './seat-layout.ts';

const seatSchema = z.object({
  is_available: lenient(readBoolean, true),
  occupant: lenient(readText, null),
  reason: lenient(readText, ''),
  seat_level: lenient(readInteger, null),
  seat_orientation: lenient(readText, ''),
  seat_type: lenient(readText, ''),
});

/** One seat. `price_diff` is the surcharge over the trip's base price, below zero a discount; `seat_level` is the deck. */
export type SeatInfo = {
  readonly is_available: boolean;
  readonly occupant: string | null;
  readonly price: Price | null;
  readonly price_diff: SignedPrice | null;
  readonly reason: string;
  readonly seat_level: number | null;
  readonly seat_orientation: string;
  readonly seat_type: string;
};

/**
 * The seats a traveller may choose from. A seat is free when it is in `seats`, its `is_available` is true and it is
 * not in `booked`. `layouts` is null when 12go sent none that can be read whole: seats can still be chosen, not drawn.
 */
export type SeatMap = {
  readonly booked: ReadonlySet<string>;
  readonly seats: ReadonlyMap<string, SeatInfo>;
  readonly layouts: readonly SeatLayout[] | null;
};

/** More than any vehicle has; bounds what a hostile answer can cost. */
const mostSeats = 2_000;

/** Reads `data.seatmap`, or undefined when it is not an object. A seat that cannot be read, or its price, is left out. */
export const readSeatMap = (value: unknown): SeatMap | undefined => {
  if (!isRecord(value)) return undefined;
  const seats = new Map<string, SeatInfo>();
  for (const [id, info] of readEntries(value.seats).slice(0, mostSeats)) {
    const seat = readSeat(info);
    if (seat !== undefined) seats.set(id, seat);
  }
  return { booked: readBooked(value.booked, seats), seats, layouts: readLayouts(value.layouts) };
};

/** The price decides; without one the difference does, and else it only informs. */
const readSeat = (info: unknown): SeatInfo | undefined => {
  if (!isRecord(info)) return undefined;
  const seat = seatSchema.safeParse(info).data;
  if (seat === undefined) return undefined;
  const price = readPrice(info.price);
  const difference = readSignedPrice(info.price_diff) ?? null;
  if (price === undefined) return undefined;
  const isPriced = price?.value != null || difference !== null || isNothing(info.price_diff);
  return isPriced ? { ...seat, price, price_diff: difference } : undefined;
};

/** A list of seats, or a map by seat to a flag. In a list with holes it is the values that are seats. */
const readBooked = (value: unknown, seats: ReadonlyMap<string, SeatInfo>): ReadonlySet<string> => {
  if (Array.isArray(value)) return new Set(value.map(readText).filter((id) => id !== undefined));
  const entries = readEntries(value);
  const isSeat = (id: unknown) => typeof id === 'string' && readBoolean(id) === undefined && seats.has(id);
  const isList = entries.length > 0 && entries.every(([key, id]) => isSeat(id) && !seats.has(key));
  return new Set(entries.map(([key, id]) => (isList ? String(id) : key)));
};
