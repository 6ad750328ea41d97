/** P15: what a request costs gateways when there are two and four of them on one Redis. */
import { createRedis, untilReady } from '../../packages/write-guard/src/redis/index.ts';
import { withRedis } from '../../scripts/redis.mjs';
import { type Figure, median, show } from '../figures.ts';
import { loadServer, pinToLoad, type Server } from '../measure.ts';
import { connections, isQuick, say } from '../options.ts';
import { gatewayBooking, gatewaySearch, headers } from '../plan.ts';
import type { Stage } from '../stage.ts';
import { costsOf, inTurns, ratioOf } from './turns.ts';
import { startIn, type Worlds } from './worlds.ts';

const rounds = isQuick ? 1 : 5;
/** Of each gateway, before anything counts and in every turn; on a busy machine they take longer, and count as much. */
const [requestsBefore, requestsATurn] = isQuick ? [300, 100] : [1_000, 300];
const seconds = 20;

/** Gateways that know of each other by what they keep in one Redis. */
type Fleet = readonly Server[];

const asked = [
  { what: 'search of 10 trips', path: gatewaySearch(10) },
  { what: 'booking details', path: gatewayBooking },
] as const;

/** On the core that the gateways have not. */
const moveRedisAside = async (url: string): Promise<void> => {
  const redis = createRedis({ url });
  await untilReady(redis, 2_000);
  pinToLoad(Number(/process_id:(\d+)/.exec(await redis.info('server'))?.[1]));
  redis.disconnect();
};

const startFleet = (
  stage: Stage,
  worlds: Worlds,
  { url, size }: { url: string; size: number },
): Promise<Fleet> =>
  Promise.all(
    Array.from({ length: size }, () =>
      startIn(stage, worlds.named.few, {
        STORE: 'redis',
        REDIS_URL: `${url}/0`,
        REDIS_KEY_PREFIX: `fleet-${size}:`,
      }),
    ),
  );

/**
 * CPU of a request, whoever of the fleet answered it. They are asked one after the other, each as much as one that is alone: at once,
 * on the core that they share, they would also pay for taking it from each other, and that is not what Redis makes them pay.
 */
const loadFleet = async (fleet: Fleet, path: string, requests: number): Promise<number> => {
  const costsMs: number[] = [];
  for (const gateway of fleet) {
    const run = await loadServer(gateway, { path, headers, connections, seconds, requests });
    costsMs.push(run.cpuMsPerRequest);
  }
  return costsMs.reduce((sum, ms) => sum + ms, 0) / fleet.length;
};

const compareFleets = async ([one, two, four]: readonly [Fleet, Fleet, Fleet]): Promise<Figure[]> => {
  const figures: Figure[] = [];
  for (const { what, path } of asked) {
    for (const fleet of [one, two, four]) await loadFleet(fleet, path, requestsBefore);
    const costs = await inTurns(rounds, {
      one: () => loadFleet(one, path, requestsATurn),
      two: () => loadFleet(two, path, requestsATurn),
      four: () => loadFleet(four, path, requestsATurn),
    });
    const oneMs = costsOf(costs, 'one');
    for (const [name, count] of [
      ['two', 2],
      ['four', 4],
    ] as const) {
      const moreMs = costsOf(costs, name);
      figures.push({
        id: 'P15',
        name: `Throughput per core of ${count} gateways on one Redis ÷ of 1, ${what}`,
        value: ratioOf(oneMs, moreMs),
        aim: { at_least: 0.95 },
        raw: `${show(median(moreMs))} and ${show(median(oneMs))} ms CPU; one after the other on one core`,
      });
    }
  }
  return figures;
};

export const measureGateways = async (stage: Stage, worlds: Worlds): Promise<Figure[]> => {
  say('two and four gateways on one Redis');
  return withRedis(async ({ url }) => {
    await moveRedisAside(url);
    const start = (size: number): Promise<Fleet> => startFleet(stage, worlds, { url, size });
    const fleets = [await start(1), await start(2), await start(4)] as const;
    const figures = await compareFleets(fleets);
    for (const gateway of fleets.flat()) await gateway.stop();
    return figures;
  });
};
