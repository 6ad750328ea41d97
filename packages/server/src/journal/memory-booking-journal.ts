/** The booking journal in process memory: one instance only; the conformance twin of the Redis one. */
import {
  type BookingJournal,
  JOURNAL_ENTRIES_MAX,
  JOURNAL_LIFE_MS,
  type JournalEntry,
  type JournalOptions,
  type JournalSubject,
  toSafeDetail,
  withLinked,
} from './booking-journal.ts';

type Story = { entries: JournalEntry[]; expiresAtMs: number };

/** Beyond this many stories the ones that were written to least recently go first. */
const STORIES_MAX = 10_000;

const nameOf = ({ clientId, id }: JournalSubject): string => JSON.stringify([clientId, id]);

/** Creates an empty journal; see {@link BookingJournal}. */
export const createMemoryBookingJournal = (options: JournalOptions = {}): BookingJournal => {
  const { lifeMs = JOURNAL_LIFE_MS, nowMs = Date.now } = options;
  const stories = new Map<string, Story>();

  const readOne = (subject: JournalSubject): JournalEntry[] => {
    const story = stories.get(nameOf(subject));
    return story !== undefined && story.expiresAtMs > nowMs() ? story.entries : [];
  };

  return {
    append(subject, step, detail = {}) {
      const entry: JournalEntry = { atMs: nowMs(), step, detail: toSafeDetail(detail) };
      const entries = [...readOne(subject), entry].slice(-JOURNAL_ENTRIES_MAX);
      stories.delete(nameOf(subject));
      stories.set(nameOf(subject), { entries, expiresAtMs: nowMs() + lifeMs });
      const [oldest] = stories.keys();
      if (stories.size > STORIES_MAX && oldest !== undefined) stories.delete(oldest);
      return Promise.resolve();
    },
    read: (subject) =>
      withLinked(readOne(subject), (id) => Promise.resolve(readOne({ clientId: subject.clientId, id }))),
  };
};
