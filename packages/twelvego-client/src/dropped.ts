/** Counts what tolerant parsing leaves out, by level and reason, with a bounded vocabulary fit for metric labels. */
import type { z } from 'zod';
import type { Dropped } from './wire.ts';

/** One tally per parsed answer. */
export type DropTally = {
  /** Counts one dropped thing of `level`, named by its first unreadable field. */
  add(level: string, reason: string): void;
  list(): readonly Dropped[];
};

export function createDropTally(): DropTally {
  const counts = new Map<string, { level: string; reason: string; count: number }>();
  return {
    add(level, reason) {
      const entry = counts.get(`${level} ${reason}`);
      if (entry !== undefined) entry.count += 1;
      else counts.set(`${level} ${reason}`, { level, reason, count: 1 });
    },
    list: () => [...counts.values()],
  };
}

/** The path of the first issue without array positions, such as `segments.dep_time`. Holds schema names only. */
export function issueReason(error: z.ZodError): string {
  const path = error.issues[0]?.path.filter((part) => typeof part === 'string') ?? [];
  return path.length === 0 ? 'shape' : path.join('.');
}
