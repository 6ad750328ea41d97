/** Append-only streams of texts, bounded in length and life: one stream per key in Redis, or in process memory. */

import type { Redis } from 'ioredis';
import { StoreUnavailable } from './write-store.ts';

export type StreamBounds = {
  /** From the last entry on. */
  lifeMs: number;
  /** The oldest go first; a store may keep somewhat more. */
  entriesMax: number;
};

/** Every call may throw `StoreUnavailable`. */
export type EntryStreams = {
  append(key: string, text: string, bounds: StreamBounds): Promise<void>;
  /** Oldest first. */
  read(key: string): Promise<string[]>;
};

/**
 * @example
 * const streams = createRedisEntryStreams(redis);
 * await streams.append('journal:acme:8451207', '{}', { lifeMs: 60_000, entriesMax: 500 });
 */
export const createRedisEntryStreams = (redis: Redis): EntryStreams => ({
  async append(key, text, { lifeMs, entriesMax }) {
    const results = await redis
      .pipeline()
      .xadd(key, 'MAXLEN', '~', entriesMax, '*', 'entry', text)
      .pexpire(key, lifeMs)
      .exec()
      .catch(() => undefined);
    if (results?.every(([error]) => error === null) !== true) throw new StoreUnavailable('unreachable');
  },
  async read(key) {
    const rows = await redis.xrange(key, '-', '+').catch(() => {
      throw new StoreUnavailable('unreachable');
    });
    return rows.map(([, [, text]]) => text ?? '');
  },
});

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
