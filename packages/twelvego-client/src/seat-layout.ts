/** The layouts of a seat map: four spellings of 12go, read into rows of cells. */
import { isRecord, readList, readText } from './reading/leaves.ts';

/** Which of 12go's four spellings a layout came in (upstream shapes A, B, C, D). */
export type SeatLayoutShape = 'row_list' | 'row_map' | 'grouped_rows' | 'column_map';
/** One row of a layout; a null cell is an aisle or an empty place. */
export type SeatRow = { readonly row: string; readonly cells: readonly (string | null)[] };
/** One deck or section. Rows with numeric keys are in numeric order. */
export type SeatLayout = { readonly shape: SeatLayoutShape; readonly rows: readonly SeatRow[] };

export const readLayouts = (value: unknown): readonly SeatLayout[] | null => {
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
