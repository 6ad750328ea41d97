/** Searches under way: one load for everybody who waits for the same, in this process and over all that share a shelf. */
import type { SearchResult } from '@partner-gateway/twelvego-client';
import type { SearchShelf } from './shelf.ts';
import { createTurns, type TurnOptions, type Waiter } from './turns.ts';

/** What an upstream search gave; only a complete one is kept. */
export type Cacheable = { readonly results: readonly SearchResult[]; readonly isComplete: boolean };

/** Where an answer came from: kept here, kept in Redis, or asked for just now by somebody else's search, here or in another instance. */
export type CacheLevel = 'memory' | 'redis' | 'flight' | 'flight_elsewhere';

/**
 * An answer, and the level it came from; undefined when upstream was asked for it. `stamp` names the entry that holds it, and is
 * undefined when none does. `isOwn`: nobody else was or will be given it.
 */
export type Cached<Answer> = {
  readonly answer: Answer;
  readonly level: CacheLevel | undefined;
  readonly stamp: string | undefined;
  readonly isOwn?: boolean;
};

/** A search that has nothing, and what it would do about that. */
export type Miss<Answer extends Cacheable> = {
  readonly waiter: Waiter;
  readonly load: () => Promise<Answer>;
  readonly revive: (results: Answer['results']) => Answer;
};

/** The searches of a process that are under way, by key. */
export type Flights = {
  has(key: string): boolean;
  /** What the search under way for a key gives, or a new one: asked for here, or by another instance. @throws what `load` throws */
  join<Answer extends Cacheable>(key: string, miss: Miss<Answer>): Promise<Cached<Answer>>;
  /** Asks, whoever else does elsewhere; those who come meanwhile join. @throws what `load` throws */
  begin(key: string, load: () => Promise<Cacheable>): Promise<unknown>;
};

/** Keeps what is loaded for the life of an entry. */
export const createFlights = (shelf: SearchShelf, options: TurnOptions): Flights => {
  const takeTurn = createTurns(shelf, options);
  const flights = new Map<string, Promise<Cached<Cacheable>>>();

  const loadAndKeep = async <Answer extends Cacheable>(
    key: string,
    load: () => Promise<Answer>,
  ): Promise<Cached<Answer>> => {
    const answer = await load();
    const entry = { keptAtMs: options.nowMs(), results: answer.results };
    // No results at all means that 12go answered 404: an error to it, if not to partners.
    const isKept = answer.isComplete && answer.results.length > 0;
    const stamp = isKept ? await shelf.put(key, entry, options.lifeMs).catch(() => undefined) : undefined;
    return { answer, level: undefined, stamp };
  };
  /** Loads, unless another instance does. */
  const loadInTurn = async <Answer extends Cacheable>(
    key: string,
    { waiter, load, revive }: Miss<Answer>,
  ): Promise<Cached<Answer>> => {
    const { kept, giveUp } = await takeTurn(key, waiter);
    if (kept !== undefined)
      return { answer: revive(kept.results), level: 'flight_elsewhere', stamp: kept.name };
    let stamp: string | undefined;
    try {
      const loaded = await loadAndKeep(key, load);
      stamp = loaded.stamp;
      return loaded;
    } finally {
      if (stamp === undefined) giveUp();
    }
  };
  /** Makes a search the one under way for its key until it ends. */
  const fly = <Answer extends Cacheable>(
    key: string,
    search: Promise<Cached<Answer>>,
  ): Promise<Cached<Answer>> => {
    const flight = search.finally(() => flights.delete(key));
    flights.set(key, flight);
    return flight;
  };
  const share = async <Answer extends Cacheable>(
    underway: Promise<Cached<Answer>>,
    { waited }: Waiter,
  ): Promise<Cached<Answer>> => {
    const endWait = waited?.begin();
    try {
      return { ...(await underway), level: 'flight' };
    } finally {
      endWait?.();
    }
  };
  const underwayFor = <Answer extends Cacheable>(key: string) =>
    flights.get(key) as Promise<Cached<Answer>> | undefined;
  return {
    has: (key) => flights.has(key),
    join<Answer extends Cacheable>(key: string, miss: Miss<Answer>) {
      const underway = underwayFor<Answer>(key);
      return underway === undefined ? fly(key, loadInTurn(key, miss)) : share(underway, miss.waiter);
    },
    begin: (key, load) => underwayFor(key) ?? fly(key, loadAndKeep(key, load)),
  };
};
