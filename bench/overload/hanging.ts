/** O4: searches of 12go hang for half a minute at a hundred a second, and bookings go another way. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Figure, show } from '../figures.ts';
import { isQuick, say } from '../options.ts';
import { bookAtRate } from './bookings.ts';
import type { Gateway, Scene } from './scene.ts';
import { search, showStatuses, watch } from './searches.ts';

const [calmSeconds, hangingSeconds] = isQuick ? [2, 2] : [10, 30];
const searchesPerSecond = 100;
const cartsPerSecond = 5;
/** What hangs is given up after this. */
const graceMs = isQuick ? 0 : 12_000;

const both = async (gateway: Gateway, seconds: number) => {
  const [searched, booked] = await Promise.all([
    search(gateway, { seconds, perSecond: searchesPerSecond }),
    bookAtRate(gateway.port, cartsPerSecond, seconds),
  ]);
  return { searched, booked };
};

/** Lets 12go hang. */
export const measureHanging = async (scene: Scene, gateway: Gateway): Promise<Figure[]> => {
  say('searches of 12go hang');
  const calm = await both(gateway, calmSeconds);
  const rssBefore = gateway.rssMib() ?? Number.NaN;
  await scene.twelveGo('search=hanging&reset=1');
  let hung: Awaited<ReturnType<typeof both>> | undefined;
  const samples = await watch(
    async () => ({
      rssMib: gateway.rssMib() ?? Number.NaN,
      delayMs: await gateway.metric('gateway_event_loop_delay'),
    }),
    500,
    async () => {
      hung = await both(gateway, hangingSeconds);
    },
  );
  const { mostOpen } = await scene.twelveGo('search=well');
  if (hung === undefined) throw new Error('nothing ran');
  await sleep(graceMs);
  const rssMost = Math.max(...samples.map(({ value }) => value.rssMib));
  const delayMost = Math.max(...samples.map(({ value }) => value.delayMs));
  const answered = `searches ${showStatuses(hung.searched.statuses)}; ${showStatuses(hung.booked.steps)}`;
  return [
    {
      id: 'O4',
      name: 'Connections to 12go while searches hang',
      value: mostOpen,
      aim: { at_most: 50 },
      raw: answered,
    },
    {
      id: 'O4',
      name: 'RSS at most, over what it was before',
      value: rssMost - rssBefore,
      unit: 'MiB',
      aim: { at_most: 40 },
      raw: `${show(rssBefore)} and ${show(rssMost)} MiB; loop delay at most ${show(delayMost)} ms`,
    },
    {
      id: 'O4',
      name: 'Create p99, while searches hang ÷ before',
      value: hung.booked.createP99Ms / calm.booked.createP99Ms,
      aim: { at_most: 1.5 },
      raw: `${show(hung.booked.createP50Ms)} / ${show(hung.booked.createP99Ms)} and ${show(calm.booked.createP50Ms)} / ${show(calm.booked.createP99Ms)} ms; confirmed ${hung.booked.confirmed} of ${hung.booked.asked}`,
    },
  ];
};
