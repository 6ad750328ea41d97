/** What happened between two scrapes: how much counters grew, and under which time how many calls stayed. */
import type { Sample } from './prometheus.ts';

/** A scrape with the moment at which it was read. */
export type Scrape = { readonly atMs: number; readonly samples: readonly Sample[] };

/** How much each series grew, and in how many seconds. */
export type Growth = { readonly seconds: number; readonly grown: readonly Sample[] };

/** Between two scrapes. A counter that fell began anew with the process, so all that it says came since. */
export const growthBetween = (before: Scrape, now: Scrape): Growth => {
  const known = new Map(before.samples.map(({ series, value }) => [series, value]));
  return {
    seconds: (now.atMs - before.atMs) / 1_000,
    grown: now.samples.map((sample) => {
      const earlier = known.get(sample.series) ?? 0;
      return { ...sample, value: sample.value < earlier ? sample.value : sample.value - earlier };
    }),
  };
};

/** Which samples are meant: of a name, with these labels. */
export type Wanted = {
  readonly name: string;
  readonly isMeant?: (labels: Sample['labels']) => boolean;
};

const meant = (samples: readonly Sample[], { name, isMeant = () => true }: Wanted): readonly Sample[] =>
  samples.filter((sample) => sample.name === name && isMeant(sample.labels));

/** All of them together. */
export const sumOf = (samples: readonly Sample[], wanted: Wanted): number =>
  meant(samples, wanted).reduce((sum, { value }) => sum + value, 0);

/** Counts by upper bound, each with those below it, in order. */
const bucketsOf = (
  samples: readonly Sample[],
  wanted: Wanted,
): readonly (readonly [bound: number, count: number])[] => {
  const counts = new Map<number, number>();
  for (const { labels, value } of meant(samples, { ...wanted, name: `${wanted.name}_bucket` })) {
    const bound = labels.le === '+Inf' ? Number.POSITIVE_INFINITY : Number(labels.le);
    counts.set(bound, (counts.get(bound) ?? 0) + value);
  }
  return [...counts].sort(([one], [other]) => one - other);
};

/**
 * The time under which a share of the calls of a histogram stayed, as Prometheus reckons it: evenly within a bucket. What lies
 * beyond the last bound is that bound.
 *
 * @returns null where there was no call
 */
export const quantileOf = (samples: readonly Sample[], wanted: Wanted, share: number): number | null => {
  const buckets = bucketsOf(samples, wanted);
  const total = buckets.at(-1)?.[1] ?? 0;
  if (total === 0) return null;
  const rank = share * total;
  const index = buckets.findIndex(([, count]) => count >= rank);
  const [bound, count] = buckets[index] ?? [0, 0];
  const [below, countBelow] = buckets[index - 1] ?? [0, 0];
  if (!Number.isFinite(bound)) return below;
  return count === countBelow
    ? bound
    : below + ((bound - below) * (rank - countBelow)) / (count - countBelow);
};

/** Every value of a label, in order. */
export const valuesOf = (samples: readonly Sample[], name: string, label: string): readonly string[] =>
  [...new Set(meant(samples, { name }).flatMap(({ labels }) => labels[label] ?? []))].sort();
