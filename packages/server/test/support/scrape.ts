/** The numbers of a gateway as a scraper reads them. */
import type { Api } from './api.ts';

/** A sample: its name, its labels, its value. */
export type Sample = {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
};

/** Reads the text of a scrape. */
const samplesOf = (text: string): readonly Sample[] =>
  text.split('\n').flatMap((line) => {
    const [, name, inside = '', value] = /^([a-z]\w*)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
    if (name === undefined) return [];
    const labels = [...inside.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, label = '', text = '']) => [
      label,
      text,
    ]);
    return [{ name, labels: Object.fromEntries(labels), value: Number(value) }];
  });

/** Scrapes. */
export const scrape = async (api: Pick<Api, 'ops'>): Promise<readonly Sample[]> =>
  samplesOf((await api.ops('/metrics')).text);

/** The value of the one sample with these labels, others aside; undefined when there is none. */
export const readingOf = async (
  api: Pick<Api, 'ops'>,
  name: string,
  labels: Readonly<Record<string, string>> = {},
): Promise<number | undefined> =>
  (await scrape(api)).find(
    (sample) =>
      sample.name === name &&
      Object.entries(labels).every(([label, value]) => sample.labels[label] === value),
  )?.value;
