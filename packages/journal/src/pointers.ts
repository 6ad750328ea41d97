/** Ways to a story from the other ids of its requests: names that are hashes, kept as long as a story can be. */
import { createHash } from 'node:crypto';

/** What a partner, a log line or a trace may have in hand. */
export type PointerKind = 'correlation' | 'request' | 'trace' | 'key';

export const pointerKinds: readonly PointerKind[] = ['correlation', 'request', 'trace', 'key'];

/** A name that tells nothing of what it was made from. */
export type PointerName = string & { readonly __brand: 'PointerName' };

/**
 * @example
 * pointerName('correlation', '9c1f-search-77'); // 22 characters
 */
export const pointerName = (kind: PointerKind, value: string): PointerName =>
  createHash('sha256').update(`${kind}\0${value}`).digest('base64url').slice(0, 22) as PointerName;

/** Names are kept in one bucket for each span of time, so that a bucket ends as a whole. */
export type PointerBounds = {
  readonly bucket: number;
  readonly lifeMs: number;
  /** Most names in a bucket; no other one is taken then. */
  readonly namesMax: number;
};

/** Every call may throw `StoreUnavailable`. A target holds no blank. */
export type Pointers = {
  add(names: readonly PointerName[], target: string, bounds: PointerBounds): Promise<'added' | 'full'>;
  /** Targets of any of the names in any of the buckets, each once. */
  find(names: readonly PointerName[], buckets: readonly number[]): Promise<string[]>;
};

/** Most targets of one name: whoever sends one correlation id with everything is told the first. */
export const targetsMax = 20;

type Bucket = { readonly names: Map<PointerName, Set<string>>; readonly endsAtMs: number };

/** Pointers of this process. `nowMs` defaults to the wall clock. */
export const createMemoryPointers = (nowMs: () => number = Date.now): Pointers => {
  const buckets = new Map<number, Bucket>();

  const open = (number: number, lifeMs: number): Bucket => {
    for (const [known, { endsAtMs }] of buckets) if (endsAtMs <= nowMs()) buckets.delete(known);
    const bucket = buckets.get(number) ?? { names: new Map(), endsAtMs: nowMs() + lifeMs };
    buckets.set(number, bucket);
    return bucket;
  };

  return {
    add(names, target, { bucket: number, lifeMs, namesMax }) {
      const bucket = open(number, lifeMs);
      let isFull = false;
      for (const name of names) {
        const targets = bucket.names.get(name);
        if (targets !== undefined && targets.size < targetsMax) targets.add(target);
        if (targets !== undefined) continue;
        if (bucket.names.size < namesMax) bucket.names.set(name, new Set([target]));
        else isFull = true;
      }
      return Promise.resolve(isFull ? 'full' : 'added');
    },
    find(names, numbers) {
      const found = numbers.flatMap((number) => {
        const bucket = buckets.get(number);
        if (bucket === undefined || bucket.endsAtMs <= nowMs()) return [];
        return names.flatMap((name) => [...(bucket.names.get(name) ?? [])]);
      });
      return Promise.resolve([...new Set(found)]);
    },
  };
};
