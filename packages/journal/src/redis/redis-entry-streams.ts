/** The streams in Redis, one for each key. */
import { defineScript, orUnavailable, type RedisClient } from '@partner-gateway/write-guard/redis';
import type { Appended, EntryStreams } from '../entry-streams.ts';
import { isOutOfMemory } from './out-of-memory.ts';
import { appendLua, indexKey } from './stream.lua.ts';

/**
 * @example
 * const streams = createRedisEntryStreams(redis);
 * await streams.append('journal:acme:8451207', '{}', { lifeMs: 60_000, entriesMax: 500, streamsMax: 1_000 });
 */
export const createRedisEntryStreams = (redis: RedisClient): EntryStreams => {
  const append = defineScript(redis, 'stream_append', { numberOfKeys: 3, lua: appendLua });
  return {
    async append(key, text, { lifeMs, entriesMax, streamsMax, outsidersMax = '' }) {
      const keys = [key, indexKey, `${key}:outsiders`];
      const reply = append(keys, [text, lifeMs, entriesMax, streamsMax, outsidersMax]).catch(
        (error: unknown) => {
          if (isOutOfMemory(error)) return ['full'];
          throw error;
        },
      );
      const [appended] = await orUnavailable(reply);
      return appended as Appended;
    },
    async read(key) {
      const rows = await orUnavailable(redis.xrange(key, '-', '+'));
      return rows.map(([, [, text]]) => text ?? '');
    },
  };
};
