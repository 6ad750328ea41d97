/** The watch over tables that nobody should need any more: what the database counts, day by day. */
import { z } from 'zod';
import type { RemovalCheck } from './cut-over.ts';

/** A table's accesses of one day, as the database counts them. */
export const tableAccessSchema = z.object({
  day: z.iso.date(),
  table: z.string().min(1).max(100),
  reads: z.int().min(0),
  writes: z.int().min(0),
});
export type TableAccess = z.output<typeof tableAccessSchema>;

const dayMs = 86_400_000;

const daysOf = (since: string, days: number): string[] =>
  Array.from({ length: days }, (_, index) =>
    new Date(Date.parse(since) + index * dayMs).toISOString().slice(0, 10),
  );

const judgeTable = (table: string, rows: readonly TableAccess[], wanted: readonly string[]): RemovalCheck => {
  const used = rows.filter(({ day, reads, writes }) => wanted.includes(day) && reads + writes > 0);
  const known = new Set(rows.map(({ day }) => day));
  const unknown = wanted.filter((day) => !known.has(day));
  const last = used
    .map(({ day }) => day)
    .toSorted()
    .at(-1);
  const total = used.reduce((sum, { reads, writes }) => sum + reads + writes, 0);
  const message =
    last === undefined
      ? `nobody used it on ${wanted.length - unknown.length} of ${wanted.length} days`
      : `${total} accesses on ${used.length} days, the last on ${last}: somebody needs it`;
  return { code: `table.${table}`, isMet: used.length === 0 && unknown.length === 0, message };
};

/**
 * Judges the tables. A day without a count proves nothing.
 *
 * @param watched from the first day on which nobody should use them, and for so many days.
 */
export const judgeTables = (
  rows: readonly TableAccess[],
  { since, days }: { readonly since: string; readonly days: number },
): RemovalCheck[] => {
  const wanted = daysOf(since, days);
  return [...Map.groupBy(rows, ({ table }) => table)]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([table, own]) => judgeTable(table, own, wanted));
};
