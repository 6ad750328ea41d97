/** O1: searches at five times of what a core can answer, beside as many bookings as ever. */
import { type Figure, show } from '../figures.ts';
import { isQuick, say } from '../options.ts';
import { bookAtRate } from './bookings.ts';
import type { Gateway, Scene } from './scene.ts';
import { search, showStatuses, watch } from './searches.ts';

const cartsPerSecond = 10;
const [warmSeconds, mostSeconds, normalSeconds, floodSeconds] = isQuick ? [1, 1, 2, 2] : [6, 15, 15, 20];
const floodTimes = 5;
const normalShare = 0.5;

/** Searches and bookings side by side. */
const both = async (gateway: Gateway, seconds: number, perSecond?: number) => {
  const delaysMs: number[] = [];
  let searched: Awaited<ReturnType<typeof search>> | undefined;
  let booked: Awaited<ReturnType<typeof bookAtRate>> | undefined;
  const samples = await watch(
    () => gateway.metric('gateway_event_loop_delay'),
    500,
    async () => {
      [searched, booked] = await Promise.all([
        search(gateway, { seconds, perSecond, isElsewhere: true }),
        bookAtRate(gateway.port, cartsPerSecond, seconds),
      ]);
    },
  );
  delaysMs.push(...samples.map(({ value }) => value));
  if (searched === undefined || booked === undefined) throw new Error('nothing ran');
  return { searched, booked, delayMs: Math.max(...delaysMs) };
};

const tell = ({ searched, booked, delayMs }: Awaited<ReturnType<typeof both>>): string =>
  `searches ${showStatuses(searched.statuses)}; bookings ${booked.confirmed} of ${booked.asked}; create ${show(booked.createP50Ms)} / ${show(booked.createP99Ms)} ms; loop delay at most ${show(delayMs)} ms; ${showStatuses(booked.steps)}`;

/** Floods a gateway. */
export const measureFlood = async (scene: Scene, gateway: Gateway): Promise<Figure[]> => {
  say('the most of searches');
  await search(gateway, { seconds: warmSeconds });
  const busy = await both(gateway, mostSeconds);
  const { searched: most } = busy;
  say(tell(busy));
  say(`normal load: half of ${show(most.perSecond)} searches/s, ${cartsPerSecond} bookings/s`);
  const normal = await both(gateway, normalSeconds, most.perSecond * normalShare);
  say(tell(normal));
  say(`overload: ${floodTimes} times the most`);
  const executedBefore = await scene.reserves();
  const flood = await both(gateway, floodSeconds, most.perSecond * floodTimes);
  say(tell(flood));
  const executed = (await scene.reserves()) - executedBefore;
  const aim = isQuick ? undefined : ({ at_least: 99.9 } as const);
  return [
    {
      id: 'O1',
      name: 'Bookings confirmed at five times the most of searches',
      value: (100 * flood.booked.confirmed) / flood.booked.asked,
      unit: '%',
      aim,
      raw: `${tell(flood)}; ${executed} reserves executed`,
    },
    {
      id: 'O1',
      name: 'Create p99, overload ÷ the most of searches',
      value: flood.booked.createP99Ms / busy.booked.createP99Ms,
      aim: { at_most: 2 },
      raw: `at the most: ${tell(busy)}`,
    },
    {
      id: 'O1',
      name: 'Create p99, overload ÷ half of the most',
      value: flood.booked.createP99Ms / normal.booked.createP99Ms,
      aim: undefined,
      raw: `most ${show(most.perSecond)}/s; at half of it: ${tell(normal)}`,
    },
    {
      id: 'O1',
      name: 'Searches answered in overload ÷ the most',
      value: (flood.searched.statuses['200'] ?? 0) / flood.searched.seconds / most.perSecond,
      aim: undefined,
      raw: showStatuses(flood.searched.statuses),
    },
  ];
};
