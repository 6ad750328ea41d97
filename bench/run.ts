/**
 * `npm run bench`: what the gateway costs, as ratios of things measured in one run. Prints the table with the aim beside each
 * figure and writes reports/bench.json. Exits non-zero on a broken run only, never on a slow machine.
 * `--quick`: shorter rounds, for smoke. `--searches N`: searches of P8 (default 10,000; the aim speaks of 100,000).
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { build } from '../scripts/lib/build.mjs';
import { gatewayFlags } from '../scripts/lib/node.mjs';
import { withRedis } from '../scripts/redis.mjs';
import { exponent, type Figure, median, show, toTable } from './figures.ts';
import { isPinned, load, loadServer, type Run, runScript, type Server, startServer } from './measure.ts';
import { apiKey, gatewayBooking, gatewaySearch, type Size, upstreamBooking, upstreamSearch } from './plan.ts';
import { createWorld } from './world.ts';

const isQuick = process.argv.includes('--quick');
const searchesFlag = process.argv.indexOf('--searches');
const searches = searchesFlag > 0 ? Number(process.argv[searchesFlag + 1]) : isQuick ? 1_000 : 10_000;
const rounds = isQuick ? 1 : 3;
const seconds = isQuick ? 0.7 : 2.5;
const warmSeconds = isQuick ? 0.7 : 2;
const connections = 8;
const headers = { 'x-api-key': apiKey };

const startedMs = performance.now();
await build(['server']);
const world = createWorld();
const upstream = await startServer('./upstream.ts', { core: 'load' });
const upstreamUrl = `http://127.0.0.1:${upstream.port}`;
const think = (ms: number): Promise<Response> => fetch(`${upstreamUrl}/think?ms=${ms}`);

const startGateway = (changes: Record<string, string> = {}): Promise<Server> =>
  startServer('../packages/server/dist/main.js', {
    core: 'server',
    flags: gatewayFlags,
    environment: { ...world.environment, TWELVEGO_BASE_URL: upstreamUrl, ...changes },
  });
const startPeer = (name: string): Promise<Server> =>
  startServer(`./peers/${name}.ts`, {
    core: 'server',
    environment: {
      UPSTREAM: upstreamUrl,
      ID_SNAPSHOT_FILE: world.environment.ID_SNAPSHOT_FILE ?? '',
      NODE_ENV: 'production',
    },
  });

const say = (text: string): void =>
  void process.stderr.write(
    `${((performance.now() - startedMs) / 1000).toFixed(0).padStart(4)} s  ${text}\n`,
  );

type Contest = Record<string, readonly [server: Server, path: string]>;

/** Runs every contestant in turn, round after round, so that a busy moment of the machine hits them alike. */
const contest = async (title: string, entrants: Contest): Promise<Record<string, Run>> => {
  say(title);
  const all: Record<string, Run[]> = {};
  for (const [server, path] of Object.values(entrants))
    await loadServer(server, { path, headers, connections, seconds: warmSeconds });
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, [server, path]] of Object.entries(entrants)) {
      const list = all[name] ?? [];
      list.push(await loadServer(server, { path, headers, connections, seconds }));
      all[name] = list;
    }
  }
  return Object.fromEntries(
    Object.entries(all).map(([name, runs]) => [
      name,
      {
        ...(runs[0] as Run),
        perSecond: median(runs.map((run) => run.perSecond)),
        cpuMsPerRequest: median(runs.map((run) => run.cpuMsPerRequest)),
        p50Ms: median(runs.map((run) => run.p50Ms)),
        p99Ms: median(runs.map((run) => run.p99Ms)),
      },
    ]),
  );
};

const runOf = (runs: Record<string, Run>, name: string): Run => {
  const run = runs[name];
  if (run === undefined) throw new Error(`${name} did not run`);
  return run;
};

/**
 * Throughput of a core against throughput of a core: CPU per request, the other way round. On a machine with nothing else to
 * do it is the ratio of throughputs; on a busy one it still is what the two cost.
 */
const perCore = (runs: Record<string, Run>, one: string, other: string): number => {
  const ratio = runOf(runs, other).cpuMsPerRequest / runOf(runs, one).cpuMsPerRequest;
  return Number.isFinite(ratio) ? ratio : runOf(runs, one).perSecond / runOf(runs, other).perSecond;
};

const byThroughput = (runs: Record<string, Run>, one: string, other: string): string =>
  `by throughput ${show(runOf(runs, one).perSecond / runOf(runs, other).perSecond)}`;

const perSecond = (runs: Record<string, Run>): string =>
  Object.entries(runs)
    .map(([name, run]) => `${name} ${show(run.perSecond)}/s, ${show(run.cpuMsPerRequest)} ms CPU`)
    .join('; ');

type Handler = { readonly cpuMs: Record<string, number>; readonly bytes: Record<string, number> };

/** The peers are honest only if they answer what we answer. */
const assertSameAnswers = async (gateway: Server, express: Server): Promise<void> => {
  const [ours, theirs] = await Promise.all(
    [gateway, express].map(async ({ port }) => {
      const response = await fetch(`http://127.0.0.1:${port}${gatewaySearch(140)}`, { headers });
      return (await response.json()) as {
        itineraries: { id: string; pricing: unknown; departure_segments: string[] }[];
        segments: unknown[];
        vehicles: unknown[];
      };
    }),
  );
  const facts = (answer: typeof ours): string =>
    JSON.stringify(
      [
        answer?.itineraries.map(({ id: _id, pricing, ...rest }) => [rest, pricing]),
        answer?.segments,
        answer?.vehicles,
      ],
      (_key, value: unknown) =>
        typeof value === 'object' && value !== null && !Array.isArray(value)
          ? Object.fromEntries(Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1)))
          : value,
    );
  if ((ours?.itineraries.length ?? 0) < 140 || facts(ours) !== facts(theirs))
    throw new Error('the Express peer does not answer what the gateway answers');
};

const figures: Figure[] = [];

const measureThroughput = async (gateway: Server, proxy: Server, express: Server): Promise<void> => {
  const runs = new Map<Size, Record<string, Run>>();
  for (const size of [10, 140] as const) {
    runs.set(
      size,
      await contest(`searches of ${size} trips`, {
        gateway: [gateway, gatewaySearch(size)],
        proxy: [proxy, upstreamSearch(size)],
        express: [express, gatewaySearch(size)],
      }),
    );
  }
  const large = await contest('searches of 1000 trips', { gateway: [gateway, gatewaySearch(1000)] });
  const [small, middle] = [runs.get(10) ?? {}, runs.get(140) ?? {}];
  say('handler in process');
  const { cpuMs, bytes } = await runScript<Handler>('./handler.ts', isQuick ? ['1', '40'] : ['3', '100'], {
    core: 'server',
    flags: gatewayFlags,
    environment: { ...world.environment, TWELVEGO_BASE_URL: upstreamUrl, PORT: '0' },
  });
  const floor = cpuMs.floor ?? Number.NaN;
  figures.push(
    {
      id: 'P1',
      name: 'CPU of the handler, 140 trips ÷ parse and print',
      value: (cpuMs.handler ?? Number.NaN) / floor,
      aim: { at_most: 1.5 },
      raw: `handler ${show(cpuMs.handler ?? Number.NaN)} ms; floor ${show(floor)} ms; ${bytes.upstream} bytes in, ${bytes.answer} out`,
    },
    {
      id: 'P1',
      name: 'The same, with no id remembered',
      value: (cpuMs['handler, fresh ids'] ?? Number.NaN) / floor,
      aim: undefined,
      raw: `handler ${show(cpuMs['handler, fresh ids'] ?? Number.NaN)} ms`,
    },
    {
      id: 'P1',
      name: 'CPU of the server, 140 trips ÷ parse and print',
      value: runOf(middle, 'gateway').cpuMsPerRequest / floor,
      aim: { at_most: 2.1 },
      raw: `server ${show(runOf(middle, 'gateway').cpuMsPerRequest)} ms; floor ${show(floor)} ms`,
    },
    {
      id: 'P2',
      name: 'Search ÷ reverse proxy, 140 trips',
      value: perCore(middle, 'gateway', 'proxy'),
      aim: { at_least: 0.11 },
      raw: `${perSecond(middle)}; ${byThroughput(middle, 'gateway', 'proxy')}`,
    },
    {
      id: 'P2',
      name: 'Search ÷ reverse proxy, 10 trips',
      value: perCore(small, 'gateway', 'proxy'),
      aim: { at_least: 0.33 },
      raw: `${perSecond(small)}; ${byThroughput(small, 'gateway', 'proxy')}`,
    },
    {
      id: 'P3',
      name: 'Search ÷ Express, axios and zod, 140 trips',
      value: perCore(middle, 'gateway', 'express'),
      aim: { at_least: 3.2 },
      raw: byThroughput(middle, 'gateway', 'express'),
    },
    {
      id: 'P3',
      name: 'Search ÷ Express, axios and zod, 10 trips',
      value: perCore(small, 'gateway', 'express'),
      aim: undefined,
      raw: byThroughput(small, 'gateway', 'express'),
    },
    {
      id: 'P7',
      name: 'Exponent of CPU over trips, 140 to 1000',
      value: exponent(
        { size: 140, cost: runOf(middle, 'gateway').cpuMsPerRequest },
        { size: 1000, cost: runOf(large, 'gateway').cpuMsPerRequest },
      ),
      aim: { at_most: 1.05 },
      raw: `${show(runOf(middle, 'gateway').cpuMsPerRequest)} and ${show(runOf(large, 'gateway').cpuMsPerRequest)} ms`,
    },
    ...['gzip-6', 'gzip-1', 'brotli-1', 'brotli-4', 'zstd-1'].map(
      (name): Figure => ({
        id: 'P13',
        name: `CPU of ${name} on 140 trips ÷ parse and print`,
        value: (cpuMs[name] ?? Number.NaN) / floor,
        aim: undefined,
        raw: `${show(cpuMs[name] ?? Number.NaN)} ms; ${bytes.answer} to ${bytes[name]} bytes`,
      }),
    ),
  );
};

const measureDetails = async (gateway: Server, proxy: Server): Promise<void> => {
  const runs = await contest('booking details', {
    gateway: [gateway, gatewayBooking],
    proxy: [proxy, upstreamBooking],
  });
  figures.push({
    id: 'P4',
    name: 'Booking details ÷ reverse proxy',
    value: perCore(runs, 'gateway', 'proxy'),
    aim: { at_least: 0.28 },
    raw: `${perSecond(runs)}; ${byThroughput(runs, 'gateway', 'proxy')}`,
  });
};

const measureCache = async (gateway: Server): Promise<void> => {
  const cached = await startGateway({ SEARCH_CACHE: 'memory' });
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
    const shared = await startGateway({ SEARCH_CACHE: 'redis', SEARCH_CACHE_REDIS_URL: `${url}/9` });
    await think(500);
    const plan = { headers, connections: 1, seconds: isQuick ? 1.2 : 5, path: gatewaySearch(140) };
    const asked = await loadServer(gateway, plan);
    const kept = await loadServer(shared, plan);
    await think(0);
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
};

const measureLatency = async (gateway: Server): Promise<void> => {
  for (const size of [10, 140] as const) {
    const { perSecond: most } = await loadServer(gateway, {
      path: gatewaySearch(size),
      headers,
      connections,
      seconds: warmSeconds,
    });
    await think(50);
    for (const [share, word] of [
      [0.25, 'quarter'],
      [0.5, 'half'],
    ] as const) {
      say(`latency, ${size} trips, ${word} load`);
      const plan = { headers, connections: 64, seconds: isQuick ? 1 : 5, rate: Math.max(5, most * share) };
      const direct = await load({ ...plan, path: upstreamSearch(size), port: upstream.port });
      const ours = await loadServer(gateway, { ...plan, path: gatewaySearch(size) });
      const isAim = share === 0.25;
      const raw = `at ${show(plan.rate)}/s: ${show(ours.p50Ms)} / ${show(ours.p99Ms)} ms; direct ${show(direct.p50Ms)} / ${show(direct.p99Ms)} ms`;
      figures.push(
        {
          id: 'P6',
          name: `Added latency p50, ${size} trips, ${word} load`,
          value: ours.p50Ms - direct.p50Ms,
          unit: 'ms',
          aim: isAim ? { at_most: size === 10 ? 2 : 5 } : undefined,
          raw,
        },
        {
          id: 'P6',
          name: `Added latency p99, ${size} trips, ${word} load`,
          value: ours.p99Ms - direct.p99Ms,
          unit: 'ms',
          aim: isAim ? { at_most: size === 10 ? 8 : 15 } : undefined,
          raw,
        },
      );
    }
    await think(0);
  }
};

const measureMemory = async (): Promise<void> => {
  say(`memory over ${searches} searches`);
  const gateway = await startGateway();
  const plan = { headers, connections, path: gatewaySearch(140), seconds: 3_600 };
  await loadServer(gateway, { ...plan, requests: searches / 10 });
  const early = gateway.rssMib() ?? Number.NaN;
  await loadServer(gateway, { ...plan, requests: (searches * 9) / 10 });
  const late = gateway.rssMib() ?? Number.NaN;
  await loadServer(gateway, {
    ...plan,
    path: gatewaySearch(10),
    seconds: isQuick ? 1 : 5,
    rate: 300,
    connections: 32,
  });
  const atRate = gateway.rssMib() ?? Number.NaN;
  await gateway.stop();
  const scale =
    searches === 100_000 ? '' : ` (scaled: the aim speaks of 100000 and 10000; --searches 100000)`;
  figures.push(
    {
      id: 'P8',
      name: `RSS after ${searches} searches ÷ after ${searches / 10}`,
      value: late / early,
      aim: { at_most: 1.1 },
      raw: `${show(late)} and ${show(early)} MiB, 140 trips${scale}`,
    },
    {
      id: 'P8',
      name: 'RSS at 300 searches/s',
      value: atRate,
      unit: 'MiB',
      aim: { at_most: 280 },
      raw: '10 trips, after the searches above',
    },
  );
};

const report = (): void => {
  const reports = new URL('../reports/', import.meta.url);
  mkdirSync(reports, { recursive: true });
  const machine = { node: process.version, isPinned, isQuick, searches };
  writeFileSync(new URL('bench.json', reports), `${JSON.stringify({ machine, figures }, null, 2)}\n`);
  figures.sort((one, other) => Number(one.id.slice(1)) - Number(other.id.slice(1)));
  process.stdout.write(`${toTable(figures)}\n`);
  say(
    `${isPinned ? 'one core for the server, one for load and upstream' : 'not pinned'}; reports/bench.json`,
  );
};

try {
  const gateway = await startGateway();
  const proxy = await startPeer('proxy');
  const express = await startPeer('express');
  await assertSameAnswers(gateway, express);
  await measureThroughput(gateway, proxy, express);
  await express.stop();
  await measureDetails(gateway, proxy);
  await proxy.stop();
  await measureCache(gateway);
  await measureLatency(gateway);
  await gateway.stop();
  await measureMemory();
  report();
} finally {
  await upstream.stop();
  world.remove();
}
process.exit(0);
