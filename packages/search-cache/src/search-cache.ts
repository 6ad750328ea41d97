/** Upstream search answers kept for a minute or two, before pricing and id mapping: in this process, or in a Redis of its own. */
import { hash } from 'node:crypto';
import { type Cacheable, type Cached, type CacheLevel, createFlights } from './flights.ts';
import { ageMsOf, type SearchShelf, type Stamp } from './shelf.ts';
import type { TurnOptions, Waiter } from './turns.ts';

/** Keeps complete answers for its life; a failure of the cache is a miss, never an error. */
export type SearchCache = {
  /**
   * The kept results, or those of `load`, which runs once for everybody who waits for the same search. An answer in the
   * last third of its life is given and asked for anew in the background. What `load` throws is thrown to all who wait here; other
   * instances, which wait for two seconds at most, ask themselves then.
   */
  find<Answer extends Cacheable>(
    asked: Asked,
    load: () => Promise<Answer>,
    revive: (results: Answer['results']) => Answer,
  ): Promise<Cached<Answer>>;
  /**
   * Whether `find` would give the answer of this stamp now, and from which level: for whoever has what it would make of it. It is
   * asked for anew in the background as by `find`. Undefined when it would not.
   */
  holds(
    asked: SearchKeyParts,
    stamp: string,
    load: () => Promise<Cacheable>,
  ): Promise<CacheLevel | undefined>;
};

/** Everything an upstream answer depends on. Prices and permissions belong to an account, so its key is part of it. */
export type SearchKeyParts = {
  readonly account: string;
  readonly pairs: readonly unknown[];
  readonly date: string;
  readonly pax: number;
  readonly currency: string | undefined;
};

/** A search, and until when whoever makes it may wait. */
export type Asked = SearchKeyParts & Waiter;

/** `search:{sha256}`: neither the account's key nor the route can be read off it. */
const keyOf = ({ account, pairs, date, pax, currency }: SearchKeyParts): string =>
  `search:${hash('sha256', JSON.stringify([account, pairs, date, pax, currency ?? null]))}`;

/** Asks upstream every time. */
export const noSearchCache: SearchCache = {
  find: async (_asked, load) => ({ answer: await load(), level: undefined, stamp: undefined, isOwn: true }),
  holds: () => Promise.resolve(undefined),
};

const refreshFrom = 2 / 3;

/** Longer than 12go may take, and shorter than the third of a life in which it is asked anew. */
const refreshClaimMs = 15_000;

/** More would crowd out whoever waits for 12go: after a lull everything that is asked for is due at once. */
const refreshesMax = 4;

/**
 * A cache over a shelf. Nothing older than `lifeMs` is ever given.
 *
 * @example
 * ```ts
 * const cache = createSearchCache(createMemoryShelf(), { lifeMs: 90_000, nowMs: Date.now, sleep });
 * const { answer, level } = await cache.find({ account, pairs, date, pax, currency }, () => searchPairs(client, pairs, query), revive);
 * ```
 */
export const createSearchCache = (shelf: SearchShelf, options: TurnOptions): SearchCache => {
  const { lifeMs, nowMs } = options;
  const flights = createFlights(shelf, options);
  let refreshes = 0;
  /** Asks anew, unless somebody does, here or with the same shelf elsewhere, or enough others are; whoever asks next tries again. */
  const refresh = async (key: string, load: () => Promise<Cacheable>): Promise<void> => {
    if (flights.has(key) || refreshes >= refreshesMax) return;
    refreshes += 1;
    try {
      const claim = await shelf.claim(key, 'refresh', refreshClaimMs);
      if (claim === 'mine') await flights.begin(key, load);
    } finally {
      refreshes -= 1;
    }
  };
  /** Whether an entry may be given; in the last third of its life it is asked for anew. */
  const isGiven = (key: string, stamp: Stamp, load: () => Promise<Cacheable>): boolean => {
    const ageMs = ageMsOf(stamp, nowMs());
    if (ageMs >= lifeMs) return false;
    // Its failure is counted where upstream is called; the entry at hand lasts until its end.
    if (ageMs >= lifeMs * refreshFrom) refresh(key, load).catch(() => undefined);
    return true;
  };
  return {
    async find(asked, load, revive) {
      const key = keyOf(asked);
      const kept = await shelf.get(key).catch(() => undefined);
      if (kept !== undefined && isGiven(key, kept, load))
        return { answer: revive(kept.results), level: shelf.level, stamp: kept.name };
      return await flights.join(key, { waiter: asked, load, revive });
    },
    async holds(asked, stamp, load) {
      const key = keyOf(asked);
      const kept = await shelf.stampOf(key).catch(() => undefined);
      return kept?.name === stamp && isGiven(key, kept, load) ? shelf.level : undefined;
    },
  };
};
