/** Append-only streams of texts, bounded in length and life; in Redis one stream per key. */
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
