/** What a small answer costs, and what a kept search saves. */
import { withRedis } from '../scripts/redis.mjs';
import { byThroughput, contest, perCore, perSecond } from './contest.ts';
import { type Figure, show } from './figures.ts';
import { loadServer, type Server } from './measure.ts';
import { isQuick, say } from './options.ts';
import { gatewayBooking, gatewaySearch, headers, upstreamBooking } from './plan.ts';
import type { Stage } from './stage.ts';

/** P4. */
export const measureDetails = async (gateway: Server, proxy: Server): Promise<Figure[]> => {
  const runs = await contest('booking details', {
    gateway: [gateway, gatewayBooking],
    proxy: [proxy, upstreamBooking],
  });
  return [
    {
      id: 'P4',
      name: 'Booking details ÷ reverse proxy',
      value: perCore(runs, 'gateway', 'proxy'),
      aim: { at_least: 0.28 },
      raw: `${perSecond(runs)}; ${byThroughput(runs, 'gateway', 'proxy')}`,
    },
  ];
};

/** P5: the copy in process, and the one in Redis while 12go takes half a second. */
export const measureCache = async (stage: Stage, gateway: Server): Promise<Figure[]> => {
  const figures: Figure[] = [];
  const cached = await stage.startGateway({ SEARCH_CACHE: 'memory' });
  const runs = await contest('search cache in memory', {
    cached: [cached, gatewaySearch(140)],
    gateway: [gateway, gatewaySearch(140)],
  });
  await cached.stop();
  figures.push({
    id: 'P5',
    name: 'Cached search in process ÷ uncached, 140 trips',
    value: perCore(runs, 'cached', 'gateway'),
    aim: { at_least: 1.5 },
    raw: `${perSecond(runs)}; ${byThroughput(runs, 'cached', 'gateway')}`,
  });
  say('search cache in Redis');
  await withRedis(async ({ url }) => {
    const shared = await stage.startGateway({ SEARCH_CACHE: 'redis', SEARCH_CACHE_REDIS_URL: `${url}/9` });
    await stage.think(500);
    const plan = { headers, connections: 1, seconds: isQuick ? 1.2 : 5, path: gatewaySearch(140) };
    const asked = await loadServer(gateway, plan);
    const kept = await loadServer(shared, plan);
    await stage.think(0);
    await shared.stop();
    figures.push({
      id: 'P5',
      name: 'Search p50 uncached ÷ from Redis, 12go takes 500 ms',
      value: asked.p50Ms / kept.p50Ms,
      aim: undefined,
      raw: `${show(asked.p50Ms)} and ${show(kept.p50Ms)} ms`,
    });
    return { code: 0 };
  });
  return figures;
};
