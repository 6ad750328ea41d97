/** Reading by hand: how a part of an answer breaks off at its first unreadable field, and is counted. */
import type { DropTally } from './wire.ts';

/** Thrown by `must`, caught by `counted`: the first field that makes a part unreadable. */
class Broken extends Error {}

/** The value, or the end of the part that `field` belongs to. */
export function must<Value>(value: Value | undefined, field: string): Value {
  if (value === undefined) throw new Broken(field);
  return value;
}

/** Null, missing and empty are null; anything else must be readable. */
export function nullOr<Value>(
  raw: unknown,
  read: (value: unknown) => Value | undefined,
  field: string,
): Value | null {
  return raw === null || raw === undefined || raw === '' ? null : must(read(raw), field);
}

/** The result of `read`, or undefined with the broken field counted. */
export function counted<Value>(level: string, tally: DropTally, read: () => Value): Value | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Broken)) throw error;
    tally.add(level, error.message);
    return undefined;
  }
}
