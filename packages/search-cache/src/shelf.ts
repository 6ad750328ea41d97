/** Where upstream search answers lie: what a shelf takes, and what it gives back. */
import type { SearchResult } from '@partner-gateway/twelvego-client';

/** One kept answer. */
export type Entry = { readonly keptAtMs: number; readonly results: readonly SearchResult[] };

/** Which answer lies under a key: `name` is that of one putting, and no other has it. */
export type Stamp = { readonly name: string; readonly keptAtMs: number };

/** How old it is; a clock that was set back makes nothing younger than new. */
export const ageMsOf = ({ keptAtMs }: Stamp, nowMs: number): number => Math.max(0, nowMs - keptAtMs);

/** An answer with its stamp. */
export type Kept = Stamp & Pick<Entry, 'results'>;

/** What one of all who share a shelf does for the others: asking first for what nobody has, or anew for what is kept. */
export type SharedWork = 'load' | 'refresh';

/** Keeps entries; may lose any of them at any time. */
export type SearchShelf = {
  readonly level: 'memory' | 'redis';
  /** Undefined for no entry, and for none that can be had now. */
  get(key: string): Promise<Kept | undefined>;
  /** As `get`, without the answer: what it costs does not depend on how long that is. */
  stampOf(key: string): Promise<Stamp | undefined>;
  /**
   * Whether the caller is the one who does this for a key. To whoever else asks within `lifeMs` it is taken, unless it is let go before;
   * a claim of somebody who ended lapses with it. Undefined when nobody can tell.
   */
  claim(key: string, work: SharedWork, lifeMs: number): Promise<'mine' | 'taken' | undefined>;
  /** Lets go of the claim to load: nothing will be kept. */
  release(key: string): Promise<void>;
  /** Whether somebody claims to load. False when nobody can tell. */
  isClaimed(key: string): Promise<boolean>;
  /** The name that the entry has from now on; undefined when it could not be kept. */
  put(key: string, entry: Entry, lifeMs: number): Promise<string | undefined>;
};
