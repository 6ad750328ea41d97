/** The figures of docs/performance.md: name, aim, and how a measured value is set beside it. */

/** What a figure aims at; `at_most` and `at_least` are ratios or units as the figure's name says. */
export type Aim = { readonly at_most: number } | { readonly at_least: number } | undefined;

export type Figure = {
  readonly id: string;
  readonly name: string;
  readonly value: number;
  readonly unit?: string;
  readonly aim: Aim;
  /** The raw numbers behind the ratio, or what else a reader has to know. */
  readonly raw: string;
};

/** The middle value; of an even count the upper of the two. @throws RangeError for none. */
export const median = (values: readonly number[]): number => {
  const middle = values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)];
  if (middle === undefined) throw new RangeError('a median of nothing');
  return middle;
};

/** Exponent of `cost` over `size` between two points: 1 is linear. */
export const exponent = (
  small: { size: number; cost: number },
  large: { size: number; cost: number },
): number => Math.log(large.cost / small.cost) / Math.log(large.size / small.size);

/** Two significant decimals below 10, one below 100, none above. */
export const show = (value: number): string => {
  if (!Number.isFinite(value)) return 'not measured';
  const decimals = Math.abs(value) < 10 ? 2 : Math.abs(value) < 100 ? 1 : 0;
  return value.toFixed(decimals);
};

const showAim = (aim: Aim): string => {
  if (aim === undefined) return 'reported';
  return 'at_most' in aim ? `≤ ${aim.at_most}` : `≥ ${aim.at_least}`;
};

/** Whether a figure meets its aim; undefined when it has none or was not measured. */
export const meets = ({ value, aim }: Figure): boolean | undefined => {
  if (aim === undefined || !Number.isFinite(value)) return undefined;
  return 'at_most' in aim ? value <= aim.at_most : value >= aim.at_least;
};

const verdictOf = (figure: Figure): string => {
  const isMet = meets(figure);
  if (isMet === undefined) return '';
  return isMet ? 'met' : 'missed';
};

/** The table in Markdown, columns padded so that it reads in a terminal as well. */
export const toTable = (figures: readonly Figure[]): string => {
  const rows = figures.map((figure) => [
    figure.id,
    figure.name,
    `${show(figure.value)}${figure.unit === undefined ? '' : ` ${figure.unit}`}`,
    showAim(figure.aim),
    verdictOf(figure),
    figure.raw,
  ]);
  const head = ['#', 'Figure', 'Measured', 'Aim', '', 'Raw numbers'];
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => (row[column] ?? '').length)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const rule = line(widths.map((width) => '-'.repeat(width)));
  return [line(head), rule, ...rows.map(line)].join('\n');
};
