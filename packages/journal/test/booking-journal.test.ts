/** What the booking journal promises, on Redis and in memory alike: the story in order, no personal data, never a failure. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { createRedis } from '@partner-gateway/write-guard/redis';
import type { Redis } from 'ioredis';
import { afterAll, describe, expect, it } from 'vitest';
import { startRedisServer, untilReady } from '../../write-guard/test/support/redis.ts';
import { useSharedRedis } from '../../write-guard/test/support/shared-redis.ts';
import {
  type BookingJournal,
  createBookingJournal,
  createMemoryEntryStreams,
  createMemoryPointers,
  createRedisEntryStreams,
  createRedisPointers,
  type JournalOptions,
  type JournalStore,
  journalEntriesMax,
  outsideEntriesMax,
  pointerName,
} from '../src/index.ts';

const sharedRedis = useSharedRedis();

/** Every journal counts its own stories. */
const ownRedis: Redis[] = [];
const openRedis = async (): Promise<Redis> => {
  const redis = sharedRedis().duplicate({ keyPrefix: `test:${randomUUID().slice(0, 8)}:` });
  ownRedis.push(redis);
  await untilReady(redis);
  return redis;
};
afterAll(() => {
  for (const redis of ownRedis) redis.disconnect();
});

const inMemory = (): JournalStore => ({
  streams: createMemoryEntryStreams(),
  pointers: createMemoryPointers(),
});
const onRedis = (redis: Redis): JournalStore => ({
  streams: createRedisEntryStreams(redis),
  pointers: createRedisPointers(redis),
});

const newStory = (id = '8451207') => ({ clientId: randomUUID(), id });

// Some of them wait, each for stories of its own.
describe.concurrent.each<[string, (options?: JournalOptions) => Promise<BookingJournal>]>([
  ['in memory', async (options) => createBookingJournal(inMemory(), options)],
  ['on Redis', async (options) => createBookingJournal(onRedis(await openRedis()), options)],
])('the booking journal %s', (_name, createJournal) => {
  it('tells the steps in the order they were written', async () => {
    let nowMs = 1_000;
    const journal = await createJournal({ nowMs: () => nowMs });
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
    const journal = await createJournal();
    const booking = newStory();
    const attempt = { ...booking, id: 'c8Kq2Zt1' };
    await journal.append(attempt, 'guard', { state: 'CLAIMED' });
    await journal.append(attempt, 'guard', { state: 'SENDING' });
    await sleep(2);
    await journal.link(attempt, booking.id);
    const steps = (await journal.read(booking)).map(
      ({ step, detail }) => `${step} ${detail.state ?? detail.attempt ?? detail.booking}`,
    );
    expect(steps.slice(0, 2)).toEqual(['guard CLAIMED', 'guard SENDING']);
    expect(steps.slice(2).toSorted()).toEqual(['linked 8451207', 'linked c8Kq2Zt1']);
  });

  it('is found by every name it was given, and tells a name to nobody else', async () => {
    const journal = await createJournal();
    const [first, second] = [newStory('c8Kq2Zt1'), newStory('8451207')];
    const shared = pointerName('correlation', 'nightly-batch');
    await journal.point(first, [shared, pointerName('key', 'order/17 of Jane')]);
    await journal.point(second, [shared]);
    await journal.point(second, [shared]);
    expect(await journal.find([pointerName('key', 'order/17 of Jane')])).toEqual([first]);
    expect(await journal.find([shared])).toEqual([first, second]);
    expect(await journal.find([pointerName('request', 'nightly-batch')])).toEqual([]);
  });

  it('is found for as long as it lives, and then no more', async () => {
    let nowMs = Date.now();
    const journal = await createJournal({ nowMs: () => nowMs, lifeMs: 60_000 });
    const [story, name] = [newStory(), pointerName('correlation', 'c-1')];
    await journal.point(story, [name]);
    nowMs += 60_000;
    expect(await journal.find([name])).toEqual([story]);
    nowMs += 180_000;
    expect(await journal.find([name])).toEqual([]);
  });

  it('takes no more names than it has room for, and says so', async () => {
    const dropped: string[] = [];
    const journal = await createJournal({ storiesMax: 1, onDropped: (reason) => dropped.push(reason) });
    const story = newStory();
    const names = ['1', '2', '3', '4', '5'].map((text) => pointerName('correlation', text));
    await journal.point(story, names);
    expect(dropped).toEqual(['full']);
    expect(await Promise.all(names.map((name) => journal.find([name])))).toEqual([
      ...names.slice(1).map(() => [story]),
      [],
    ]);
  });

  it('knows nothing of other clients and other bookings', async () => {
    const journal = await createJournal();
    const story = newStory();
    await journal.append(story, 'request');
    expect(await journal.read({ ...story, id: '1' })).toEqual([]);
    expect(await journal.read(newStory())).toEqual([]);
  });

  it('leaves out whatever reads like a text, an address or a phone number', async () => {
    const journal = await createJournal();
    const story = newStory();
    const personal = ['jane.doe@example.com', 'Jane Doe', '+66812345678', 'ด.ญ.', 'x'.repeat(101)];
    for (const reason of personal) await journal.append(story, 'answer', { reason, status: 409 });
    const entries = await journal.read(story);
    expect(entries.map(({ detail }) => detail)).toEqual(
      personal.map(() => ({ reason: '(left out)', status: 409 })),
    );
  });

  it('ends after its life', async () => {
    const journal = await createJournal({ lifeMs: 40 });
    const story = newStory();
    await journal.append(story, 'request');
    await sleep(60);
    expect(await journal.read(story)).toEqual([]);
  });

  it('does not grow without bounds', async () => {
    const journal = await createJournal();
    const story = newStory();
    const steps = Array.from({ length: journalEntriesMax * 2 }, () => journal.append(story, 'request'));
    await Promise.all(steps);
    const { length } = await journal.read(story);
    expect(length).toBeGreaterThanOrEqual(journalEntriesMax);
    expect(length).toBeLessThan(journalEntriesMax * 1.5);
  });

  it('begins no story beyond its quota, goes on with those it has, and has room again when one ends', async () => {
    const dropped: string[] = [];
    const journal = await createJournal({
      storiesMax: 2,
      lifeMs: 1_500,
      onDropped: (reason) => dropped.push(reason),
    });
    const [first, second, third] = [newStory(), newStory(), newStory()];
    for (const story of [first, second, third]) await journal.append(story, 'request');
    await journal.append(first, 'answer');
    expect(await journal.read(third)).toEqual([]);
    expect((await journal.read(first)).map(({ step }) => step)).toEqual(['request', 'answer']);
    expect(dropped).toEqual(['full']);
    await sleep(1_550);
    await journal.append(third, 'request');
    await journal.append(second, 'request');
    expect((await Promise.all([third, second].map(journal.read))).map(({ length }) => length)).toEqual([
      1, 1,
    ]);
    expect(dropped).toEqual(['full']);
  });

  it('begins no story for a notification, and drops nothing by that', async () => {
    const dropped: string[] = [];
    const journal = await createJournal({ onDropped: (reason) => dropped.push(reason) });
    const [known, unknown] = [newStory(), newStory()];
    await journal.append(known, 'linked', { attempt: 'c8Kq2Zt1' });
    for (const story of [known, unknown]) await journal.append(story, 'webhook_in', { event: 'bare' });
    expect((await journal.read(known)).map(({ step }) => step)).toEqual(['linked', 'webhook_in']);
    expect(await journal.read(unknown)).toEqual([]);
    expect(dropped).toEqual([]);
  });

  it('keeps the story of a booking whose number is guessed, however often it is sent', async () => {
    const journal = await createJournal();
    const story = newStory();
    await journal.append(story, 'request');
    const notify = () =>
      Promise.all(Array.from({ length: journalEntriesMax }, () => journal.append(story, 'webhook_in')));
    await notify();
    await journal.append(story, 'answer');
    await notify();
    const steps = (await journal.read(story)).map(({ step }) => step);
    expect(steps.filter((step) => step === 'webhook_in')).toHaveLength(outsideEntriesMax);
    expect(steps.filter((step) => step !== 'webhook_in')).toEqual(['request', 'answer']);
  });

  it('lets no notification lengthen the life of a story', async () => {
    const journal = await createJournal({ lifeMs: 200 });
    const story = newStory();
    await journal.append(story, 'request');
    for (let times = 0; times < 5; times += 1) {
      await sleep(50);
      await journal.append(story, 'webhook_in');
    }
    expect(await journal.read(story)).toEqual([]);
  });
});

it('everything the journal keeps in Redis has a life', async () => {
  const redis = await openRedis();
  const journal = createBookingJournal(onRedis(redis));
  const story = newStory();
  await journal.append(story, 'request');
  await journal.append(story, 'webhook_in');
  await journal.point(story, [pointerName('key', 'order-17')]);
  const bare = sharedRedis().duplicate({ keyPrefix: '' });
  ownRedis.push(bare);
  await untilReady(bare);
  const keys = await bare.keys(`${redis.options.keyPrefix}*`);
  expect(keys).toHaveLength(4);
  for (const key of keys) expect(await bare.pttl(key)).toBeGreaterThan(0);
});

it('an entry that Redis has no memory for is dropped as one too many, and changes nothing', async () => {
  const dropped: string[] = [];
  const server = await startRedisServer();
  const redis = createRedis({ url: server.url });
  await untilReady(redis);
  const journal = createBookingJournal(onRedis(redis), {
    onDropped: (reason) => dropped.push(reason),
  });
  const [known, other] = [newStory(), newStory()];
  await journal.append(known, 'request');
  await redis.config('SET', 'maxmemory', '1');
  for (const story of [known, other]) await journal.append(story, 'request');
  await journal.append(known, 'webhook_in');
  expect(dropped).toEqual(['full', 'full', 'full']);
  expect(await journal.read(known)).toHaveLength(1);
  expect(await redis.keys('*')).toHaveLength(2);
  redis.disconnect();
  await server.remove();
});

it('an entry that cannot be written is dropped and counted, and fails nothing', async () => {
  const dropped: string[] = [];
  const away = createRedis({ url: 'redis://127.0.0.1:1' });
  const journal = createBookingJournal(onRedis(away), {
    onDropped: (reason) => dropped.push(reason),
  });
  await journal.append(newStory(), 'request');
  expect(dropped).toEqual(['unreachable']);
  await expect(journal.read(newStory())).rejects.toMatchObject({ name: 'StoreUnavailable' });
  away.disconnect();
});
