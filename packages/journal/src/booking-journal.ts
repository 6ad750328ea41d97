/** The flight recorder of bookings: one entry per step, kept for a week, without personal data. */
import { type JournalDetail, type JournalEntry, type JournalStep, toSafeDetail } from './entry.ts';
import type { EntryStreams } from './entry-streams.ts';
import type { PointerName, Pointers } from './pointers.ts';

/** Whose story: a booking by its 12go id, or an attempt by its cart id while there is no booking yet. */
export type JournalSubject = { readonly clientId: string; readonly id: string };

export type BookingJournal = {
  /**
   * Never rejects and never fails a booking: an entry that cannot be written is dropped and counted. A `webhook_in` of a
   * booking without a story is left out, and so is one too many.
   */
  append(subject: JournalSubject, step: JournalStep, detail?: JournalDetail): Promise<void>;
  /** The entries in order, oldest first, with those of the attempt that a booking was linked to. @throws StoreUnavailable */
  read(subject: JournalSubject): Promise<JournalEntry[]>;
  /** The attempt became this booking of 12go: each of both stories names the other. Never rejects. */
  link(attempt: JournalSubject, bid: string): Promise<void>;
  /** From now on the story is found by these names too. Never rejects. */
  point(subject: JournalSubject, names: readonly PointerName[]): Promise<void>;
  /** The stories that one of the names leads to. @throws StoreUnavailable */
  find(names: readonly PointerName[]): Promise<JournalSubject[]>;
};

export type JournalOptions = {
  /** Default 7 days from the last entry. */
  readonly lifeMs?: number;
  readonly nowMs?: () => number;
  /** Stories there may be at once, of attempts and of bookings. Default 200,000. */
  readonly storiesMax?: number;
  readonly onDropped?: (reason: DroppedFor) => void;
};

/** Why an entry was not kept: no room for another story, or a store that is away. */
export type DroppedFor = 'full' | 'unreachable';

/** What a journal is kept in. */
export type JournalStore = { readonly streams: EntryStreams; readonly pointers: Pointers };

export const journalLifeMs = 7 * 24 * 60 * 60 * 1000;
const storiesDefault = 200_000;
export const journalEntriesMax = 500;
/** How many of a story's entries may be what strangers can cause. */
export const outsideEntriesMax = 50;

/** Anyone may send a notification for any number: such an entry only goes on with a story that this gateway began. */
const outsideSteps: ReadonlySet<JournalStep> = new Set(['webhook_in']);

/** Puts an attempt's story before that of the booking it became. */
const withLinked = async (
  entries: readonly JournalEntry[],
  readAttempt: (id: string) => Promise<JournalEntry[]>,
): Promise<JournalEntry[]> => {
  const attempts = entries
    .filter(({ step, detail }) => step === 'linked' && detail.attempt !== undefined)
    .map(({ detail }) => String(detail.attempt));
  const linked = await Promise.all([...new Set(attempts)].map(readAttempt));
  return [...linked.flat(), ...entries].sort((one, two) => one.atMs - two.atMs);
};

const toTarget = ({ clientId, id }: JournalSubject): string =>
  `${encodeURIComponent(clientId)}/${encodeURIComponent(id)}`;

const fromTarget = (target: string): JournalSubject => {
  const [clientId = '', id = ''] = target.split('/').map(decodeURIComponent);
  return { clientId, id };
};

/** A booking is asked for by some names, and each of its requests has its own. */
const namesOfStory = 4;

const toKey = ({ clientId, id }: JournalSubject): string =>
  `journal:${encodeURIComponent(clientId)}:${encodeURIComponent(id)}`;

/**
 * Keeps the journal in streams of the store.
 *
 * @example
 * const journal = createBookingJournal({ streams: createRedisEntryStreams(redis), pointers: createRedisPointers(redis) });
 * const attempt = { clientId: 'acme', id: 'c8Kq2Zt1' };
 * await journal.append(attempt, 'upstream_call', { operation: 'reserve', latencyMs: 812 });
 * await journal.point(attempt, [pointerName('key', 'order-17')]);
 * await journal.link(attempt, '8451207');
 */
export const createBookingJournal = (
  { streams, pointers }: JournalStore,
  options: JournalOptions = {},
): BookingJournal => {
  const {
    lifeMs = journalLifeMs,
    nowMs = Date.now,
    storiesMax = storiesDefault,
    onDropped = () => {},
  } = options;

  const readOne = async (subject: JournalSubject): Promise<JournalEntry[]> => {
    const texts = await streams.read(toKey(subject));
    return texts.map((text) => JSON.parse(text) as JournalEntry);
  };

  const kept = async (write: Promise<'full' | string>): Promise<void> => {
    try {
      if ((await write) === 'full') onDropped('full');
    } catch {
      onDropped('unreachable');
    }
  };

  const append: BookingJournal['append'] = (subject, step, detail = {}) => {
    const entry: JournalEntry = { atMs: nowMs(), step, detail: toSafeDetail(detail) };
    return kept(
      streams.append(toKey(subject), JSON.stringify(entry), {
        lifeMs,
        entriesMax: journalEntriesMax,
        streamsMax: storiesMax,
        outsidersMax: outsideSteps.has(step) ? outsideEntriesMax : undefined,
      }),
    );
  };

  const bucketNow = (): number => Math.floor(nowMs() / lifeMs);

  return {
    append,
    async link({ clientId, id: attempt }, bid) {
      await Promise.all([
        append({ clientId, id: bid }, 'linked', { attempt }),
        append({ clientId, id: attempt }, 'linked', { booking: bid }),
      ]);
    },
    // A story lives on with each entry, and a bucket ends as a whole: it is kept for two lives beyond its own.
    point: (subject, names) =>
      kept(
        pointers.add(names, toTarget(subject), {
          bucket: bucketNow(),
          lifeMs: 3 * lifeMs,
          namesMax: storiesMax * namesOfStory,
        }),
      ),
    async find(names) {
      const bucket = bucketNow();
      const targets = await pointers.find(names, [bucket, bucket - 1, bucket - 2]);
      return targets.map(fromTarget);
    },
    async read(subject) {
      const entries = await readOne(subject);
      return withLinked(entries, (id) => readOne({ clientId: subject.clientId, id }));
    },
  };
};
