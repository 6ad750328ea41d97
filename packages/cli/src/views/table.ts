/** Rows as text: lined up for people, tab-separated for programs. */
import { printable } from '../output.ts';

/** A table; the header is for people only. */
export const table = (
  header: readonly string[],
  rows: readonly (readonly string[])[],
  { aligned, bold }: { readonly aligned: boolean; readonly bold: (text: string) => string },
): string => {
  const cells = rows.map((row) => row.map(printable));
  if (!aligned) return cells.map((row) => row.join('\t')).join('\n');
  const widths = header.map((title, column) =>
    Math.max(title.length, ...cells.map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return [bold(line(header)), ...cells.map(line)].join('\n');
};
