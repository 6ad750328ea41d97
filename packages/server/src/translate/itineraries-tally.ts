/** Counts what a search answer loses on its way to the partner, by reason. */
import type { Dropped } from '@partner-gateway/twelvego-client';

export type Tally = {
  readonly counts: ReadonlyMap<string, number>;
  add(reason: string, count?: number): void;
  /** Adds what the client could not read, as `unreadable_trip`, `unreadable_option`, … */
  addUnreadable(dropped: readonly Dropped[]): void;
};

/** Unreadable in the client's eyes is "no usable times" in ours. */
const timeFields: ReadonlySet<string> = new Set(['segments.dep_time', 'segments.arr_time']);

export function createTally(): Tally {
  const counts = new Map<string, number>();
  const add = (reason: string, count = 1): void => void counts.set(reason, (counts.get(reason) ?? 0) + count);
  return {
    counts,
    add,
    addUnreadable(dropped) {
      for (const { level, reason, count } of dropped) {
        add(level === 'trip' && timeFields.has(reason) ? 'no_times' : `unreadable_${level}`, count);
      }
    },
  };
}
