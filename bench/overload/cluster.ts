/** O3: four gateways on one Redis keep one limit together, a client's and that of all calls to 12go. */
import type { Figure } from '../figures.ts';
import type { LoadResult } from '../load.ts';
import { isQuick, say } from '../options.ts';
import { clientId } from '../plan.ts';
import { type Gateway, limited, type Scene } from './scene.ts';
import { search } from './searches.ts';

const instances = 4;
const [warmSeconds, clientSeconds, budgetSeconds] = isQuick ? [1, 2, 2] : [5, 31, 10];
const perSecondEach = 50;
/** Four programs that begin on one core would turn searches away for load. */
const warmPerSecondEach = 10;
const callsPerMin = 2_000;
/** A fifth is kept for bookings. */
const searchShare = 0.8;

const countOf = (runs: readonly LoadResult[], status: string): number =>
  runs.reduce((sum, { statuses }) => sum + (statuses[status] ?? 0), 0);

type Hammering = { readonly client: string; readonly seconds: number; readonly perSecond: number };

/** Everybody at once. */
const hammer = (gateways: readonly Gateway[], hammering: Hammering): Promise<LoadResult[]> =>
  Promise.all(gateways.map((gateway) => search(gateway, { ...hammering, isElsewhere: true })));

/** Starts them, and asks for a client with a limit, then for one without. */
export const measureCluster = async (scene: Scene): Promise<Figure[]> => {
  say(`${instances} gateways on one Redis`);
  // Limits of their own, of which nothing was used in the minute before.
  const changes = {
    INSTANCES: String(instances),
    TWELVEGO_CALLS_PER_MIN: String(callsPerMin),
    REDIS_KEY_PREFIX: 'cluster:',
  };
  const gateways = await Promise.all(Array.from({ length: instances }, () => scene.startGateway(changes)));
  await scene.twelveGo('reset=1');
  const warm = await hammer(gateways, {
    client: clientId,
    seconds: warmSeconds,
    perSecond: warmPerSecondEach,
  });
  const perSecond = perSecondEach;
  const ofClient = await hammer(gateways, { client: limited.spread.id, seconds: clientSeconds, perSecond });
  const ofAll = await hammer(gateways, { client: clientId, seconds: budgetSeconds, perSecond });
  const { searches } = await scene.twelveGo();
  for (const gateway of gateways) await gateway.stop();
  const admitted = countOf(ofClient, '200');
  const asked = instances * perSecondEach * budgetSeconds + admitted + countOf(warm, '200');
  return [
    {
      id: 'O3',
      name: 'Searches of a client admitted by four gateways ÷ its limit',
      value: admitted / Math.min(limited.spread.searchesPerMin, instances * perSecondEach * clientSeconds),
      aim: { at_most: 1.02 },
      raw: `${admitted} of ${limited.spread.searchesPerMin}, ${countOf(ofClient, '429')} refused, ${countOf(ofClient, '503')} for load`,
    },
    {
      id: 'O3',
      name: 'Calls to 12go by four gateways ÷ what searches may ask',
      value: searches / Math.min(callsPerMin * searchShare, asked),
      aim: { at_most: 1.02 },
      raw: `${searches} of ${callsPerMin * searchShare}, ${countOf(ofAll, '503')} refused`,
    },
  ];
};
