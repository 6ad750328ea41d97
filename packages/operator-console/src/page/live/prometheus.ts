/** The text of `/metrics` as samples. */

/** One line of it. */
export type Sample = {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
  /** Name and labels as they stand in the text: the same from one scrape to the next. */
  readonly series: string;
};

const linePattern = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)/;
const labelPattern = /([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"/g;

const numberIn = (text: string): number => {
  if (text === '+Inf') return Number.POSITIVE_INFINITY;
  return text === '-Inf' ? Number.NEGATIVE_INFINITY : Number(text);
};

const escapes: Readonly<Record<string, string>> = { n: '\n' };

const labelsOf = (text: string): Record<string, string> =>
  Object.fromEntries(
    [...text.matchAll(labelPattern)].map(([, name = '', value = '']) => [
      name,
      value.replace(/\\(.)/g, (_, letter: string) => escapes[letter] ?? letter),
    ]),
  );

/**
 * Reads a scrape; comments and what is no sample are passed over.
 *
 * @example
 * ```ts
 * samplesIn('up{job="a"} 1\n')[0]; // { name: 'up', labels: { job: 'a' }, value: 1, series: 'up{job="a"}' }
 * ```
 */
export const samplesIn = (text: string): readonly Sample[] =>
  text.split('\n').flatMap((line) => {
    const match = line.startsWith('#') ? null : linePattern.exec(line);
    if (match === null) return [];
    const [, name = '', labels = '', value = ''] = match;
    return [
      {
        name,
        labels: labelsOf(labels),
        value: numberIn(value),
        series: labels === '' ? name : `${name}{${labels}}`,
      },
    ];
  });
