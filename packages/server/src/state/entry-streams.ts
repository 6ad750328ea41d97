/** Append-only streams of texts, bounded in number, length and life: one stream per key in Redis, or in process memory. */
import { defineScript } from '@partner-gateway/write-guard/redis';
import type { Redis } from 'ioredis';
import { orUnreachable } from './or-unreachable.ts';

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

/** Every stream by its end, so that they are counted without a scan. */
const indexKey = 'journal-index';

/**
 * KEYS: 1 stream, 2 index, 3 how many outsiders' entries the stream has taken. ARGV: 1 text, 2 life, 3 most entries,
 * 4 most streams, 5 most outsiders' entries, empty when it is none. XADD is the first to write: where memory is short it is
 * refused, and nothing has changed then.
 */
const appendLua = `
local function text(n) return string.format('%.0f', n) end
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local isKnown, isOutsider = redis.call('EXISTS', KEYS[1]) == 1, ARGV[5] ~= ''
if isOutsider then
  local taken = tonumber(redis.call('GET', KEYS[3]) or '0')
  if not isKnown or taken >= tonumber(ARGV[5]) then return { 'left_out' } end
elseif not isKnown and redis.call('ZCOUNT', KEYS[2], '(' .. text(now), '+inf') >= tonumber(ARGV[4]) then
  return { 'full' }
end
redis.call('XADD', KEYS[1], 'MAXLEN', '~', ARGV[3], '*', 'entry', ARGV[1])
if isOutsider then
  redis.call('INCR', KEYS[3])
  redis.call('PEXPIRE', KEYS[3], math.max(1, redis.call('PTTL', KEYS[1])))
  return { 'appended' }
end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
redis.call('PEXPIRE', KEYS[3], ARGV[2])
redis.call('ZADD', KEYS[2], text(now + tonumber(ARGV[2])), KEYS[1])
local ended = redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', text(now), 'LIMIT', 0, 100)
if #ended > 0 then redis.call('ZREM', KEYS[2], unpack(ended)) end
if redis.call('PTTL', KEYS[2]) < tonumber(ARGV[2]) then redis.call('PEXPIRE', KEYS[2], ARGV[2]) end
return { 'appended' }
`;

const isOutOfMemory = (error: unknown): boolean => error instanceof Error && /\bOOM\b/.test(error.message);

/**
 * @example
 * const streams = createRedisEntryStreams(redis);
 * await streams.append('journal:acme:8451207', '{}', { lifeMs: 60_000, entriesMax: 500, streamsMax: 1_000 });
 */
export const createRedisEntryStreams = (redis: Redis): EntryStreams => {
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
      const [appended] = await orUnreachable(reply);
      return appended as Appended;
    },
    async read(key) {
      const rows = await orUnreachable(redis.xrange(key, '-', '+'));
      return rows.map(([, [, text]]) => text ?? '');
    },
  };
};

type Stream = { texts: string[]; readonly expiresAtMs: number; outsiders: number };

/** Beyond this many streams in one process the ones that were written to least recently go first. */
const streamsInMemoryMax = 10_000;

/** Creates an empty set of streams; see {@link EntryStreams}. `nowMs` defaults to the wall clock. */
export const createMemoryEntryStreams = (nowMs: () => number = Date.now): EntryStreams => {
  // In the order of their last entries, and so of their ends.
  const streams = new Map<string, Stream>();

  const dropEnded = (): void => {
    for (const [key, { expiresAtMs }] of streams) {
      if (expiresAtMs > nowMs()) return;
      streams.delete(key);
    }
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
    dropEnded();
    const known = streamOf(key);
    if (known === undefined && streams.size >= bounds.streamsMax) return 'full';
    const texts = [...(known?.texts ?? []), text].slice(-bounds.entriesMax);
    streams.delete(key);
    streams.set(key, { texts, expiresAtMs: nowMs() + bounds.lifeMs, outsiders: known?.outsiders ?? 0 });
    const [oldest] = streams.keys();
    if (streams.size > streamsInMemoryMax && oldest !== undefined) streams.delete(oldest);
    return 'appended';
  };

  return {
    append: (key, text, bounds) =>
      Promise.resolve((bounds.outsidersMax === undefined ? appendOwn : appendOutsiders)(key, text, bounds)),
    read: (key) => Promise.resolve(streamOf(key)?.texts ?? []),
  };
};
