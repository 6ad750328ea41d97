/** P15: what it costs to note a step of a booking and to read its story, as the journal and the story grow. */
import { randomUUID } from 'node:crypto';
import {
  type BookingJournal,
  createBookingJournal,
  createMemoryEntryStreams,
  createMemoryPointers,
  createRedisEntryStreams,
  createRedisPointers,
} from '../../packages/journal/src/index.ts';
import { createRedis, untilReady } from '../../packages/write-guard/src/redis/index.ts';
import { withRedis } from '../../scripts/redis.mjs';
import { type Figure, median, show } from '../figures.ts';
import { isQuick, say } from '../options.ts';
import { costsOf, exponentOf, inTurns, microsecondsOf, ratioOf } from './turns.ts';

/** A journal in one of the stores, empty, and how it is let go. */
type Made = { readonly journal: BookingJournal; readonly end: () => void };
type Make = () => Promise<Made>;

/** Bookings that a journal has, and how many entries each. */
type Filled = { readonly bookings: number; readonly entries: number };

const rounds = isQuick ? 5 : 41;
const perTurn = 20;
const [fewEvents, manyEvents] = [10, 100];
/** So many appends wait for their store at once while a journal is filled. */
const atOnce = 500;

const subjectOf = (index: number) => ({ clientId: 'bench', id: `booking-${index}` });
const detail = { operation: 'reserve', outcome: 'executed', latencyMs: 812, correlationId: '9c1f-search-77' };

const fill = async (journal: BookingJournal, { bookings, entries }: Filled): Promise<void> => {
  for (let from = 0; from < bookings; from += atOnce)
    for (let entry = 0; entry < entries; entry += 1)
      await Promise.all(
        Array.from({ length: Math.min(atOnce, bookings - from) }, (_, index) =>
          journal.append(subjectOf(from + index), 'upstream_call', detail),
        ),
      );
};

/** A step noted and the story read, of bookings that had `entries` before. */
const noteAndRead = (journal: BookingJournal, entries: number, first: number) => (index: number) => {
  const subject = subjectOf(first + index);
  return journal
    .append(subject, 'answer', detail)
    .then(() => journal.read(subject))
    .then(({ length }) => {
      if (length !== entries + 1) throw new Error(`a story of ${entries + 1} entries has ${length}`);
    });
};

/** Every turn takes other bookings, so that no story is longer than another; a journal without any left is made anew. */
const turnOf = async (make: Make, { bookings, entries }: Filled) => {
  const filled = async (): Promise<Made> => {
    const made = await make();
    await fill(made.journal, { bookings, entries });
    return made;
  };
  let made = await filled();
  let taken = 0;
  return {
    async turn(): Promise<number> {
      if (taken + perTurn > bookings) {
        made.end();
        [made, taken] = [await filled(), 0];
      }
      const first = taken;
      taken += perTurn;
      return microsecondsOf(perTurn, noteAndRead(made.journal, entries, first));
    },
    end: () => made.end(),
  };
};

const contest = async (make: Make, few: Filled, many: Filled) => {
  const contestants = { few: await turnOf(make, few), many: await turnOf(make, many) };
  const costs = await inTurns(rounds, { few: contestants.few.turn, many: contestants.many.turn });
  for (const { end } of Object.values(contestants)) end();
  const [fewUs, manyUs] = [costsOf(costs, 'few'), costsOf(costs, 'many')];
  return {
    fewUs: median(fewUs),
    manyUs: median(manyUs),
    ratio: ratioOf(manyUs, fewUs),
    raw: `${show(median(manyUs))} and ${show(median(fewUs))} µs`,
  };
};

const recordsOf = ({ bookings, entries }: Filled): string =>
  `${bookings * entries} records (${bookings} bookings)`;

const measureIn = async (
  place: string,
  make: Make,
  [few, many]: readonly [Filled, Filled],
): Promise<Figure[]> => {
  say(`a journal of ${recordsOf(many)} ${place}`);
  const byBookings = await contest(make, few, many);
  const byEvents = await contest(
    make,
    { bookings: 500, entries: fewEvents },
    { bookings: 500, entries: manyEvents },
  );
  return [
    {
      id: 'P15',
      name: `Noting a step and reading its booking ${place}, ${recordsOf(many)} ÷ ${recordsOf(few)}`,
      value: byBookings.ratio,
      aim: { at_most: 1.05 },
      raw: byBookings.raw,
    },
    {
      id: 'P15',
      name: `The same, exponent over the booking’s own events, ${fewEvents} to ${manyEvents}`,
      value: exponentOf(
        { size: fewEvents, cost: byEvents.fewUs },
        { size: manyEvents, cost: byEvents.manyUs },
      ),
      aim: { at_most: 1.05 },
      raw: byEvents.raw,
    },
  ];
};

const inMemory: Make = () =>
  Promise.resolve({
    journal: createBookingJournal({
      streams: createMemoryEntryStreams(),
      pointers: createMemoryPointers(),
    }),
    end: () => {},
  });

const onRedis =
  (url: string): Make =>
  async () => {
    const redis = createRedis({ url, keyPrefix: `bench-${randomUUID()}:` });
    await untilReady(redis, 2_000);
    const store = { streams: createRedisEntryStreams(redis), pointers: createRedisPointers(redis) };
    return { journal: createBookingJournal(store), end: () => redis.disconnect() };
  };

/** A journal in memory has room for 10,000 stories. */
const sizesInMemory = [
  { bookings: 100, entries: 10 },
  { bookings: isQuick ? 1_000 : 10_000, entries: 10 },
] as const;
const sizesInRedis = [
  { bookings: 1_000, entries: 1 },
  { bookings: isQuick ? 10_000 : 100_000, entries: 1 },
] as const;

export const measureJournal = async (): Promise<Figure[]> => {
  const figures = await measureIn('in memory', inMemory, sizesInMemory);
  await withRedis(async ({ url }) => {
    figures.push(...(await measureIn('in Redis', onRedis(url), sizesInRedis)));
    return { code: 0 };
  });
  return figures;
};
