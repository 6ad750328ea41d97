/** Contestants that take turns under the same load, and the ratios of what they cost. */
import { median, show } from './figures.ts';
import { loadServer, type Run, type Server } from './measure.ts';
import { connections, rounds, say, seconds, warmSeconds } from './options.ts';
import { headers } from './plan.ts';

/** Who takes part, and what each is asked for. */
export type Contest = Record<string, readonly [server: Server, path: string]>;

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
  for (const [server, path] of Object.values(entrants))
    await loadServer(server, { path, headers, connections, seconds: warmSeconds });
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, [server, path]] of Object.entries(entrants)) {
      const list = all[name] ?? [];
      list.push(await loadServer(server, { path, headers, connections, seconds }));
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
