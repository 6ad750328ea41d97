/**
 * `npm run soak`: whether the gateway's memory grows under a steady load of searches. Prints a line a minute, then the trend of the
 * heap after a full collection, and writes reports/soak.json. Exits non-zero when it grows, or when an answer was neither a 200 nor a 503.
 * `--minutes 30 --rate 300`: how long, and searches a second. Nothing is pinned; it is nice to its neighbours.
 */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { setPriority } from 'node:os';
import { build } from '../scripts/lib/build.mjs';
import { show } from './figures.ts';
import type { LoadResult } from './load.ts';
import { runScript } from './measure.ts';
import { countOf, say } from './options.ts';
import { showStatuses } from './overload/searches.ts';
import { headers, type Size, searchPath } from './plan.ts';
import { type ProbedGateway, startProbedGateway } from './soak/probed-gateway.ts';
import { type Trend, trendOf } from './soak/trend.ts';
import { createStage } from './stage.ts';

/** A trend wants three points behind the warm-up. */
const minutes = countOf('minutes', { byDefault: 30, least: 4 });
const rate = countOf('rate', { byDefault: 300, least: 1 });
/** Until then caches fill and code is compiled. */
const warmMinutes = Math.min(5, Math.floor(minutes / 3));
/** Below it a trend is none, however well it is known: 6 MiB an hour. */
const slopeMaxMibPerMin = 0.1;
/** Share of searches with an answer of 140 trips; the others have 10. */
const largeShare = 0.02;
/** Dates searched in turn: more trips than the ids that the gateway remembers. */
const dates = Array.from({ length: 160 }, (_, day) =>
  new Date(Date.now() + (30 + day) * 86_400_000).toISOString().slice(0, 10),
);

type Minute = {
  readonly minute: number;
  readonly requests: number;
  /** Answers that were neither a 200 nor a 503. */
  readonly failures: number;
  /** Answers of 503: on a machine that others use, the gateway may have to. */
  readonly turnedAway: number;
  /** All answers by their status; `none` is a connection that broke. */
  readonly statuses: Readonly<Record<string, number>>;
  readonly unexpectedErrors: number;
  readonly heapMib: number;
  readonly externalMib: number;
  readonly rssMib: number;
  readonly openFiles: number;
  /** Share of a core. */
  readonly cpu: number;
  readonly p99Ms: number;
};

const mib = (bytes: number): number => bytes / 1024 ** 2;

const load = (port: number, size: Size, share: number): Promise<LoadResult> => {
  const [path = '', ...furtherPaths] = dates.map((date) => searchPath(size, date));
  // Each is used every few seconds, or it would be closed.
  const connections = Math.min(16, Math.max(1, Math.floor(3 * rate * share)));
  const plan = { port, path, furtherPaths, headers, connections, seconds: 60, rate: rate * share };
  return runScript('./load.ts', [JSON.stringify(plan)], { core: 'load', isPinned: false });
};

const measureMinute = async (gateway: ProbedGateway, minute: number): Promise<Minute> => {
  const { server } = gateway;
  const [startedMs, cpuBefore] = [performance.now(), server.cpuMs() ?? Number.NaN];
  const loads = await Promise.race([
    Promise.all([load(server.port, 10, 1 - largeShare), load(server.port, 140, largeShare)]),
    server.ended.then(() => {
      throw new Error('the gateway ended');
    }),
  ]);
  const cpu = ((server.cpuMs() ?? Number.NaN) - cpuBefore) / (performance.now() - startedMs);
  const rssMib = server.rssMib() ?? Number.NaN;
  const memory = await gateway.readMemory();
  const statuses: Record<string, number> = {};
  for (const [status, count] of loads.flatMap((run) => Object.entries(run.statuses)))
    statuses[status] = (statuses[status] ?? 0) + count;
  return {
    minute,
    requests: loads.reduce((sum, { requests, failures }) => sum + requests + failures, 0),
    failures: loads.reduce((sum, { failures, statuses }) => sum + failures - (statuses[503] ?? 0), 0),
    turnedAway: statuses[503] ?? 0,
    statuses,
    unexpectedErrors: gateway.unexpectedErrors(),
    heapMib: mib(memory.heapUsed),
    externalMib: mib(memory.external),
    rssMib,
    openFiles: readdirSync(`/proc/${server.pid}/fd`).length,
    cpu,
    p99Ms: Math.max(...loads.map(({ p99Ms }) => p99Ms)),
  };
};

const columns = [
  'minute',
  'requests',
  'failures',
  '503s',
  'errors',
  'heap',
  'external',
  'RSS',
  'files',
  'CPU',
  'p99',
];
const rowOf = (cells: readonly string[]): string => cells.map((cell) => cell.padStart(9)).join('');
/** Those that break the run, such as `502: 3`. */
const strangers = ({ statuses }: Minute): string =>
  showStatuses(
    Object.fromEntries(Object.entries(statuses).filter(([status]) => !/^(200|503)$/.test(status))),
  );

const print = (line: string): void => void process.stdout.write(`${line}\n`);

const rowOfMinute = (at: Minute): string =>
  rowOf([
    ...[at.minute, at.requests, at.failures, at.turnedAway, at.unexpectedErrors].map(String),
    ...[at.heapMib, at.externalMib].map((size) => size.toFixed(2)),
    ...[at.rssMib, at.openFiles].map((value) => value.toFixed(0)),
    `${(at.cpu * 100).toFixed(0)} %`,
    `${show(at.p99Ms)} ms`,
    `  ${strangers(at)}`,
  ]);

const isFlat = ({ slope, standardError }: Trend): boolean =>
  Math.abs(slope) <= 2 * standardError || slope < slopeMaxMibPerMin;

const conclude = (all: readonly Minute[]): boolean => {
  const warm = all.filter(({ minute }) => minute > warmMinutes);
  const trendBy = (read: (at: Minute) => number): Trend =>
    trendOf(warm.map((at) => ({ x: at.minute, y: read(at) })));
  const [heap, rss] = [trendBy(({ heapMib }) => heapMib), trendBy(({ rssMib }) => rssMib)];
  const isSound = all.every(({ failures, unexpectedErrors }) => failures === 0 && unexpectedErrors === 0);
  const isOk = isSound && isFlat(heap);
  const reports = new URL('../reports/', import.meta.url);
  mkdirSync(reports, { recursive: true });
  const result = { node: process.version, rate, largeShare, warmMinutes, heap, rss, isOk, minutes: all };
  writeFileSync(new URL('soak.json', reports), `${JSON.stringify(result, null, 2)}\n`);
  const say = (name: string, { slope, standardError }: Trend): void =>
    print(`${name}: ${slope.toFixed(4)} ± ${standardError.toFixed(4)} MiB a minute (one standard error)`);
  say('Heap after a full collection', heap);
  say('RSS', rss);
  print(`${isFlat(heap) ? 'flat' : 'GROWS'}${isSound ? '' : ', BROKEN'}; reports/soak.json`);
  return isOk;
};

setPriority(10);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
await build(['server']);
const stage = await createStage({ isPinned: false });
const gateway = await startProbedGateway(stage);
say(`${minutes} minutes of ${rate} searches a second`);
print(rowOf(columns));
const all: Minute[] = [];
try {
  for (let minute = 1; minute <= minutes; minute += 1) {
    const at = await measureMinute(gateway, minute);
    all.push(at);
    print(rowOfMinute(at));
  }
} finally {
  await gateway.server.stop();
  await stage.close();
}
process.exit(conclude(all) ? 0 : 1);
