/** How a run stands beside the one of the Go peer, or that there was none. */
import { byThroughput, perCore, type Runs, runOf } from '../contest.ts';
import { type Figure, show } from '../figures.ts';

const noGo = { value: Number.NaN, raw: 'no Go here' };

/** The gateway's throughput ÷ that of Go, per core. */
export const againstGo = (runs: Runs): Pick<Figure, 'value' | 'raw'> => {
  if (runs.go === undefined) return noGo;
  const [ours, theirs] = [runOf(runs, 'gateway'), runs.go];
  const costs = `gateway ${show(ours.cpuMsPerRequest)} ms CPU; go ${show(theirs.cpuMsPerRequest)} ms CPU`;
  return { value: perCore(runs, 'gateway', 'go'), raw: `${costs}; ${byThroughput(runs, 'gateway', 'go')}` };
};
