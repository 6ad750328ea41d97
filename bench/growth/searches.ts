/** P15: what a search of ten trips costs with many clients, and with many stations, beside few of both. */
import { type Figure, median, show } from '../figures.ts';
import { loadServer, type Server } from '../measure.ts';
import { connections, isQuick, say, warmRequests } from '../options.ts';
import { clientId, gatewaySearch, headers } from '../plan.ts';
import type { Stage } from '../stage.ts';
import { costsOf, inTurns, ratioOf } from './turns.ts';
import { clientCounts, otherClients, startIn, stationCounts, type Worlds } from './worlds.ts';

const rounds = isQuick ? 1 : 7;
/** Of a turn: on a busy machine it takes longer, and counts as much. */
const requests = isQuick ? 300 : 800;
const seconds = 20;
const path = gatewaySearch(10);
const pathOf = (client: string): string => path.replace(`/${clientId}/`, `/${client}/`);

const allClients = [clientId, ...otherClients.map(({ id }) => id)];

/** Every round goes on with the clients that come next. */
const createSpread = () => {
  let from = 0;
  return (): readonly string[] => {
    from = (from + allClients.length / 10) % allClients.length;
    return [...allClients.slice(from), ...allClients.slice(0, from)].map(pathOf);
  };
};

const searchCpuMs = async (gateway: Server, [first = path, ...furtherPaths]: readonly string[]) => {
  const plan = { path: first, furtherPaths, headers, connections, seconds, requests };
  return (await loadServer(gateway, plan)).cpuMsPerRequest;
};

export const measureSearches = async (stage: Stage, worlds: Worlds): Promise<Figure[]> => {
  say(`searches with ${clientCounts[1]} clients, and with ${stationCounts[1]} stations`);
  const few = await startIn(stage, worlds.named.few);
  const clients = await startIn(stage, worlds.named.manyClients);
  const stations = await startIn(stage, worlds.named.manyStations);
  const gateways = [few, clients, stations];
  for (const gateway of gateways)
    await loadServer(gateway, {
      path,
      headers,
      connections,
      seconds: seconds * 4,
      requests: 2 * warmRequests,
    });
  const spread = createSpread();
  const costs = await inTurns(rounds, {
    few: () => searchCpuMs(few, [path]),
    clients: () => searchCpuMs(clients, spread()),
    stations: () => searchCpuMs(stations, [path]),
  });
  for (const gateway of gateways) await gateway.stop();
  const ms = costsOf(costs, 'few');
  const figure = (name: string, more: string): Figure => {
    const moreMs = costsOf(costs, name);
    return {
      id: 'P15',
      name: `CPU of a search of 10 trips, ${more}`,
      value: ratioOf(moreMs, ms),
      aim: { at_most: 1.05 },
      raw: `${show(median(moreMs))} and ${show(median(ms))} ms`,
    };
  };
  return [
    figure('clients', `${clientCounts[1]} clients who take turns ÷ 1`),
    figure('stations', `${stationCounts[1]} stations ÷ the sandbox's few`),
  ];
};
