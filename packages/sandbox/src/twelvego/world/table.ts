/** How the tables of the sandbox's world are written: a line for each row, `|` between cells. */

/** The cells of each row, without the blanks around them. */
export const rowsOf = (table: string): readonly (readonly string[])[] =>
  table
    .trim()
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()));
