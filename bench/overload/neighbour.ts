/** O2: a quiet client beside one that asks twenty times as much as it may. */
import { type Figure, show } from '../figures.ts';
import { isQuick, say } from '../options.ts';
import { type Gateway, limited, type Scene } from './scene.ts';
import { search, showStatuses } from './searches.ts';

const seconds = isQuick ? 2 : 20;
const quietPerSecond = 5;
const noisyTimes = 20;

/** Asks alone, then beside the other. */
export const measureNeighbour = async (_scene: Scene, gateway: Gateway): Promise<Figure[]> => {
  const { quiet, noisy } = limited;
  const asking = { seconds, perSecond: quietPerSecond, client: quiet.id };
  const perSecond = (noisyTimes * noisy.searchesPerMin) / 60;
  say(`a quiet client alone, then beside one that asks ${show(perSecond)} times a second`);
  const alone = await search(gateway, asking);
  const [beside, crowd] = await Promise.all([
    search(gateway, asking),
    search(gateway, { seconds, perSecond, client: noisy.id }),
  ]);
  const admitted = crowd.statuses['200'] ?? 0;
  return [
    {
      id: 'O2',
      name: 'Search p99 of a quiet client, beside a noisy one ÷ alone',
      value: beside.p99Ms / alone.p99Ms,
      aim: { at_most: 1.2 },
      raw: `${show(beside.p50Ms)} / ${show(beside.p99Ms)} and ${show(alone.p50Ms)} / ${show(alone.p99Ms)} ms; ${showStatuses(beside.statuses)}`,
    },
    {
      id: 'O2',
      name: 'Searches of the noisy one admitted ÷ its limit',
      value: admitted / Math.min(noisy.searchesPerMin, perSecond * seconds),
      aim: { at_most: 1.02 },
      raw: `${showStatuses(crowd.statuses)}; limit ${noisy.searchesPerMin} a minute`,
    },
  ];
};
