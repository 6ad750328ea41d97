/** Seats of the sandbox: the plans they come from, drawn in the four layout shapes of 12go. */
import type { Printer } from './accounts.ts';
import { hash } from './time-and-chance.ts';
import type { Departure, SeatPlan } from './world/timetable-entry.ts';

/** One seat: surcharge in hundredths over the fare, and whether it is taken before anybody books in the sandbox. */
export type Seat = {
  readonly id: string;
  readonly level: number;
  readonly surcharge: number;
  readonly takenFromStart: boolean;
  readonly type: string;
};

const letters = ['A', 'B', 'C', 'D'] as const;
const columns: Readonly<Record<Exclude<SeatPlan, 'cabins'>, number>> = {
  row_list: 3,
  row_map: 4,
  grouped_rows: 3,
  column_map: 4,
};
const frontRows = 2;

/** The seats to choose from on a departure: enough for its fare's free seats and some taken ones, none without a plan. */
export const seatsOf = ({ trip, fare, departure }: Departure): readonly Seat[] => {
  const { seatPlan } = trip;
  if (seatPlan === undefined) return [];
  if (seatPlan === 'cabins') return cabins;
  const perRow = columns[seatPlan];
  const rows = Math.ceil((fare.seats * 1.25) / perRow);
  return Array.from({ length: rows * perRow }, (_, index) => {
    const row = Math.floor(index / perRow) + 1;
    const id = `${row}${letters[index % perRow]}`;
    const surcharge = row <= frontRows ? Math.round(fare.net / 1_000) * 100 : 0;
    return { id, level: 1, surcharge, takenFromStart: hash(departure, id) % 6 === 0, type: 'seat' };
  });
};

const cabins: readonly Seat[] = [
  { id: 'A1', level: 2, surcharge: 0, takenFromStart: false, type: 'cabin' },
  { id: 'A2', level: 2, surcharge: 0, takenFromStart: true, type: 'cabin' },
  { id: 'B1', level: 1, surcharge: 2_00, takenFromStart: false, type: 'cabin' },
  { id: 'B2', level: 1, surcharge: 2_00, takenFromStart: false, type: 'cabin' },
];

/** The `data.seatmap` of a checkout form, with the seats sold in the sandbox; undefined for a trip without a plan. */
export const toSeatMap = (
  departure: Departure,
  sold: ReadonlySet<string>,
  printer: Printer,
): object | undefined => {
  const { seatPlan } = departure.trip;
  if (seatPlan === undefined) return undefined;
  const { net } = departure.fare;
  const seats = seatsOf(departure);
  const taken = seats.filter((seat) => seat.takenFromStart || sold.has(seat.id)).map((seat) => seat.id);
  return {
    seats: Object.fromEntries(
      seats.map((seat) => [seat.id, toSeatInfo({ seat, isTaken: taken.includes(seat.id), net, printer })]),
    ),
    booked: taken.length === 0 ? [] : Object.fromEntries(taken.map((id) => [id, true])),
    layouts: layoutsOf(seatPlan, seats).map((layout) => ({ layout })),
  };
};

/** A seat as it is drawn for a fare that costs `net`. */
type DrawnSeat = {
  readonly seat: Seat;
  readonly isTaken: boolean;
  readonly net: number;
  readonly printer: Printer;
};

const toSeatInfo = ({ seat, isTaken, net, printer }: DrawnSeat): object => ({
  is_available: !isTaken,
  occupant: isTaken ? 'male' : null,
  price: printer.price(net + seat.surcharge),
  price_diff: printer.price(seat.surcharge),
  reason: isTaken ? 'booked' : '',
  seat_level: seat.level,
  seat_orientation: 'front',
  seat_type: seat.type,
});

const layoutsOf = (plan: SeatPlan, seats: readonly Seat[]): readonly unknown[] => {
  if (plan === 'cabins') return [[['B1', null, 'B2']], { 1: ['A1', null, 'A2'] }];
  const perRow = columns[plan];
  const rows = Array.from({ length: seats.length / perRow }, (_, row) =>
    seats.slice(row * perRow, (row + 1) * perRow).map(({ id }) => id),
  );
  return [drawings[plan](rows)];
};

type Rows = readonly (readonly string[])[];
const byRow = <Cell>(rows: Rows, draw: (ids: readonly string[]) => Cell): Readonly<Record<string, Cell>> =>
  Object.fromEntries(rows.map((ids, index) => [String(index + 1), draw(ids)]));

const drawings: Readonly<Record<Exclude<SeatPlan, 'cabins'>, (rows: Rows) => unknown>> = {
  row_list: (rows) => rows.map(([a, b, c]) => [a, b, null, c]),
  row_map: (rows) => byRow(rows, ([a, b, c, d]) => [a, b, '', c, d]),
  grouped_rows: (rows) => byRow(rows, ([a, ...others]) => ({ left: [a], right: others })),
  column_map: (rows) =>
    byRow(rows, (ids) => Object.fromEntries(ids.map((id, index) => [letters[index], id]))),
};
