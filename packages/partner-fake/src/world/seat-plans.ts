/** The seat plans of the fake's trips: which seats there are, what they cost more, and which are taken from the start. */

import type { Trip } from './trips.ts';
import { withMarkup } from './trips.ts';

export type Seat = {
  readonly id: string;
  /** What the supplier asks for it on top, in hundredths. */
  readonly supplierCents: bigint;
  readonly isTaken: boolean;
};

/** Rows of a deck; null is an aisle. */
export type Deck = {
  readonly level: number;
  readonly rows: readonly { readonly row: string; readonly cells: readonly (Seat | null)[] }[];
};

export type SeatPlan = { readonly seatType: 'cabin' | 'seat'; readonly decks: readonly Deck[] };

const cabin = (id: string, supplierCents: bigint, isTaken = false): Seat => ({ id, supplierCents, isTaken });

const cabins: SeatPlan = {
  seatType: 'cabin',
  decks: [
    { level: 1, rows: [{ row: '1', cells: [cabin('B1', 200n), null, cabin('B2', 200n)] }] },
    { level: 2, rows: [{ row: '1', cells: [cabin('A1', 0n), null, cabin('A2', 0n, true)] }] },
  ],
};

const takenInRows = ['1A', '2D', '4B', '6A', '6C', '7A', '8A'];

const rowOf = (row: number): Deck['rows'][number] => {
  const seat = (letter: string): Seat =>
    cabin(`${row}${letter}`, row < 3 ? 100n : 0n, takenInRows.includes(`${row}${letter}`));
  return { row: String(row), cells: [seat('A'), seat('B'), null, seat('C'), seat('D')] };
};

const rows: SeatPlan = {
  seatType: 'seat',
  decks: [{ level: 1, rows: Array.from({ length: 9 }, (_, index) => rowOf(index + 1)) }],
};

/** The plan of a trip that has one. */
export const seatPlanOf = (trip: Trip): SeatPlan | undefined => {
  if (trip.seatPlan === undefined) return undefined;
  return trip.seatPlan === 'cabins' ? cabins : rows;
};

/** Every seat by its place in the plan, upper decks first, as they are offered. */
export const seatsOf = (plan: SeatPlan): readonly Seat[] =>
  plan.decks
    .flatMap(({ rows: all }) => all.flatMap(({ cells }) => cells))
    .filter((cell) => cell !== null)
    .toSorted((one, other) => (one.id < other.id ? -1 : 1));

/** What the partner pays for a seat on top. */
export const seatCents = (seat: Seat): bigint => withMarkup(seat.supplierCents);
