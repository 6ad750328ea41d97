/** Contestants that take turns under the same load, and the ratios of what they cost. */
import { median, show } from './figures.ts';
import { loadServer, type Run, type Server } from './measure.ts';
import { connections, rounds, say, seconds, warmRequests, warmSeconds } from './options.ts';
import { headers } from './plan.ts';

/** One path, or several in turn, which may be others in each round; the round that warms up is number 0. */
type Asked = string | ((round: number) => readonly string[]);

/** Who takes part, and what each is asked for. */
export type Contest = Record<string, readonly [server: Server, asked: Asked]>;

/** The run of each by its name. */
export type Runs = Record<string, Run>;

/** The run of medians: each figure of its own. */
export const middleOf = (runs: readonly Run[]): Run => ({
  ...(runs[0] as Run),
  perSecond: median(runs.map((run) => run.perSecond)),
  cpuMsPerRequest: median(runs.map((run) => run.cpuMsPerRequest)),
  p50Ms: median(runs.map((run) => run.p50Ms)),
  p99Ms: median(runs.map((run) => run.p99Ms)),
});

const pathsIn = (asked: Asked, round: number): { path: string; furtherPaths: readonly string[] } => {
  const [path = '', ...furtherPaths] = typeof asked === 'string' ? [asked] : asked(round);
  return { path, furtherPaths };
};

/**
 * Runs every contestant in turn, round after round, so that a busy moment of the machine hits them alike; `besides` is
 * done once a round for the same reason.
 */
export const contest = async (
  title: string,
  entrants: Contest,
  besides: () => Promise<void> = () => Promise.resolve(),
): Promise<Runs> => {
  say(title);
  const all: Record<string, Run[]> = {};
  for (const [server, asked] of Object.values(entrants))
    await loadServer(server, {
      ...pathsIn(asked, 0),
      headers,
      connections,
      seconds: warmSeconds,
      requests: warmRequests,
    });
  for (let round = 1; round <= rounds; round += 1) {
    for (const [name, [server, asked]] of Object.entries(entrants)) {
      const list = all[name] ?? [];
      list.push(await loadServer(server, { ...pathsIn(asked, round), headers, connections, seconds }));
      all[name] = list;
    }
    await besides();
  }
  return Object.fromEntries(Object.entries(all).map(([name, runs]) => [name, middleOf(runs)]));
};

/** @throws Error when nothing ran under that name. */
export const runOf = (runs: Runs, name: string): Run => {
  const run = runs[name];
  if (run === undefined) throw new Error(`${name} did not run`);
  return run;
};

/**
 * Throughput of a core against throughput of a core: CPU per request, the other way round. On a machine with nothing else to
 * do it is the ratio of throughputs; on a busy one it still is what the two cost.
 */
export const perCore = (runs: Runs, one: string, other: string): number => {
  const ratio = runOf(runs, other).cpuMsPerRequest / runOf(runs, one).cpuMsPerRequest;
  return Number.isFinite(ratio) ? ratio : runOf(runs, one).perSecond / runOf(runs, other).perSecond;
};

export const byThroughput = (runs: Runs, one: string, other: string): string =>
  `by throughput ${show(runOf(runs, one).perSecond / runOf(runs, other).perSecond)}`;

export const perSecond = (runs: Runs): string =>
  Object.entries(runs)
    .map(([name, run]) => `${name} ${show(run.perSecond)}/s, ${show(run.cpuMsPerRequest)} ms CPU`)
    .join('; ');
