/** Search answers in this process, the least recently used given up first. */
import type { Entry, Kept, SearchShelf } from './shelf.ts';

/** Measured: a trip of two segments and an option and a half takes 3.2 kB of heap, so this is about 64 MB. */
const keptTripsMax = 20_000;

/** An empty answer weighs as one trip. */
const weightOf = ({ results }: Entry): number => results.reduce((sum, { trips }) => sum + trips.length, 1);

/**
 * Makes a shelf.
 *
 * @param tripsMax how many trips of all answers together are kept. Default 20,000.
 */
export const createMemoryShelf = (tripsMax = keptTripsMax): SearchShelf => {
  const entries = new Map<string, Kept>();
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
    stampOf: async (key) => use(key),
    async put(key, entry) {
      drop(key);
      puts += 1;
      const name = String(puts);
      entries.set(key, { ...entry, name });
      weight += weightOf(entry);
      for (const oldest of entries.keys()) {
        if (weight <= tripsMax) break;
        drop(oldest);
      }
      return name;
    },
  };
};
