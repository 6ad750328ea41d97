/** The flight recorder of bookings: one entry per step, kept for a week, without personal data. */
import type { EntryStreams } from '../state/entry-streams.ts';

export type JournalStep =
  | 'request'
  | 'guard'
  | 'upstream_call'
  | 'price'
  | 'seat_lock'
  | 'credit'
  | 'webhook_in'
  | 'webhook_out'
  | 'event'
  | 'answer'
  | 'linked';

/** The only things an entry may say: there is no name under which a passenger's data could be written. */
export type JournalField =
  | 'operation'
  | 'state'
  | 'outcome'
  | 'kind'
  | 'code'
  | 'status'
  | 'reason'
  | 'latencyMs'
  | 'attempt'
  | 'bookingId'
  | 'amount'
  | 'currency'
  | 'passengers'
  | 'seats'
  | 'fence'
  | 'guardedBy'
  | 'event'
  | 'operator'
  | 'correlationId'
  | 'traceId';

export type JournalDetail = Readonly<Partial<Record<JournalField, string | number | boolean>>>;
export type JournalEntry = {
  readonly atMs: number;
  readonly step: JournalStep;
  readonly detail: JournalDetail;
};

/** Whose story: a booking by its 12go id, or an attempt by its cart id while there is no booking yet. */
export type JournalSubject = { readonly clientId: string; readonly id: string };

export type BookingJournal = {
  /**
   * Never rejects and never fails a booking: an entry that cannot be written is dropped and counted. A `webhook_in` of a
   * booking without a story is left out, and so is one too many.
   */
  append(subject: JournalSubject, step: JournalStep, detail?: JournalDetail): Promise<void>;
  /** The entries in order, oldest first, with those of the attempt that a booking was linked to. */
  read(subject: JournalSubject): Promise<JournalEntry[]>;
};

export type JournalOptions = {
  /** Default 7 days from the last entry. */
  readonly lifeMs?: number;
  readonly nowMs?: () => number;
  /** Stories there may be at once, of attempts and of bookings. Default 50,000. */
  readonly storiesMax?: number;
  readonly onDropped?: (reason: DroppedFor) => void;
};

/** Why an entry was not kept: no room for another story, or a store that is away. */
export type DroppedFor = 'full' | 'unreachable';

const journalLifeMs = 7 * 24 * 60 * 60 * 1000;
const storiesDefault = 200_000;
export const journalEntriesMax = 500;
/** How many of a story's entries may be what strangers can cause. */
export const outsideEntriesMax = 50;

/** Anyone may send a notification for any number: such an entry only goes on with a story that this gateway began. */
const outsideSteps: ReadonlySet<JournalStep> = new Set(['webhook_in']);

/** Codes, ids, amounts and words joined by underscores; anything that reads like a text or an address is not. */
const safeText = /^[A-Za-z0-9._:=-]{0,100}$/;

const toSafeDetail = (detail: JournalDetail): JournalDetail =>
  Object.fromEntries(
    Object.entries(detail).map(([name, value]) => [
      name,
      typeof value !== 'string' || safeText.test(value) ? value : '(left out)',
    ]),
  );

/** Puts an attempt's story before that of the booking it became. */
const withLinked = async (
  entries: readonly JournalEntry[],
  readAttempt: (id: string) => Promise<JournalEntry[]>,
): Promise<JournalEntry[]> => {
  const attempts = entries
    .filter(({ step }) => step === 'linked')
    .map(({ detail }) => String(detail.attempt));
  const linked = await Promise.all([...new Set(attempts)].map(readAttempt));
  return [...linked.flat(), ...entries].sort((one, two) => one.atMs - two.atMs);
};

const toKey = ({ clientId, id }: JournalSubject): string =>
  `journal:${encodeURIComponent(clientId)}:${encodeURIComponent(id)}`;

/**
 * Keeps the journal in streams of the store.
 *
 * @example
 * const journal = createBookingJournal(createRedisEntryStreams(redis));
 * await journal.append({ clientId: 'acme', id: 'c8Kq2Zt1' }, 'upstream_call', { operation: 'reserve', latencyMs: 812 });
 * await journal.append({ clientId: 'acme', id: '8451207' }, 'linked', { attempt: 'c8Kq2Zt1' });
 */
export const createBookingJournal = (streams: EntryStreams, options: JournalOptions = {}): BookingJournal => {
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

  return {
    async append(subject, step, detail = {}) {
      const entry: JournalEntry = { atMs: nowMs(), step, detail: toSafeDetail(detail) };
      try {
        const appended = await streams.append(toKey(subject), JSON.stringify(entry), {
          lifeMs,
          entriesMax: journalEntriesMax,
          streamsMax: storiesMax,
          outsidersMax: outsideSteps.has(step) ? outsideEntriesMax : undefined,
        });
        if (appended === 'full') onDropped('full');
      } catch {
        onDropped('unreachable');
      }
    },
    async read(subject) {
      const entries = await readOne(subject);
      return withLinked(entries, (id) => readOne({ clientId: subject.clientId, id }));
    },
  };
};
