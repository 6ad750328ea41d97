/** The instruments' numbers for a scraper, on the ops listener. */
import { PrometheusExporter, PrometheusSerializer } from '@opentelemetry/exporter-prometheus';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { MeterProvider } from '@opentelemetry/sdk-metrics';
import { createMetrics, type Metrics } from './metrics.ts';

/** Metrics, and their numbers as text. */
export type ScrapedMetrics = { readonly metrics: Metrics; readonly scrape: () => Promise<string> };

/** Makes the metrics of a process. */
export const createScrapedMetrics = (): ScrapedMetrics => {
  const reader = new PrometheusExporter({ preventServerStart: true });
  // Without a name of its own the library tells the path of the program on this machine.
  const resource = resourceFromAttributes({ 'service.name': 'partner-gateway' });
  const provider = new MeterProvider({ readers: [reader], resource });
  const serializer = new PrometheusSerializer();
  return {
    metrics: createMetrics(provider.getMeter('partner-gateway')),
    scrape: async () => serializer.serialize((await reader.collect()).resourceMetrics),
  };
};
