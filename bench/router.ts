/**
 * `pnpm router-cost`: what the router costs where it only passes on, against a plain reverse proxy, and what copies cost the old path.
 * `--quick`: shorter rounds, for smoke.
 */
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from '../scripts/lib/build.mjs';
import { contest, middleOf, perCore, perSecond } from './contest.ts';
import { type Figure, show, toTable } from './figures.ts';
import { isPinned, loadServer, type Run, type Server, startServer } from './measure.ts';
import { rounds, say, seconds } from './options.ts';
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

const passing = async (router: Server, proxy: Server): Promise<Figure[]> => {
  const figures: Figure[] = [];
  for (const size of [1, 10, 140]) {
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

/** At a rate of a busy day, for what partners wait for; what copies cost the processor stands beside it. */
const copying = async (router: Server, shadowing: Server): Promise<Figure[]> => {
  const plan = { path: pathOf(140), headers, connections: 16, seconds: 2 * seconds, rate };
  const all: Record<'router' | 'shadowing', Run[]> = { router: [], shadowing: [] };
  for (let round = 0; round < rounds; round += 1) {
    all.router.push(await loadServer(router, plan));
    all.shadowing.push(await loadServer(shadowing, plan));
  }
  const [plain, copied] = [middleOf(all.router), middleOf(all.shadowing)];
  const cpu = `${show(copied.cpuMsPerRequest)} and ${show(plain.cpuMsPerRequest)} ms CPU`;
  return (['p50Ms', 'p99Ms'] as const).map((figure) => ({
    id: 'R2',
    name: `${figure.slice(0, 3)} of the old path with 10 % copied ÷ without, ${rate}/s, 140 itineraries`,
    value: copied[figure] / plain[figure],
    aim: { at_most: 1.1 },
    raw: `${show(copied[figure])} and ${show(plain[figure])} ms; ${cpu}`,
  }));
};

await build(['router']);
const old = await startServer('./peers/old.ts', { core: 'load' });
const oldUrl = `http://127.0.0.1:${old.port}`;
const gateway = await startServer('./peers/old.ts', { core: 'load' });
const gatewayUrl = `http://127.0.0.1:${gateway.port}`;
const router = await startRouter(oldUrl, gatewayUrl, 'legacy');
const shadowing = await startRouter(oldUrl, gatewayUrl, 'shadow');
const proxy = await startServer('./peers/proxy.ts', {
  core: 'server',
  environment: { UPSTREAM: oldUrl, NODE_ENV: 'production' },
});
const figures = [...(await passing(router, proxy)), ...(await copying(router, shadowing))];
process.stdout.write(`${toTable(figures)}\n`);
say(isPinned ? 'one core for the server, one for load and upstream' : 'not pinned');
process.exit(0);
