/** The seat map of a checkout form: seats, booked seats, and layouts in four shapes read into rows of cells. */
import { z } from 'zod';
import {
  isRecord,
  lenient,
  nullable,
  type Price,
  readBoolean,
  readEntries,
  readInteger,
  readPrice,
  readText,
} from './wire.ts';

const seatSchema = z.object({
  is_available: lenient(readBoolean, true),
  occupant: lenient(readText, null),
  price: nullable(readPrice),
  price_diff: nullable(readPrice),
  reason: lenient(readText, ''),
  seat_level: lenient(readInteger, null),
  seat_orientation: lenient(readText, ''),
  seat_type: lenient(readText, ''),
});

/** One seat. `price_diff` is the surcharge over the trip's base price; `seat_level` is the deck. */
export type SeatInfo = {
  readonly is_available: boolean;
  readonly occupant: string | null;
  readonly price: Price | null;
  readonly price_diff: Price | null;
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
export function readSeatMap(value: unknown): SeatMap | undefined {
  if (!isRecord(value)) return undefined;
  const seats = new Map<string, SeatInfo>();
  for (const [id, info] of readEntries(value.seats)) {
    const seat = seatSchema.safeParse(info);
    if (seat.success) seats.set(id, seat.data);
  }
  return { booked: readBooked(value.booked), seats, layouts: readLayouts(value.layouts) };
}

function readBooked(value: unknown): ReadonlySet<string> {
  if (Array.isArray(value)) return new Set(value.map(readText).filter((id) => id !== undefined));
  return new Set(readEntries(value).map(([id]) => id));
}

function readLayouts(value: unknown): readonly SeatLayout[] | null {
  if (!Array.isArray(value) || value.length === 0) return null;
  const layouts = value.map((item) => (isRecord(item) ? readLayout(item.layout) : undefined));
  return layouts.every((layout) => layout !== undefined) ? layouts : null;
}

function readLayout(layout: unknown): SeatLayout | undefined {
  if (Array.isArray(layout))
    return finish(
      'row_list',
      layout.map((cells, index) => [String(index + 1), cells] as const),
      readCells,
    );
  if (!isRecord(layout)) return undefined;
  const entries = Object.entries(layout);
  const [first] = entries.map(([, row]) => row);
  if (Array.isArray(first)) return finish('row_map', entries, readCells);
  if (!isRecord(first)) return undefined;
  const grouped = Object.values(first).some(Array.isArray);
  return grouped ? finish('grouped_rows', entries, readGroups) : finish('column_map', entries, readColumns);
}

type Cells = (string | null)[];

function finish(
  shape: SeatLayoutShape,
  entries: readonly (readonly [string, unknown])[],
  readRow: (row: unknown) => Cells | undefined,
): SeatLayout | undefined {
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
}

function readCells(row: unknown): Cells | undefined {
  if (!Array.isArray(row)) return undefined;
  const cells = row.map(readCell);
  return cells.every((cell) => cell !== undefined) ? cells : undefined;
}

/** Null, an empty text and a missing id are an aisle. */
function readCell(cell: unknown): string | null | undefined {
  if (cell === null || cell === '') return null;
  return readText(cell);
}

/** Groups stand in order with an aisle between them. */
function readGroups(row: unknown): Cells | undefined {
  if (!isRecord(row)) return undefined;
  const cells: Cells = [];
  for (const group of Object.values(row)) {
    const side = readCells(group);
    if (side === undefined) return undefined;
    if (cells.length > 0) cells.push(null);
    cells.push(...side);
  }
  return cells;
}

const readColumns = (row: unknown): Cells | undefined =>
  isRecord(row) ? readCells(Object.values(row)) : undefined;
