/** Search answers in this process, the least recently used given up first. */
import type { Entry, Kept, SearchShelf, Stamp } from './shelf.ts';

/** Measured: a trip of two segments and an option and a half takes 3.2 kB of heap, so this is about 64 MB. */
const keptTripsMax = 20_000;

/** Some 200 bytes each. Whoever has what was made of an answer needs no more of it than that. */
const keptStampsMax = 20_000;

/** An empty answer weighs as one trip. */
const weightOf = ({ results }: Entry): number => results.reduce((sum, { trips }) => sum + trips.length, 1);

/**
 * Makes a shelf. Stamps stay when their answers are given up, the last 20,000 of them.
 *
 * @param tripsMax how many trips of all answers together are kept. Default 20,000.
 */
export const createMemoryShelf = (tripsMax = keptTripsMax): SearchShelf => {
  const entries = new Map<string, Kept>();
  const stamps = new Map<string, Stamp>();
  let [weight, puts] = [0, 0];
  const drop = (key: string): void => {
    const entry = entries.get(key);
    if (entry !== undefined) weight -= weightOf(entry);
    entries.delete(key);
  };
  const use = (key: string): Kept | undefined => {
    const entry = entries.get(key);
    if (entry === undefined) return undefined;
    entries.delete(key);
    entries.set(key, entry);
    return entry;
  };
  return {
    level: 'memory',
    get: async (key) => use(key),
    stampOf: async (key) => use(key) ?? stamps.get(key),
    // Nobody else asks here.
    claim: () => Promise.resolve('mine'),
    release: () => Promise.resolve(),
    isClaimed: () => Promise.resolve(false),
    async put(key, entry) {
      drop(key);
      puts += 1;
      const name = String(puts);
      entries.set(key, { ...entry, name });
      stamps.delete(key);
      stamps.set(key, { name, keptAtMs: entry.keptAtMs });
      for (const oldest of stamps.keys()) {
        if (stamps.size <= keptStampsMax) break;
        stamps.delete(oldest);
      }
      weight += weightOf(entry);
      for (const oldest of entries.keys()) {
        if (weight <= tripsMax) break;
        drop(oldest);
      }
      return name;
    },
  };
};
