/** P2h: searches that were asked for a moment ago, answered from the search cache, beside the same ones without it. */
import { contest, perCore, perSecond } from '../contest.ts';
import { type Figure, show } from '../figures.ts';
import { loadServer, type Server } from '../measure.ts';
import { connections, rounds, seconds } from '../options.ts';
import { gatewaySearch, headers, upstreamSearch } from '../plan.ts';
import type { Stage } from '../stage.ts';
import { gatewayHot, hotSearches, upstreamHot } from '../workload.ts';
import { againstGo } from './against-go.ts';
import type { Contestants } from './search.ts';

const cached = { SEARCH_CACHE: 'memory', SEARCH_CACHE_SECONDS: '90' };

/** Share of the searches of one more round that did not reach 12go. */
const hitShare = async (stage: Stage, hot: Server): Promise<number> => {
  const [path = '', ...furtherPaths] = gatewayHot(rounds + 1);
  const before = await stage.upstreamSearches();
  const { requests } = await loadServer(hot, { path, furtherPaths, headers, connections, seconds });
  return 1 - ((await stage.upstreamSearches()) - before) / requests;
};

/** P2h, on a gateway of its own whose cache is on. */
export const measureHotSearch = async (
  stage: Stage,
  { gateway: cold, proxy, go }: Omit<Contestants, 'express'>,
): Promise<Figure[]> => {
  const gateway = await stage.startGateway(cached);
  const one = await contest('a hot search of 140 trips', {
    gateway: [gateway, gatewaySearch(140)],
    cold: [cold, gatewaySearch(140)],
    proxy: [proxy, upstreamSearch(140)],
  });
  const many = await contest(`${hotSearches.length} searches by Zipf's law`, {
    gateway: [gateway, gatewayHot],
    cold: [cold, gatewayHot],
    proxy: [proxy, upstreamHot],
    ...(go !== undefined && { go: [go, gatewayHot] }),
  });
  const hits = await hitShare(stage, gateway);
  await gateway.stop();
  return [
    {
      id: 'P2h',
      name: 'CPU of a hot search ÷ reverse proxy, 140 trips',
      value: perCore(one, 'proxy', 'gateway'),
      aim: { at_most: 1.3 },
      raw: perSecond(one),
    },
    {
      id: 'P2h',
      name: 'Zipf over 2,000 searches, cache on ÷ Go',
      ...againstGo(many),
      aim: { at_least: 8 },
    },
    {
      id: 'P2h',
      name: 'Zipf over 2,000 searches, cache on ÷ cache off',
      value: perCore(many, 'gateway', 'cold'),
      aim: undefined,
      raw: `${perSecond(many)}; ${show(100 * hits)} % from the cache`,
    },
  ];
};
