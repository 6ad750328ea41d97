/** The port of the outbox: what became of writes, and what else was learned, told in order to readers that may come and go. */
import type { Learned, Notice } from './protocol/notices.ts';
import type { Outcome } from './protocol/record.ts';
import type { Subject } from './protocol/store.ts';

/** A change of a write, from which its notices are made. */
export type WriteChange<Answer> = {
  readonly subject: Subject;
  /** Names the attempt; the same for every change of it. */
  readonly attemptId: string;
  /** Whose request it was. */
  readonly requestId: string;
} & (
  | { readonly kind: 'sending'; readonly facts: string }
  | {
      readonly kind: 'concluded';
      readonly outcome: Outcome;
      readonly answer: Answer;
      readonly reference?: string;
      readonly decidedBy: 'answer' | 'read';
    }
  /** It was promised, and provably nothing was sent. */
  | { readonly kind: 'not_sent'; readonly error: unknown }
);

/** Makes the notices of a change; they are kept in the same step as the record. Must not throw. */
export type NoticesOf<Answer> = (change: WriteChange<Answer>) => readonly Notice[];

/** A text, its place in the order of its client, as `1700000000000-0`, and the state that its state took the place of. */
export type OutboxEntry = { readonly position: string; readonly text: string; readonly previous?: string };

export type Backlog = {
  /** Entries that the group has not acknowledged. */
  readonly entries: number;
  /** Age of the oldest of them; zero when there is none. */
  readonly oldestAgeMs: number;
  /** Entries that were pushed out before a group had acknowledged them. */
  readonly dropped: number;
};

/** What one reader of a group does. Readers of a group share its progress; one at a time reads a client, so that order holds. */
export type OutboxReader = {
  /** Takes the client, or keeps it, for a while; false while another reader has it. */
  hold(clientId: string, leaseMs: number): Promise<boolean>;
  /** Lets another reader have it. */
  letGo(clientId: string): Promise<void>;
  /**
   * The next entries in order, each once for as long as this reader holds the client; a reader that took it anew begins with
   * what was never acknowledged. Empty when it is not held.
   */
  take(clientId: string, limit: number): Promise<OutboxEntry[]>;
  acknowledge(clientId: string, positions: readonly string[]): Promise<void>;
  backlog(clientId: string): Promise<Backlog>;
};

/** Every call may throw `StoreUnavailable`. */
export type Outbox = {
  /** Tells what belongs to no write. */
  append(clientId: string, notices: readonly Notice[]): Promise<void>;
  /** The time to give to `learn`: taken before the state is read. */
  nowMs(clientId: string): Promise<number>;
  /** Tells a state that was read, if it is news; `stale` when something was told meanwhile, so that it has to be read again. */
  learn(
    clientId: string,
    notice: Notice & Required<Pick<Notice, 'state'>>,
    readAtMs: number,
  ): Promise<Learned>;
  /** Entries after a position, in order; `0-0` for all there are. */
  readAfter(clientId: string, position: string, limit: number): Promise<OutboxEntry[]>;
  /** A reader of a group that has a name of its own; the group begins with the oldest entry. */
  reader(group: string, readerId: string): OutboxReader;
};

/** Whether a text is a position. */
export const isPosition = (text: string): boolean => /^\d{1,15}-\d{1,15}$/.test(text);

/** Orders positions. */
export const comparePositions = (one: string, other: string): number => {
  const [ms = 0, sequence = 0] = one.split('-').map(Number);
  const [otherMs = 0, otherSequence = 0] = other.split('-').map(Number);
  return ms - otherMs || sequence - otherSequence;
};
