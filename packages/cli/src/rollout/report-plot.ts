/** Bars as inline SVG: a group for each label, a bar for each side, the value written at its end. */

/** One bar; nothing of it is drawn where there is no value. */
export type Bar = {
  readonly series: 'old' | 'new' | 'one';
  readonly value: number | undefined;
  readonly text: string;
};

/** The bars of one label. */
export type BarGroup = { readonly label: string; readonly bars: readonly Bar[] };

const width = 760;
const labelWidth = 250;
const valueWidth = 110;
const barHeight = 14;
const groupGap = 12;

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text as a page can hold it. */
export const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => escapes[sign] ?? '');

const labelMax = 36;
const shortened = (label: string): string =>
  label.length > labelMax ? `${label.slice(0, labelMax - 1)}…` : label;

const barOf = ({ series, value, text }: Bar, y: number, most: number): string => {
  const length = value === undefined || most === 0 ? 0 : (value / most) * (width - labelWidth - valueWidth);
  return [
    `<rect class="${series}" x="${labelWidth}" y="${y}" width="${Math.max(length, value === undefined ? 0 : 1).toFixed(1)}" height="${barHeight - 3}" rx="2"><title>${escaped(text)}</title></rect>`,
    `<text class="value" x="${(labelWidth + length + 6).toFixed(1)}" y="${y + barHeight - 5}">${escaped(text)}</text>`,
  ].join('');
};

/**
 * Draws them.
 *
 * @param most the value whose bar is as long as there is room; default: the largest.
 */
export const barPlot = (title: string, groups: readonly BarGroup[], most?: number): string => {
  const values = groups.flatMap(({ bars }) => bars.flatMap(({ value }) => value ?? []));
  const longest = most ?? Math.max(0, ...values);
  let y = 4;
  const drawn = groups.map(({ label, bars }) => {
    const top = y;
    y += bars.length * barHeight + groupGap;
    const middle = top + (bars.length * barHeight) / 2 + 3;
    const name = `<text class="label" x="${labelWidth - 8}" y="${middle}">${escaped(shortened(label))}<title>${escaped(label)}</title></text>`;
    return name + bars.map((bar, index) => barOf(bar, top + index * barHeight, longest)).join('');
  });
  return `<svg viewBox="0 0 ${width} ${y}" role="img" aria-label="${escaped(title)}">${drawn.join('')}</svg>`;
};
