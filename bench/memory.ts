/** What the process holds after many searches, and at a steady rate. */
import { type Figure, median, show } from './figures.ts';
import { loadServer } from './measure.ts';
import { connections, isQuick, say, searches, searchesInFull } from './options.ts';
import { gatewaySearch, headers } from './plan.ts';
import type { Stage } from './stage.ts';

/** P8. */
export const measureMemory = async ({ startGateway }: Stage): Promise<Figure[]> => {
  say(`memory over ${searches} searches`);
  const gateway = await startGateway();
  const plan = { headers, connections, path: gatewaySearch(140), seconds: 3_600 };
  // What a process holds moves with its collections; the median over the last searches of a stage moves less.
  const rssAfter = async (requests: number): Promise<number> => {
    await loadServer(gateway, { ...plan, requests: requests * 0.9 });
    const samples: number[] = [];
    const timer = setInterval(() => samples.push(gateway.rssMib() ?? Number.NaN), 50);
    await loadServer(gateway, { ...plan, requests: requests * 0.1 });
    clearInterval(timer);
    return median(samples);
  };
  const early = await rssAfter(searches / 10);
  const late = await rssAfter((searches * 9) / 10);
  await loadServer(gateway, {
    ...plan,
    path: gatewaySearch(10),
    seconds: isQuick ? 1 : 5,
    rate: 300,
    connections: 32,
  });
  const atRate = gateway.rssMib() ?? Number.NaN;
  await gateway.stop();
  // A shorter run sees caches fill and code being compiled, which end; it says nothing of growth.
  const isInFull = searches >= searchesInFull;
  const scale = isInFull ? '' : `; to be judged with --searches ${searchesInFull}`;
  return [
    {
      id: 'P8',
      name: `RSS after ${searches} searches ÷ after ${searches / 10}`,
      value: late / early,
      aim: isInFull ? { at_most: 1.05 } : undefined,
      raw: `${show(late)} and ${show(early)} MiB, 140 trips${scale}`,
    },
    {
      id: 'P8',
      name: 'RSS at 300 searches/s',
      value: atRate,
      unit: 'MiB',
      aim: { at_most: 256 },
      raw: '10 trips, after the searches above, with 269,000 stations',
    },
  ];
};
