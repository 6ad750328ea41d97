/** The kinds of instruments, and how a row of a table of them is written. */
export type Kind = 'counter' | 'histogram' | 'gauge';

export const counter = <const Labels extends readonly string[]>(labels: Labels, meaning: string) =>
  ({ kind: 'counter', unit: '1', labels, meaning }) as const;
/** A counter with series that are there from the start, at 0: what is not there yet has not grown when it appears. */
export const begun = <const Labels extends readonly string[]>(
  labels: Labels,
  series: readonly Readonly<Record<Labels[number], string | number>>[],
  meaning: string,
) => ({ ...counter(labels, meaning), series }) as const;
/** The same where all of its series are known. */
export const knownCounter = <const Label extends string>(
  label: Label,
  values: readonly string[],
  meaning: string,
) =>
  begun(
    [label],
    values.map((value) => ({ [label]: value }) as Record<Label, string>),
    meaning,
  );
export const histogram = <const Labels extends readonly string[]>(
  unit: string,
  labels: Labels,
  meaning: string,
) => ({ kind: 'histogram', unit, labels, meaning }) as const;
export const gauge = <const Labels extends readonly string[] = []>(
  unit: string,
  meaning: string,
  labels?: Labels,
) => ({ kind: 'gauge', unit, labels: labels ?? [], meaning }) as const;
