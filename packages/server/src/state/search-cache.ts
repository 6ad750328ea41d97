/** Upstream search answers kept for a minute or two, before pricing and id mapping: in this process, or in a Redis of its own. */
import { createHash } from 'node:crypto';
import type { SearchResult } from '@partner-gateway/twelvego-client';
import type { Redis } from 'ioredis';

/** What an upstream search gave; only a complete one is kept. */
export type Cacheable = { readonly results: readonly SearchResult[]; readonly isComplete: boolean };

/** Where an answer came from: kept here, kept in Redis, or asked for just now by somebody else's search. */
export type CacheLevel = 'memory' | 'redis' | 'flight';

/** An answer, and the level it came from; undefined when upstream was asked for it. */
export type Cached<Answer> = { readonly answer: Answer; readonly level: CacheLevel | undefined };

/** Keeps complete answers for its life; a failure of the cache is a miss, never an error. */
export type SearchCache = {
  /**
   * The kept results, or those of `load`, which runs once for everybody who waits for the same search. An answer in the
   * last third of its life is given and asked for anew in the background. What `load` throws is thrown to all who wait.
   */
  find<Answer extends Cacheable>(
    asked: SearchKeyParts,
    load: () => Promise<Answer>,
    revive: (results: Answer['results']) => Answer,
  ): Promise<Cached<Answer>>;
};

/** Everything an upstream answer depends on. Prices and permissions belong to an account, so its key is part of it. */
export type SearchKeyParts = {
  readonly account: string;
  readonly pairs: readonly unknown[];
  readonly date: string;
  readonly pax: number;
  readonly currency: string | undefined;
};

/** `search:{sha256}`: neither the account's key nor the route can be read off it. */
const keyOf = ({ account, pairs, date, pax, currency }: SearchKeyParts): string => {
  const text = JSON.stringify([account, pairs, date, pax, currency ?? null]);
  return `search:${createHash('sha256').update(text).digest('hex')}`;
};

/** Asks upstream every time. */
export const noSearchCache: SearchCache = {
  find: async (_asked, load) => ({ answer: await load(), level: undefined }),
};

/** Where entries lie. */
type SearchShelf = {
  readonly level: 'memory' | 'redis';
  /** Undefined for no entry, and for none that can be had now. */
  get(key: string): Promise<Entry | undefined>;
  put(key: string, entry: Entry, lifeMs: number): Promise<void>;
};

type Entry = { readonly keptAtMs: number; readonly results: readonly SearchResult[] };

const refreshFrom = 2 / 3;

/**
 * A cache over a shelf. Nothing older than `lifeMs` is ever given.
 *
 * @example
 * ```ts
 * const cache = createSearchCache(createMemoryShelf(), { lifeMs: 90_000, nowMs: Date.now });
 * const { answer, level } = await cache.find({ account, pairs, date, pax, currency }, () => searchPairs(client, pairs, query), revive);
 * ```
 */
export const createSearchCache = (
  shelf: SearchShelf,
  { lifeMs, nowMs }: { readonly lifeMs: number; readonly nowMs: () => number },
): SearchCache => {
  const flights = new Map<string, Promise<Cacheable>>();

  const loadAndKeep = async <Answer extends Cacheable>(key: string, load: () => Promise<Answer>) => {
    const answer = await load();
    const entry = { keptAtMs: nowMs(), results: answer.results };
    // No results at all means that 12go answered 404: an error to it, if not to partners.
    if (answer.isComplete && answer.results.length > 0)
      await shelf.put(key, entry, lifeMs).catch(() => undefined);
    return answer;
  };
  /** The search under way for a key, or a new one; the second element says whether it was there. */
  const fly = <Answer extends Cacheable>(key: string, load: () => Promise<Answer>) => {
    const underway = flights.get(key) as Promise<Answer> | undefined;
    if (underway !== undefined) return [underway, true] as const;
    const flight = loadAndKeep(key, load).finally(() => flights.delete(key));
    flights.set(key, flight);
    return [flight, false] as const;
  };
  return {
    async find(asked, load, revive) {
      const key = keyOf(asked);
      const entry = await shelf.get(key).catch(() => undefined);
      const ageMs = entry === undefined ? lifeMs : Math.max(0, nowMs() - entry.keptAtMs);
      if (entry === undefined || ageMs >= lifeMs) {
        const [flight, isShared] = fly(key, load);
        return { answer: await flight, level: isShared ? 'flight' : undefined };
      }
      // Its failure is counted where upstream is called; the entry at hand lasts until its end.
      if (ageMs >= lifeMs * refreshFrom) fly(key, load)[0].catch(() => undefined);
      return { answer: revive(entry.results), level: shelf.level };
    },
  };
};

/** Measured: a trip of three segments and two options takes about 3 kB of heap, so this is about 60 MB. */
const keptTripsMax = 20_000;

/** Entries in this process, the least recently used given up first; an empty answer weighs as one trip. */
export const createMemoryShelf = (tripsMax = keptTripsMax): SearchShelf => {
  const entries = new Map<string, Entry>();
  let kept = 0;
  const weightOf = ({ results }: Entry): number => results.reduce((sum, { trips }) => sum + trips.length, 1);
  const drop = (key: string): void => {
    const entry = entries.get(key);
    if (entry !== undefined) kept -= weightOf(entry);
    entries.delete(key);
  };
  return {
    level: 'memory',
    async get(key) {
      const entry = entries.get(key);
      if (entry === undefined) return undefined;
      entries.delete(key);
      entries.set(key, entry);
      return entry;
    },
    async put(key, entry) {
      drop(key);
      entries.set(key, entry);
      kept += weightOf(entry);
      for (const oldest of entries.keys()) {
        if (kept <= tripsMax) break;
        drop(oldest);
      }
    },
  };
};

/** Raised with the shape of `SearchResult`: an entry of another version is no entry. */
const shapeVersion = 1;

/** Maps as lists of entries, which JSON can hold. */
const flatten = (result: SearchResult) => ({
  ...result,
  operators: [...result.operators],
  stations: [...result.stations],
  classes: [...result.classes],
});

const unflatten = (flat: ReturnType<typeof flatten>): SearchResult => ({
  ...flat,
  operators: new Map(flat.operators),
  stations: new Map(flat.stations),
  classes: new Map(flat.classes),
});

type Printed = {
  readonly v: number;
  readonly keptAtMs: number;
  readonly results: readonly ReturnType<typeof flatten>[];
};

const print = ({ keptAtMs, results }: Entry): string =>
  JSON.stringify({ v: shapeVersion, keptAtMs, results: results.map(flatten) } satisfies Printed);

const read = (text: string): Entry | undefined => {
  const { v, keptAtMs, results } = JSON.parse(text) as Printed;
  return v === shapeVersion ? { keptAtMs, results: results.map(unflatten) } : undefined;
};

const restMs = 1_000;

/** Entries in Redis. After a failure it is left alone for a second, so that a hanging server costs one search its timeout. */
export const createRedisShelf = (redis: Redis, nowMs: () => number): SearchShelf => {
  let restsUntilMs = 0;
  const guarded = async <Reply>(command: () => Promise<Reply>): Promise<Reply | undefined> => {
    if (nowMs() < restsUntilMs) return undefined;
    try {
      return await command();
    } catch {
      restsUntilMs = nowMs() + restMs;
      return undefined;
    }
  };
  return {
    level: 'redis',
    async get(key) {
      const text = await guarded(() => redis.get(key));
      return text == null ? undefined : read(text);
    },
    async put(key, entry, lifeMs) {
      await guarded(() => redis.set(key, print(entry), 'PX', lifeMs));
    },
  };
};
