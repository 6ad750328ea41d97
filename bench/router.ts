/**
 * `pnpm router-cost`: what the router costs where it only passes on, against a plain reverse proxy, and what copies cost the old path.
 * `--quick`: shorter rounds, for smoke.
 */
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from '../scripts/lib/build.mjs';
import { routerFlags } from '../scripts/lib/node.mjs';
import { contest, middleOf, perCore, perSecond } from './contest.ts';
import { type Figure, show, toTable } from './figures.ts';
import { isPinned, loadServer, type Run, type Server, startServer } from './measure.ts';
import { connections, rounds, say, seconds, warmSeconds } from './options.ts';
import { headers } from './plan.ts';

const rolloutFile = (mode: 'legacy' | 'shadow'): string => {
  const path = join(tmpdir(), `router-cost-${process.pid}-${mode}.json`);
  const rules = [{ endpoint: 'search', client: '*', mode }];
  const told = { changed_by: 'bench', changed_at: '2026-01-01T00:00:00Z', reason: 'the bench' };
  writeFileSync(path, JSON.stringify({ revision: 1, ...told, rules }));
  return path;
};

const startRouter = (oldUrl: string, gatewayUrl: string, mode: 'legacy' | 'shadow'): Promise<Server> =>
  startServer('../packages/router/dist/router.js', {
    core: 'server',
    flags: routerFlags,
    environment: {
      HOST: '127.0.0.1',
      OPS_PORT: '0',
      LOG_LEVEL: 'warn',
      LEGACY_BASE_URL: oldUrl,
      GATEWAY_BASE_URL: gatewayUrl,
      ROLLOUT_FILE: rolloutFile(mode),
    },
  });

const pathOf = (itineraries: number): string =>
  `/v1/acme/itineraries?departure_poi=VNHAN&arrival_poi=VNSPA&departure_date=2026-12-05&pax=${itineraries}`;

const sizes = [1, 10, 140];

const passing = async (router: Server, proxy: Server): Promise<Figure[]> => {
  const figures: Figure[] = [];
  for (const size of sizes) {
    const runs = await contest(`passed through, ${size} itineraries`, {
      router: [router, pathOf(size)],
      proxy: [proxy, pathOf(size)],
    });
    figures.push({
      id: 'R1',
      name: `CPU of the router ÷ plain @fastify/http-proxy, ${size} itineraries`,
      value: 1 / perCore(runs, 'router', 'proxy'),
      aim: { at_most: 1.3 },
      raw: perSecond(runs),
    });
  }
  return figures;
};

const rate = 200;

type Routers = { readonly copying: Server; readonly plain: Server; readonly twin: Server };

/** At a rate of a busy day, for what partners wait for; how far two are apart that copy nothing says what can be measured. */
const copyingCosts = async (routers: Routers): Promise<Figure[]> => {
  const plan = { path: pathOf(140), headers, connections: 16, seconds, rate };
  const runs = { copying: [] as Run[], plain: [] as Run[], twin: [] as Run[] };
  const names = ['copying', 'plain', 'twin'] as const;
  // Code that ran for long is faster: all have, when they are measured.
  for (const name of names) {
    for (const size of sizes)
      await loadServer(routers[name], { path: pathOf(size), headers, connections, seconds: 2 * warmSeconds });
    await loadServer(routers[name], plan);
  }
  // Each is first as often as last, for the machine is not the same from one half of a minute to the next.
  for (let round = 0; round < 2 * rounds; round += 1)
    for (const name of round % 2 === 0 ? names : names.toReversed())
      runs[name].push(await loadServer(routers[name], plan));
  const plain = middleOf(runs.plain);
  const against = (name: 'copying' | 'twin', what: string): Figure[] => {
    const run = middleOf(runs[name]);
    const cpu = `${show(run.cpuMsPerRequest)} and ${show(plain.cpuMsPerRequest)} ms CPU`;
    return (['p50Ms', 'p99Ms'] as const).map((figure) => ({
      id: 'R2',
      name: `${figure.slice(0, 3)} of the old path, ${what} ÷ without copies, ${rate}/s, 140 itineraries`,
      value: run[figure] / plain[figure],
      aim: name === 'copying' ? { at_most: 1.1 } : undefined,
      raw: `${show(run[figure])} and ${show(plain[figure])} ms; ${cpu}`,
    }));
  };
  return [...against('copying', '10 % copied'), ...against('twin', 'a second router')];
};

await build(['router']);
const old = await startServer('./peers/old.ts', { core: 'load' });
const oldUrl = `http://127.0.0.1:${old.port}`;
const gateway = await startServer('./peers/old.ts', { core: 'load' });
const gatewayUrl = `http://127.0.0.1:${gateway.port}`;
const router = await startRouter(oldUrl, gatewayUrl, 'legacy');
const copying = await startRouter(oldUrl, gatewayUrl, 'shadow');
const twin = await startRouter(oldUrl, gatewayUrl, 'legacy');
const proxy = await startServer('./peers/proxy.ts', {
  core: 'server',
  environment: { UPSTREAM: oldUrl, NODE_ENV: 'production' },
});
const memory = (): Figure => ({
  id: 'R3',
  name: 'RSS of the router that copies, after all of it',
  value: copying.rssMib() ?? Number.NaN,
  unit: 'MiB',
  aim: { at_most: 256 },
  raw: `${show(router.rssMib() ?? Number.NaN)} MiB of the one that does not`,
});

const figures = [
  ...(await passing(router, proxy)),
  ...(await copyingCosts({ copying, plain: router, twin })),
  memory(),
];
process.stdout.write(`${toTable(figures)}\n`);
say(isPinned ? 'one core for the server, one for load and upstream' : 'not pinned');
process.exit(0);
