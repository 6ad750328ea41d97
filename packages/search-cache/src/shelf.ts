/** Where upstream search answers lie: what a shelf takes, and what it gives back. */
import type { SearchResult } from '@partner-gateway/twelvego-client';

/** One kept answer. */
export type Entry = { readonly keptAtMs: number; readonly results: readonly SearchResult[] };

/** Which answer lies under a key: `name` is that of one putting, and no other has it. */
export type Stamp = { readonly name: string; readonly keptAtMs: number };

/** An answer with its stamp. */
export type Kept = Stamp & Pick<Entry, 'results'>;

/** Keeps entries; may lose any of them at any time. */
export type SearchShelf = {
  readonly level: 'memory' | 'redis';
  /** Undefined for no entry, and for none that can be had now. */
  get(key: string): Promise<Kept | undefined>;
  /** As `get`, without the answer: what it costs does not depend on how long that is. */
  stampOf(key: string): Promise<Stamp | undefined>;
  /**
   * Whether the caller is the one who asks anew for what lies under a key. Whoever else asks within `lifeMs` is not; a claim of somebody
   * who ended lapses with it. False when nobody can tell.
   */
  claim(key: string, lifeMs: number): Promise<boolean>;
  /** The name that the entry has from now on; undefined when it could not be kept. */
  put(key: string, entry: Entry, lifeMs: number): Promise<string | undefined>;
};
