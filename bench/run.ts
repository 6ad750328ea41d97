/**
 * `npm run bench`: what the gateway costs, as ratios of things measured in one run. Prints the table with the aim beside each
 * figure and writes reports/bench.json. Exits non-zero on a broken run only, never on a slow machine.
 * `--quick`: shorter rounds, for smoke. `--only peers`, `memory`, `beside` or `growth`: a part of it. `--searches N`: searches of P8 (default 10,000; the aim speaks of 100,000).
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { build } from '../scripts/lib/build.mjs';
import { measureGuard } from './beside/guard.ts';
import { measurePartners } from './beside/partners.ts';
import { measureStart } from './beside/start.ts';
import { measureCache, measureDetails } from './details-and-cache.ts';
import { type Figure, toTable } from './figures.ts';
import { measureGrowth } from './growth/growth.ts';
import { measureLatency } from './latency.ts';
import { isPinned, type Server } from './measure.ts';
import { measureMemory } from './memory.ts';
import { choiceOf, isQuick, say, searches } from './options.ts';
import { measureHotSearch } from './search/hot.ts';
import { measureSearch } from './search/search.ts';
import { createStage, type Stage } from './stage.ts';
import { measureTracing } from './tracing.ts';

/** The contests with peers, each stopped where nobody needs it any more. */
const measurePeers = async (stage: Stage, gateway: Server): Promise<Figure[]> => {
  const [proxy, express] = [await stage.startPeer('proxy'), await stage.startPeer('express')];
  const go = await stage.startGoPeer();
  const search = await measureSearch(stage, { gateway, proxy, express, go });
  await express.stop();
  const hot = await measureHotSearch(stage, { gateway, proxy, go });
  await go?.stop();
  const details = await measureDetails(gateway, proxy);
  await proxy.stop();
  return [...search, ...hot, ...details];
};

const parts = {
  async gateway(stage: Stage) {
    const gateway = await stage.startGateway();
    const peers = await measurePeers(stage, gateway);
    const cache = await measureCache(stage, gateway);
    const tracing = await measureTracing(stage, gateway);
    const latency = await measureLatency(stage, gateway);
    await gateway.stop();
    return [...peers, ...cache, ...tracing, ...latency];
  },
  async peers(stage: Stage) {
    const gateway = await stage.startGateway();
    const figures = await measurePeers(stage, gateway);
    await gateway.stop();
    return figures;
  },
  memory: measureMemory,
  async beside(stage: Stage) {
    return [...(await measureStart(stage)), ...(await measureGuard()), ...measurePartners()];
  },
  growth: measureGrowth,
} as const;

const measure = async (stage: Stage): Promise<Figure[]> => {
  const only = choiceOf('only', ['peers', 'memory', 'beside', 'growth']) as keyof typeof parts | undefined;
  if (only !== undefined) return parts[only](stage);
  const figures: Figure[] = [];
  for (const part of [parts.gateway, parts.memory, parts.beside, parts.growth])
    figures.push(...(await part(stage)));
  return figures;
};

/** 3 of `P3g`. */
const numberOf = ({ id }: Figure): number => Number.parseInt(id.slice(1), 10);

const report = (figures: Figure[]): void => {
  const reports = new URL('../reports/', import.meta.url);
  mkdirSync(reports, { recursive: true });
  const machine = { node: process.version, isPinned, isQuick, searches };
  writeFileSync(new URL('bench.json', reports), `${JSON.stringify({ machine, figures }, null, 2)}\n`);
  const inOrder = figures.toSorted((one, other) => numberOf(one) - numberOf(other));
  process.stdout.write(`${toTable(inOrder)}\n`);
  say(
    `${isPinned ? 'one core for the server, one for load and upstream' : 'not pinned'}; reports/bench.json`,
  );
};

await build(['server', 'sdk', 'cli']);
const stage = await createStage();
try {
  report(await measure(stage));
} finally {
  await stage.close();
}
process.exit(0);
