/** Search answers in Redis: a line that says which putting it is, and the answer as JSON below it. */
import { hash } from 'node:crypto';
import type { SearchResult } from '@partner-gateway/twelvego-client';
import type { RedisClient } from '@partner-gateway/write-guard/redis';
import type { Entry, Kept, SearchShelf, SharedWork, Stamp } from '../shelf.ts';

/** Raised with the shape of `SearchResult`: an entry of another version is no entry. */
const shapeVersion = 2;

/** Maps as lists of entries, which JSON can hold. Reading that back costs 0.4 of reading 12go's own body again. */
const flatten = (result: SearchResult) => ({
  ...result,
  operators: [...result.operators],
  stations: [...result.stations],
  classes: [...result.classes],
});

type Flat = ReturnType<typeof flatten>;

const unflatten = (flat: Flat): SearchResult => ({
  ...flat,
  operators: new Map(flat.operators),
  stations: new Map(flat.stations),
  classes: new Map(flat.classes),
});

/** Version, time and digest of the answer: equal lines stand above equal answers, whichever instance wrote them. */
const linePattern = /^(\d+) (\d+) [0-9a-f]{64}$/;
const lineLengthMax = 96;

const print = ({ keptAtMs, results }: Entry): { readonly line: string; readonly text: string } => {
  const json = JSON.stringify(results.map(flatten));
  const line = `${shapeVersion} ${keptAtMs} ${hash('sha256', json)}`;
  return { line, text: `${line}\n${json}` };
};

/** Undefined for an entry of another version. */
const readLine = (text: string): Stamp | undefined => {
  const [name = ''] = text.slice(0, lineLengthMax).split('\n', 1);
  const [, version, keptAtMs] = linePattern.exec(name) ?? [];
  return version === String(shapeVersion) ? { name, keptAtMs: Number(keptAtMs) } : undefined;
};

const read = (text: string): Kept | undefined => {
  const stamp = readLine(text);
  if (stamp === undefined) return undefined;
  const flat = JSON.parse(text.slice(stamp.name.length + 1)) as readonly Flat[];
  return { ...stamp, results: flat.map(unflatten) };
};

const claimOf = (key: string, work: SharedWork): string => `${key}:${work}`;

const restMs = 1_000;

/** Entries in Redis. After a failure it is left alone for a second, so that a hanging server costs one search its timeout. */
export const createRedisShelf = (redis: RedisClient, nowMs: () => number): SearchShelf => {
  let failedAtMs = Number.NEGATIVE_INFINITY;
  /** No longer either when the clock was set back. */
  const rests = (): boolean => Math.abs(nowMs() - failedAtMs) < restMs;
  const guarded = async <Reply>(command: () => Promise<Reply>): Promise<Reply | undefined> => {
    if (rests()) return undefined;
    try {
      return await command();
    } catch {
      failedAtMs = nowMs();
      return undefined;
    }
  };
  return {
    level: 'redis',
    async get(key) {
      const text = await guarded(() => redis.get(key));
      return text == null ? undefined : read(text);
    },
    async stampOf(key) {
      const line = await guarded(() => redis.getrange(key, 0, lineLengthMax - 1));
      return line === undefined ? undefined : readLine(line);
    },
    async claim(key, work, lifeMs) {
      const reply = await guarded(() => redis.set(claimOf(key, work), '', 'PX', lifeMs, 'NX'));
      if (reply === undefined) return undefined;
      return reply === 'OK' ? 'mine' : 'taken';
    },
    async release(key) {
      await guarded(() => redis.del(claimOf(key, 'load')));
    },
    isClaimed: async (key) => (await guarded(() => redis.exists(claimOf(key, 'load')))) === 1,
    async put(key, entry, lifeMs) {
      const { line, text } = print(entry);
      const reply = await guarded(() => redis.set(key, text, 'PX', lifeMs));
      return reply === undefined ? undefined : line;
    },
  };
};
