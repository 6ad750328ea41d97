/** Append-only streams of texts, bounded in number, length and life: what they promise, and they in process memory. */
import { createFront } from './front.ts';

export type StreamBounds = {
  /** From the last entry on, outsiders' not counted. */
  readonly lifeMs: number;
  /** The oldest go first; a store may keep somewhat more. */
  readonly entriesMax: number;
  /** While there are so many streams, no other one is begun. */
  readonly streamsMax: number;
  /**
   * Makes the entry an outsider's: it never begins a stream nor lengthens its life, and this many are taken in all of a
   * stream's life, so that they cannot push out the other entries.
   */
  readonly outsidersMax?: number | undefined;
};

/** `full`: there is no room for another stream. `left_out`: an outsider's entry that no stream waits for. */
export type Appended = 'appended' | 'full' | 'left_out';

/** Every call may throw `StoreUnavailable`. */
export type EntryStreams = {
  append(key: string, text: string, bounds: StreamBounds): Promise<Appended>;
  /** Oldest first. */
  read(key: string): Promise<string[]>;
};

type Stream = { texts: string[]; readonly expiresAtMs: number; outsiders: number };

/** Beyond this many streams in one process the ones that were written to least recently go first. */
const streamsInMemoryMax = 10_000;

/** Creates an empty set of streams; see {@link EntryStreams}. `nowMs` defaults to the wall clock. */
export const createMemoryEntryStreams = (nowMs: () => number = Date.now): EntryStreams => {
  // In the order of their last entries, and so of their ends.
  const streams = new Map<string, Stream>();
  const oldest = createFront(streams);

  const dropOldestWhile = (isTooOld: (stream: Stream) => boolean): void => {
    for (let first = oldest(); first !== undefined && isTooOld(first[1]); first = oldest())
      streams.delete(first[0]);
  };

  const streamOf = (key: string): Stream | undefined => {
    const stream = streams.get(key);
    return stream !== undefined && stream.expiresAtMs > nowMs() ? stream : undefined;
  };

  const appendOutsiders = (key: string, text: string, bounds: StreamBounds): Appended => {
    const stream = streamOf(key);
    if (stream === undefined || stream.outsiders >= (bounds.outsidersMax ?? 0)) return 'left_out';
    stream.outsiders += 1;
    stream.texts = [...stream.texts, text].slice(-bounds.entriesMax);
    return 'appended';
  };

  const appendOwn = (key: string, text: string, bounds: StreamBounds): Appended => {
    dropOldestWhile(({ expiresAtMs }) => expiresAtMs <= nowMs());
    const known = streamOf(key);
    if (known === undefined && streams.size >= bounds.streamsMax) return 'full';
    const texts = [...(known?.texts ?? []), text].slice(-bounds.entriesMax);
    streams.delete(key);
    streams.set(key, { texts, expiresAtMs: nowMs() + bounds.lifeMs, outsiders: known?.outsiders ?? 0 });
    dropOldestWhile(() => streams.size > streamsInMemoryMax);
    return 'appended';
  };

  return {
    append: (key, text, bounds) =>
      Promise.resolve((bounds.outsidersMax === undefined ? appendOwn : appendOutsiders)(key, text, bounds)),
    read: (key) => Promise.resolve(streamOf(key)?.texts ?? []),
  };
};
