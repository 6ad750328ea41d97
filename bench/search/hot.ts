/** P2h: searches that were asked for a moment ago, answered from the search cache, beside the same ones without it. */
import { contest, perCore, perSecond } from '../contest.ts';
import { type Figure, show } from '../figures.ts';
import { loadServer, type Run, type Server } from '../measure.ts';
import { connections, isQuick, rounds, say } from '../options.ts';
import { gatewaySearch, headers, upstreamSearch } from '../plan.ts';
import type { Stage } from '../stage.ts';
import { gatewayHot, hotSearches, upstreamHot } from '../workload.ts';
import { againstGo } from './against-go.ts';
import type { Contestants } from './search.ts';

const lifeSeconds = 90;
/** All two thousand answers have room, as with an operator whose searches are so. */
const cached = {
  SEARCH_CACHE: 'memory',
  SEARCH_CACHE_SECONDS: String(lifeSeconds),
  SEARCH_CACHE_ANSWERS_MIB: '256',
};

/** Zipf's law for so long. */
const loadByZipf = (hot: Server, round: number, forSeconds: number): Promise<Run> => {
  const [path = '', ...furtherPaths] = gatewayHot(round);
  return loadServer(hot, { path, furtherPaths, headers, connections, seconds: forSeconds });
};

/**
 * All of an answer's life, after most of what is asked for was asked for before: every part of it is asked for anew once meanwhile,
 * which a round of seconds may miss or see nothing else of.
 */
const loadForLife = async (stage: Stage, hot: Server): Promise<{ run: Run; hits: number }> => {
  await loadByZipf(hot, rounds + 2, isQuick ? 1 : 20);
  const before = await stage.upstreamSearches();
  const run = await loadByZipf(hot, rounds + 1, isQuick ? 2 : lifeSeconds);
  return { run, hits: 1 - ((await stage.upstreamSearches()) - before) / run.requests };
};

/** P2h, on a gateway of its own whose cache is on. */
export const measureHotSearch = async (
  stage: Stage,
  { gateway: cold, proxy, go }: Omit<Contestants, 'express' | 'node'>,
): Promise<Figure[]> => {
  const gateway = await stage.startGateway(cached);
  const one = await contest('a hot search of 140 trips', {
    gateway: [gateway, gatewaySearch(140)],
    cold: [cold, gatewaySearch(140)],
    proxy: [proxy, upstreamSearch(140)],
  });
  say(`${hotSearches.length} searches by Zipf's law for the life of an answer`);
  const { run, hits } = await loadForLife(stage, gateway);
  const others = await contest(`${hotSearches.length} searches by Zipf's law`, {
    cold: [cold, gatewayHot],
    proxy: [proxy, upstreamHot],
    ...(go !== undefined && { go: [go, gatewayHot] }),
  });
  const many = { gateway: run, ...others };
  const rssMib = gateway.rssMib() ?? Number.NaN;
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
      raw: `${perSecond(many)}; ${show(100 * hits)} % from the cache, ${show(rssMib)} MiB`,
    },
  ];
};
