/**
 * The one rule by which answers are read: exact where a value decides something (`required`, `must`, `nullOr`), lenient where
 * it does not (`lenient`, or a fallback). What is left out for it is counted.
 */
import { z } from 'zod';
import { isNothing, isRecord } from './leaves.ts';

type Read<Value> = (value: unknown) => Value | undefined;

/** A leaf that must be readable: otherwise the thing that holds it is broken. */
export const required = <Value>(read: Read<Value>) =>
  z.transform((value: unknown, context): Value => {
    const result = read(value);
    if (result !== undefined) return result;
    context.issues.push({ code: 'custom', message: 'unreadable', input: undefined });
    return z.NEVER;
  });

/** A leaf that only informs: unreadable counts as the fallback and breaks nothing. */
export const lenient = <Value, Fallback>(read: Read<Value>, fallback: Fallback) =>
  z.transform((value: unknown): Value | Fallback => read(value) ?? fallback);

/** What was left out of an answer because it could not be read, counted by level and first unreadable field. */
export type Dropped = { readonly level: string; readonly reason: string; readonly count: number };

/** One tally per parsed answer. */
export type DropTally = {
  /** Counts dropped things of `level`, one unless told, named by their first unreadable field. */
  add(level: string, reason: string, by?: number): void;
  /** Whether so much was dropped that the rest is not worth reading. */
  isFull(): boolean;
  list(): readonly Dropped[];
};

/** What cannot be read costs more than what can; twice the options of any real search, all of them broken. */
const mostDropped = 5_000;

export const createDropTally = (): DropTally => {
  let dropped = 0;
  const counts = new Map<string, { level: string; reason: string; count: number }>();
  return {
    add(level, reason, by = 1) {
      if (by <= 0) return;
      if (reason !== 'too_many') dropped += by;
      const entry = counts.get(`${level} ${reason}`);
      if (entry !== undefined) entry.count += by;
      else counts.set(`${level} ${reason}`, { level, reason, count: by });
    },
    isFull: () => dropped >= mostDropped,
    list: () => [...counts.values()],
  };
};

/** The path of the first issue without array positions, such as `segments.dep_time`. Holds schema names only. */
export const issueReason = (error: z.ZodError): string => {
  const path = error.issues[0]?.path.filter((part) => typeof part === 'string') ?? [];
  return path.length === 0 ? 'shape' : path.join('.');
};

/** Thrown by `must`, caught by `counted`: the first field that makes a part unreadable. */
class Broken extends Error {}

/** One a field, made once: an answer of nothing but unreadable parts would take a stack for each. */
const brokenFields = new Map<string, Broken>();
const brokenBy = (field: string): Broken => {
  const known = brokenFields.get(field) ?? new Broken(field);
  brokenFields.set(field, known);
  return known;
};

/** The value, or the end of the part that `field` belongs to. */
export const must = <Value>(value: Value | undefined, field: string): Value => {
  if (value === undefined) throw brokenBy(field);
  return value;
};

/** Whatever stands for nothing is null; anything else must be readable. */
export const nullOr = <Value>(
  raw: unknown,
  read: (value: unknown) => Value | undefined,
  field: string,
): Value | null => (isNothing(raw) ? null : must(read(raw), field));

/** What a part that cannot be read is counted as, and where. */
type Loss = { readonly level: string; readonly tally: DropTally };

/** The result of `read`, or undefined with the first broken field counted: `shape` for no object, `too_many` for the rest. */
export const counted = <Value>(
  value: unknown,
  read: (raw: Readonly<Record<string, unknown>>) => Value,
  { level, tally }: Loss,
): Value | undefined => {
  if (tally.isFull()) {
    tally.add(level, 'too_many');
    return undefined;
  }
  try {
    return read(must(isRecord(value) ? value : undefined, 'shape'));
  } catch (error) {
    if (!(error instanceof Broken)) throw error;
    tally.add(level, error.message);
    return undefined;
  }
};
