/**
 * `npm run bench`: what the gateway costs, as ratios of things measured in one run. Prints the table with the aim beside each
 * figure and writes reports/bench.json. Exits non-zero on a broken run only, never on a slow machine.
 * `--quick`: shorter rounds, for smoke. `--only peers`, `latency`, `memory`, `beside` or `growth`: a part of it. `--searches N`: searches of P8 (default 10,000; the aim speaks of 100,000).
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

type Measuring = AsyncGenerator<readonly Figure[], void>;

/** The contests with peers, each stopped where nobody needs it any more. */
async function* againstPeers(stage: Stage, gateway: Server): Measuring {
  const [proxy, express] = [await stage.startPeer('proxy'), await stage.startPeer('express')];
  const [go, node] = [await stage.startGoPeer(), await stage.startPeer('node/server')];
  yield await measureSearch(stage, { gateway, proxy, express, go, node });
  await express.stop();
  await node.stop();
  yield await measureHotSearch(stage, { gateway, proxy, go });
  await go?.stop();
  yield await measureDetails(gateway, proxy);
  await proxy.stop();
}

const withGateway = (measure: (stage: Stage, gateway: Server) => Measuring) =>
  async function* (stage: Stage): Measuring {
    const gateway = await stage.startGateway();
    yield* measure(stage, gateway);
    await gateway.stop();
  };

const parts = {
  peers: withGateway(againstPeers),
  latency: withGateway(async function* (stage, gateway) {
    yield await measureLatency(stage, gateway);
  }),
  async *memory(stage: Stage): Measuring {
    yield await measureMemory(stage);
  },
  async *beside(stage: Stage): Measuring {
    yield await measureStart(stage);
    yield await measureGuard();
    yield measurePartners();
  },
  async *growth(stage: Stage): Measuring {
    yield await measureGrowth(stage);
  },
} as const;

/** One gateway does all that comes before the memory of many searches, warm as it is. */
async function* everything(stage: Stage): Measuring {
  yield* withGateway(async function* (_, gateway) {
    yield* againstPeers(stage, gateway);
    yield await measureCache(stage, gateway);
    yield await measureTracing(stage, gateway);
    yield await measureLatency(stage, gateway);
  })(stage);
  for (const part of [parts.memory, parts.beside, parts.growth]) yield* part(stage);
}

const measure = (stage: Stage): Measuring => {
  const only = choiceOf('only', Object.keys(parts)) as keyof typeof parts | undefined;
  return (only === undefined ? everything : parts[only])(stage);
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
const figures: Figure[] = [];
try {
  for await (const found of measure(stage)) figures.push(...found);
} finally {
  // A broken run shows what it measured until then.
  report(figures);
  await stage.close();
}
process.exit(0);
