/** P14: what spans cost a search, for one request in ten and for all of them, with a collector that takes them. */
import { contest, perCore, perSecond } from './contest.ts';
import type { Figure } from './figures.ts';
import { type Server, startServer } from './measure.ts';
import { gatewaySearch, type Size } from './plan.ts';
import type { Stage } from './stage.ts';

const sampled = (collector: Server, ratio: string): Record<string, string> => ({
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `http://127.0.0.1:${collector.port}/v1/traces`,
  OTEL_TRACES_SAMPLER: 'traceidratio',
  OTEL_TRACES_SAMPLER_ARG: ratio,
});

export const measureTracing = async (stage: Stage, gateway: Server): Promise<Figure[]> => {
  const collector = await startServer('./collector.ts', { core: 'load' });
  const [tenth, all] = [
    await stage.startGateway(sampled(collector, '0.1')),
    await stage.startGateway(sampled(collector, '1')),
  ];
  const figures: Figure[] = [];
  for (const size of [140, 10] satisfies Size[]) {
    const path = gatewaySearch(size);
    const runs = await contest(`search with spans, ${size} trips`, {
      gateway: [gateway, path],
      tenth: [tenth, path],
      all: [all, path],
    });
    const raw = perSecond(runs);
    figures.push(
      {
        id: 'P14',
        name: `CPU of a search, one in ten traced ÷ none, ${size} trips`,
        value: perCore(runs, 'gateway', 'tenth'),
        aim: { at_most: 1.05 },
        raw,
      },
      {
        id: 'P14',
        name: `The same, every one traced, ${size} trips`,
        value: perCore(runs, 'gateway', 'all'),
        aim: undefined,
        raw: 'in the same run',
      },
    );
  }
  for (const server of [tenth, all, collector]) await server.stop();
  return figures;
};
