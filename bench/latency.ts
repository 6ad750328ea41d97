/** What the gateway adds to the time of an answer, at a rate well below its most. */
import { middleOf } from './contest.ts';
import { type Figure, show } from './figures.ts';
import { loadServer, type Run, type Server } from './measure.ts';
import { connections, isQuick, rounds, say, warmRequests, warmSeconds } from './options.ts';
import { gatewaySearch, headers, upstreamSearch } from './plan.ts';
import type { Stage } from './stage.ts';

/** Added, at a quarter of the most. */
const aimsMs = { 10: { p50: 2, p99: 8 }, 140: { p50: 5, p99: 15 } } as const;

/** P6. */
export const measureLatency = async (stage: Stage, gateway: Server): Promise<Figure[]> => {
  const { upstream, think } = stage;
  const figures: Figure[] = [];
  await stage.prepare();
  for (const size of [10, 140] as const) {
    const asFastAsItGoes = { path: gatewaySearch(size), headers, connections };
    await loadServer(gateway, { ...asFastAsItGoes, seconds: warmSeconds, requests: warmRequests });
    const { perSecond: most } = await loadServer(gateway, { ...asFastAsItGoes, seconds: isQuick ? 0.7 : 2 });
    await think(50);
    for (const [share, word] of [
      [0.25, 'quarter'],
      [0.5, 'half'],
    ] as const) {
      say(`latency, ${size} trips, ${word} load`);
      const plan = { headers, connections: 64, seconds: isQuick ? 1 : 4, rate: Math.max(5, most * share) };
      const runs = { direct: [] as Run[], ours: [] as Run[] };
      for (let round = 0; round < rounds; round += 1) {
        runs.direct.push(await loadServer(upstream, { ...plan, path: upstreamSearch(size) }));
        runs.ours.push(await loadServer(gateway, { ...plan, path: gatewaySearch(size) }));
      }
      const [direct, ours] = [middleOf(runs.direct), middleOf(runs.ours)];
      const isAim = share === 0.25;
      const raw = `at ${show(plan.rate)}/s: ${show(ours.p50Ms)} / ${show(ours.p99Ms)} ms; direct ${show(direct.p50Ms)} / ${show(direct.p99Ms)} ms`;
      for (const quantile of ['p50', 'p99'] as const) {
        figures.push({
          id: 'P6',
          name: `Added latency ${quantile}, ${size} trips, ${word} load`,
          value: ours[`${quantile}Ms`] - direct[`${quantile}Ms`],
          unit: 'ms',
          aim: isAim ? { at_most: aimsMs[size][quantile] } : undefined,
          raw,
        });
      }
    }
    await think(0);
  }
  return figures;
};
