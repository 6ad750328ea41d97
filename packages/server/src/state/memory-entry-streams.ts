/** Streams of texts in process memory: one instance only; the conformance twin of the Redis ones. */
import type { EntryStreams } from './entry-streams.ts';

type Stream = { texts: string[]; expiresAtMs: number };

/** Beyond this many streams the ones that were written to least recently go first. */
const STREAMS_MAX = 10_000;

/** Creates an empty set of streams; see {@link EntryStreams}. `nowMs` defaults to the wall clock. */
export const createMemoryEntryStreams = (nowMs: () => number = Date.now): EntryStreams => {
  const streams = new Map<string, Stream>();

  const textsOf = (key: string): string[] => {
    const stream = streams.get(key);
    return stream !== undefined && stream.expiresAtMs > nowMs() ? stream.texts : [];
  };

  return {
    append(key, text, { lifeMs, entriesMax }) {
      const texts = [...textsOf(key), text].slice(-entriesMax);
      // Deleted first, so that the map's order is that of the last writes.
      streams.delete(key);
      streams.set(key, { texts, expiresAtMs: nowMs() + lifeMs });
      const [oldest] = streams.keys();
      if (streams.size > STREAMS_MAX && oldest !== undefined) streams.delete(oldest);
      return Promise.resolve();
    },
    read: (key) => Promise.resolve(textsOf(key)),
  };
};
