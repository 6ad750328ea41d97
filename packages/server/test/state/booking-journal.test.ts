/** What the booking journal promises, on Redis and in memory alike: the story in order, no personal data, never a failure. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import {
  type BookingJournal,
  createBookingJournal,
  JOURNAL_ENTRIES_MAX,
  type JournalOptions,
} from '../../src/journal/booking-journal.ts';
import { createMemoryEntryStreams, createRedisEntryStreams } from '../../src/state/entry-streams.ts';
import { createRedis } from '../../src/state/redis.ts';
import { useSharedRedis } from '../support/shared-redis.ts';

const sharedRedis = useSharedRedis();

const newStory = (id = '8451207') => ({ clientId: randomUUID(), id });

describe.each<[string, (options?: JournalOptions) => BookingJournal]>([
  ['in memory', (options) => createBookingJournal(createMemoryEntryStreams(), options)],
  ['on Redis', (options) => createBookingJournal(createRedisEntryStreams(sharedRedis()), options)],
])('the booking journal %s', (_name, createJournal) => {
  it('tells the steps in the order they were written', async () => {
    let nowMs = 1_000;
    const journal = createJournal({ nowMs: () => nowMs });
    const story = newStory();
    await journal.append(story, 'request', { operation: 'confirm', correlationId: 'c-1' });
    nowMs = 1_001;
    await journal.append(story, 'upstream_call', {
      operation: 'confirm',
      latencyMs: 812,
      outcome: 'executed',
    });
    nowMs = 1_002;
    await journal.append(story, 'answer');
    expect(await journal.read(story)).toEqual([
      { atMs: 1_000, step: 'request', detail: { operation: 'confirm', correlationId: 'c-1' } },
      {
        atMs: 1_001,
        step: 'upstream_call',
        detail: { operation: 'confirm', latencyMs: 812, outcome: 'executed' },
      },
      { atMs: 1_002, step: 'answer', detail: {} },
    ]);
  });

  it('tells the story of the attempt that became the booking', async () => {
    const journal = createJournal();
    const booking = newStory();
    const attempt = { ...booking, id: 'c8Kq2Zt1' };
    await journal.append(attempt, 'guard', { state: 'CLAIMED' });
    await journal.append(attempt, 'guard', { state: 'SENDING' });
    await sleep(2);
    await journal.append(booking, 'linked', { attempt: attempt.id });
    const steps = (await journal.read(booking)).map(
      ({ step, detail }) => `${step} ${detail.state ?? detail.attempt}`,
    );
    expect(steps).toEqual(['guard CLAIMED', 'guard SENDING', 'linked c8Kq2Zt1']);
  });

  it('knows nothing of other clients and other bookings', async () => {
    const journal = createJournal();
    const story = newStory();
    await journal.append(story, 'request');
    expect(await journal.read({ ...story, id: '1' })).toEqual([]);
    expect(await journal.read(newStory())).toEqual([]);
  });

  it('leaves out whatever reads like a text, an address or a phone number', async () => {
    const journal = createJournal();
    const story = newStory();
    const personal = ['jane.doe@example.com', 'Jane Doe', '+66812345678', 'ด.ญ.', 'x'.repeat(101)];
    for (const reason of personal) await journal.append(story, 'answer', { reason, status: 409 });
    const entries = await journal.read(story);
    expect(entries.map(({ detail }) => detail)).toEqual(
      personal.map(() => ({ reason: '(left out)', status: 409 })),
    );
  });

  it('ends after its life', async () => {
    const journal = createJournal({ lifeMs: 40 });
    const story = newStory();
    await journal.append(story, 'request');
    await sleep(60);
    expect(await journal.read(story)).toEqual([]);
  });

  it('does not grow without bounds', async () => {
    const journal = createJournal();
    const story = newStory();
    const steps = Array.from({ length: JOURNAL_ENTRIES_MAX * 2 }, () => journal.append(story, 'request'));
    await Promise.all(steps);
    const { length } = await journal.read(story);
    expect(length).toBeGreaterThanOrEqual(JOURNAL_ENTRIES_MAX);
    expect(length).toBeLessThan(JOURNAL_ENTRIES_MAX * 1.5);
  });
});

it('an entry that cannot be written is dropped and counted, and fails nothing', async () => {
  let dropped = 0;
  const away = createRedis({ url: 'redis://127.0.0.1:1' });
  const journal = createBookingJournal(createRedisEntryStreams(away), { onDropped: () => dropped++ });
  await journal.append(newStory(), 'request');
  expect(dropped).toBe(1);
  await expect(journal.read(newStory())).rejects.toMatchObject({ name: 'StoreUnavailable' });
  away.disconnect();
});
