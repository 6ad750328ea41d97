/** What is told of a change, and whether a state that was learned is news. */

/** One text for the readers of the outbox. */
export type Notice = {
  readonly text: string;
  /** The state that a thing is in; the text is told only where that is news. */
  readonly state?: State;
};

/** A state of a thing, such as `cancelled` of `booking 17`: news where the last one known is another, and no later one is known. */
export type State = {
  readonly of: string;
  readonly is: string;
  /** A first one is noted and not told. */
  readonly quietly?: boolean;
  /** States that it cannot follow: whoever read it then has read an older copy. Words without blanks. */
  readonly notAfter?: readonly string[];
};

/** The last state that was told of a thing, and when it was so, by the store's clock. */
export type KnownState = { readonly is: string; readonly atMs: number };

/** `told`: it is news. `known`: it is not. `stale`: something later is known. */
export type Learned = 'told' | 'known' | 'stale';

/** How the outbox is bounded, for each client. */
export type OutboxBounds = {
  /** How long an entry and a known state are kept. Default 7 days. */
  readonly lifeMs: number;
  /** Beyond it the oldest entries go, read or not. Default 50,000. */
  readonly entriesMax: number;
};

export const defaultOutboxBounds: OutboxBounds = {
  lifeMs: 7 * 24 * 60 * 60 * 1000,
  entriesMax: 50_000,
};

/** What a state that was so at a time is to those who know another. */
export const judgeState = (
  known: KnownState | undefined,
  { is, quietly = false, notAfter = [] }: State,
  atMs: number,
): Learned => {
  if (known === undefined) return quietly ? 'known' : 'told';
  if (atMs < known.atMs) return 'stale';
  return known.is === is || notAfter.includes(known.is) ? 'known' : 'told';
};
