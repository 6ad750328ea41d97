/** The matrix of outages, with and without an idempotency key and a read by cart: no cart is booked twice, no outcome is false. */
import { afterAll, describe, expect, test } from 'vitest';
import { startRedisServer } from '../../../write-guard/test/support/redis.ts';
import { type Row, rows } from '../outage/rows.ts';
import { createStory, type Story } from '../outage/story.ts';
import { type LookUpMode, startOutageWorld } from '../outage/world.ts';

const lookUps: readonly LookUpMode[] = ['by_cart', 'none'];
const lines: string[] = [];

const cellOf = async (story: Story): Promise<string> => {
  const told = story.asked.map(({ status, outcome }) => `${status ?? '-'}${outcome?.charAt(0) ?? ''}`);
  // A story of many polls is told by its ends.
  const short = told.length > 6 ? [...told.slice(0, 3), '…', ...told.slice(-2)] : told;
  return `${story.asked.at(-1)?.executions ?? 0}× ${short.join(' ')}`;
};

const playRow = async (row: Row, lookUp: LookUpMode): Promise<void> => {
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
    for (const story of stories) {
      lines.push(
        `| ${row.name} | ${lookUp} | ${story.isKeyed ? 'key' : 'no key'} | ${await cellOf(story)} |`,
      );
      expect(await story.faults(), JSON.stringify(story.asked)).toEqual([]);
    }
    const booked = stories.filter((story) => (story.asked.at(-1)?.executions ?? 0) > 0).length;
    if (row.books === 'all') expect(booked).toBe(stories.length);
    if (row.books === 'none') expect(booked).toBe(0);
  } finally {
    await world.close();
    for (const server of [...servers, journal]) await server.remove();
  }
};

describe.each(rows)('$name', (row) => {
  test.concurrent.each(lookUps)(
    'books no cart twice and tells no lie, with and without a key, look-up %s',
    (lookUp) => playRow(row, lookUp),
  );
});

afterAll(() => {
  console.info(
    [
      'Reserves at 12go, and each answer: status and the first letter of its outcome (e, n, u)',
      '| outage | look-up | | story |',
      ...lines,
    ].join('\n'),
  );
});
