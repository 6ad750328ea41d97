/** The flight recorder: the story of each booking, of requests that failed, and the ways to find them. */

export {
  type BookingJournal,
  createBookingJournal,
  type DroppedFor,
  type JournalOptions,
  type JournalStore,
  type JournalSubject,
  journalEntriesMax,
  journalLifeMs,
  outsideEntriesMax,
} from './booking-journal.ts';
export type { JournalDetail, JournalEntry, JournalField, JournalStep } from './entry.ts';
export {
  type Appended,
  createMemoryEntryStreams,
  type EntryStreams,
  type StreamBounds,
} from './entry-streams.ts';
export {
  createNotedRequests,
  type NotedKind,
  type NotedRequest,
  type NotedRequests,
  type NotedRequestsOptions,
  type NotedStep,
  notedMax,
  notedPerSecondMax,
} from './noted-requests.ts';
export {
  createMemoryPointers,
  type PointerKind,
  type PointerName,
  type Pointers,
  pointerKinds,
  pointerName,
} from './pointers.ts';
export { createRedisEntryStreams } from './redis/redis-entry-streams.ts';
export { createRedisPointers } from './redis/redis-pointers.ts';
