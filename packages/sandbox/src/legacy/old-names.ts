/** The old system's names for things: tokens of its own, and booking ids of ten characters. */
import { createHash, randomUUID } from 'node:crypto';

/** Two names for each thing, found from either. */
export type OldNames = {
  /** The old name, made on first use. */
  oldOf(fresh: string): string;
  /** What an old name stands for; undefined for one that was never given. */
  freshOf(old: string): string | undefined;
  /** All pairs. */
  all(): readonly (readonly [old: string, fresh: string])[];
};

const createNames = (make: (fresh: string) => string): OldNames => {
  const byFresh = new Map<string, string>();
  const byOld = new Map<string, string>();
  return {
    oldOf: (fresh) => {
      const known = byFresh.get(fresh);
      if (known !== undefined) return known;
      const old = make(fresh);
      byFresh.set(fresh, old);
      byOld.set(old, fresh);
      return old;
    },
    freshOf: (old) => byOld.get(old),
    all: () => [...byOld],
  };
};

const alphabet = 'abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ';

/** Ten characters, never all digits. */
const shortId = (fresh: string): string =>
  [...createHash('sha256').update(fresh).digest().subarray(0, 10)]
    .map((byte) => alphabet[byte % alphabet.length])
    .join('');

/** Names of tokens and of incomplete results. */
export const createTokenNames = (): OldNames => createNames(() => randomUUID());

/** Names of bookings. */
export const createBookingNames = (): OldNames => createNames(shortId);
