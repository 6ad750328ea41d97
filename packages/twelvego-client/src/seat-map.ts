/** The seat map of a checkout form: seats, booked seats, and layouts in four shapes read into rows of cells. */
import { z } from 'zod';
import { type Price, readPrice, readSignedPrice, type SignedPrice } from './amounts.ts';
import { isNothing, isRecord, readBoolean, readEntries, readInteger, readList, readText } from './leaves.ts';
import { lenient } from './wire.ts';

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

/** Which of 12go's four spellings a layout came in (upstream shapes A, B, C, D). */
export type SeatLayoutShape = 'row_list' | 'row_map' | 'grouped_rows' | 'column_map';
/** One row of a layout; a null cell is an aisle or an empty place. */
export type SeatRow = { readonly row: string; readonly cells: readonly (string | null)[] };
/** One deck or section. Rows with numeric keys are in numeric order. */
export type SeatLayout = { readonly shape: SeatLayoutShape; readonly rows: readonly SeatRow[] };

/**
 * The seats a traveller may choose from. A seat is free when it is in `seats`, its `is_available` is true and it is
 * not in `booked`. `layouts` is null when 12go sent none that can be read whole: seats can still be chosen, not drawn.
 */
export type SeatMap = {
  readonly booked: ReadonlySet<string>;
  readonly seats: ReadonlyMap<string, SeatInfo>;
  readonly layouts: readonly SeatLayout[] | null;
};

/** Reads `data.seatmap`, or undefined when it is not an object. A seat that cannot be read, or its price, is left out. */
export const readSeatMap = (value: unknown): SeatMap | undefined => {
  if (!isRecord(value)) return undefined;
  const seats = new Map<string, SeatInfo>();
  for (const [id, info] of readEntries(value.seats)) {
    const seat = readSeat(info);
    if (seat !== undefined) seats.set(id, seat);
  }
  return { booked: readBooked(value.booked, seats), seats, layouts: readLayouts(value.layouts) };
};

/** The price decides; without one the difference does, and else it only informs. */
const readSeat = (info: unknown): SeatInfo | undefined => {
  const seat = seatSchema.safeParse(info).data;
  if (seat === undefined || !isRecord(info)) return undefined;
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

const readLayouts = (value: unknown): readonly SeatLayout[] | null => {
  const list = readList(value) ?? [];
  if (list.length === 0) return null;
  const layouts = list.map((item) => (isRecord(item) ? readLayout(item.layout) : undefined));
  return layouts.every((layout) => layout !== undefined) ? layouts : null;
};

const readLayout = (layout: unknown): SeatLayout | undefined => {
  if (Array.isArray(layout))
    return finish(
      'row_list',
      layout.map((cells, index) => [String(index + 1), cells] as const),
      readCells,
    );
  if (!isRecord(layout)) return undefined;
  const entries = Object.entries(layout);
  const rows = entries.map(([, row]) => row);
  const [first] = rows;
  if (rows.some(Array.isArray)) return finish('row_map', entries, readCells);
  if (!isRecord(first)) return undefined;
  const grouped = Object.values(first).some(Array.isArray);
  return grouped ? finish('grouped_rows', entries, readGroups) : finish('column_map', entries, readColumns);
};

type Cells = (string | null)[];

const finish = (
  shape: SeatLayoutShape,
  entries: readonly (readonly [string, unknown])[],
  readRow: (row: unknown) => Cells | undefined,
): SeatLayout | undefined => {
  const rows: SeatRow[] = [];
  for (const [row, value] of entries) {
    const cells = readRow(value);
    if (cells === undefined) return undefined;
    rows.push({ row, cells });
  }
  return {
    shape,
    rows: rows.every(({ row }) => /^\d+$/.test(row))
      ? rows.sort((a, b) => Number(a.row) - Number(b.row))
      : rows,
  };
};

const readCells = (row: unknown): Cells | undefined => {
  const list = Array.isArray(row) ? row : fillHoles(row);
  const cells = list?.map(readCell);
  return cells?.every((cell) => cell !== undefined) ? cells : undefined;
};

const widestRow = 100;

/** A filter that took the aisles out of a row left the seats their places, counted from zero or one. */
const fillHoles = (row: unknown): readonly unknown[] | undefined => {
  if (!isRecord(row)) return undefined;
  const places = Object.keys(row).map(Number);
  if (!places.every((place) => place >= 0 && place < widestRow && Number.isInteger(place))) return undefined;
  const from = places[0] === 0 ? 0 : 1;
  return Array.from({ length: (places.at(-1) ?? 0) + 1 - from }, (_, place) => row[place + from] ?? null);
};

/** Null, an empty text and a missing id are an aisle. */
const readCell = (cell: unknown): string | null | undefined => {
  if (cell === null || cell === '') return null;
  return readText(cell);
};

/** Groups stand in order with an aisle between them. */
const readGroups = (row: unknown): Cells | undefined => {
  if (!isRecord(row)) return undefined;
  const cells: Cells = [];
  for (const group of Object.values(row)) {
    const side = readCells(group);
    if (side === undefined) return undefined;
    if (cells.length > 0) cells.push(null);
    cells.push(...side);
  }
  return cells;
};

const readColumns = (row: unknown): Cells | undefined => {
  if (!isRecord(row)) return undefined;
  return readCells(Object.hasOwn(row, '0') ? row : Object.values(row));
};
