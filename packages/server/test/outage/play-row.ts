/** Plays one row of the matrix of outages on servers of its own, and judges what was told. */
import assert from 'node:assert/strict';
import { startRedisServer } from '../../../write-guard/test/support/redis.ts';
import type { Row } from './rows.ts';
import { createStory, type Story } from './story.ts';
import { type LookUpMode, startOutageWorld } from './world.ts';

/** Reserves at 12go, and each answer: its status and the first letter of its outcome. */
const cellOf = ({ asked }: Story): string => {
  const told = asked.map(({ status, outcome }) => `${status ?? '-'}${outcome?.charAt(0) ?? ''}`);
  // A story of many polls is told by its ends.
  const short = told.length > 6 ? [...told.slice(0, 3), '…', ...told.slice(-2)] : told;
  return `${asked.at(-1)?.executions ?? 0}× ${short.join(' ')}`;
};

export type PlayedStory = { readonly isKeyed: boolean; readonly cell: string };

/** Plays it with a key and without one. @throws AssertionError when a cart was booked twice, an answer was false, or nobody could book who should */
export const playRow = async (row: Row, lookUp: LookUpMode): Promise<readonly PlayedStory[]> => {
  const journal = await startRedisServer();
  const ground = await row.prepare();
  const { servers, redisPorts, environment } = ground;
  const world = await startOutageWorld({
    lookUp,
    redisPorts,
    journalUrl: `${journal.url}/1`,
    times: row.times,
    ...(environment && { environment }),
  });
  const stories = [true, false].map((isKeyed) => createStory(world, isKeyed));
  try {
    await row.play(world, stories, ground);
    for (const story of stories) assert.deepEqual(await story.faults(), [], JSON.stringify(story.asked));
    const booked = stories.filter((story) => (story.asked.at(-1)?.executions ?? 0) > 0).length;
    if (row.books === 'all') assert.equal(booked, stories.length, 'somebody could not book');
    if (row.books === 'none') assert.equal(booked, 0, 'somebody could book');
    return stories.map((story) => ({ isKeyed: story.isKeyed, cell: cellOf(story) }));
  } finally {
    await world.close();
    for (const server of [...servers, journal]) await server.remove();
  }
};
