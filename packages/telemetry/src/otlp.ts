/** Spans and numbers on their way to a collector, by OTLP over HTTP. Loaded where one is named: it takes time to load. */
import type { Tracer } from '@opentelemetry/api';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import type { Resource } from '@opentelemetry/resources';
import { type MetricReader, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  BatchSpanProcessor,
  ParentBasedSampler,
  type Sampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';

/** Where something is sent; the headers may hold a key. */
export type Collector = { readonly url: string; readonly headers: Readonly<Record<string, string>> };

/** Which requests have spans, by OpenTelemetry's own names. */
export type SamplerName =
  | 'always_on'
  | 'always_off'
  | 'traceidratio'
  | 'parentbased_always_on'
  | 'parentbased_always_off'
  | 'parentbased_traceidratio';

/** Where spans are sent, and those of which requests; `ratio` is from 0 to 1. */
export type TracesTo = Collector & { readonly sampler: SamplerName; readonly ratio: number };
/** Where numbers are sent, and how often. */
export type MetricsTo = Collector & { readonly intervalMs: number };

/** A collector that does not answer is given up after this time, and what was for it is lost. */
const exportMs = 5_000;
/** Spans that wait for it; further ones are dropped. */
const queueMax = 2_048;
/** Printing as many holds the event loop for about a millisecond. */
const batchMax = 128;

/** Of an attribute; what is longer is cut. */
const valueLengthMax = 256;

const exporterOptions = ({ url, headers }: Collector) => ({
  url,
  headers: { ...headers },
  timeoutMillis: exportMs,
  // At the end all that waits goes out at once, beside what is under way.
  concurrencyLimit: 2 * (queueMax / batchMax),
});

const samplerOf = ({ sampler, ratio }: TracesTo): Sampler => {
  const root = {
    on: () => new AlwaysOnSampler(),
    off: () => new AlwaysOffSampler(),
    ratio: () => new TraceIdRatioBasedSampler(ratio),
  };
  switch (sampler) {
    case 'always_on':
      return root.on();
    case 'always_off':
      return root.off();
    case 'traceidratio':
      return root.ratio();
    case 'parentbased_always_on':
      return new ParentBasedSampler({ root: root.on() });
    case 'parentbased_always_off':
      return new ParentBasedSampler({ root: root.off() });
    case 'parentbased_traceidratio':
      return new ParentBasedSampler({ root: root.ratio() });
  }
};

/** A tracer, and how what is left is sent; that rejects where the collector is away. */
export const createTracer = (
  traces: TracesTo,
  resource: Resource,
): { readonly tracer: Tracer; readonly stop: () => Promise<void> } => {
  const provider = new TracerProvider({
    resource,
    sampler: samplerOf(traces),
    spanLimits: { attributeValueLengthLimit: valueLengthMax },
    spanProcessors: [
      new BatchSpanProcessor({
        exporter: new OTLPTraceExporter(exporterOptions(traces)),
        maxQueueSize: queueMax,
        maxExportBatchSize: batchMax,
        exportTimeoutMillis: exportMs,
      }),
    ],
  });
  return { tracer: provider.getTracer('partner-gateway'), stop: () => provider.shutdown() };
};

/** A reader that sends all numbers again and again. */
export const createSender = ({ intervalMs, ...collector }: MetricsTo): MetricReader =>
  new PeriodicExportingMetricReader({
    exporter: new OTLPMetricExporter(exporterOptions(collector)),
    exportIntervalMillis: intervalMs,
    exportTimeoutMillis: Math.min(exportMs, intervalMs),
  });
