/** The telemetry of a gateway: numbers for a scraper, and where a collector is named, numbers and spans for that. */
import { setTimeout as sleep } from 'node:timers/promises';
import { PrometheusExporter, PrometheusSerializer } from '@opentelemetry/exporter-prometheus';
import { type Resource, resourceFromAttributes } from '@opentelemetry/resources';
import { MeterProvider } from '@opentelemetry/sdk-metrics';
import { bounds, instruments } from './instruments.ts';
import { createMetrics, type Instrumentation, type InstrumentTable, type MetricsOf } from './metrics.ts';
import type { MetricsTo, TracesTo } from './otlp.ts';
import { watchRedis } from './redis-spans.ts';
import { createSpans, noSpans, type Spans } from './spans.ts';

/** Under which name something is told, and to whom. */
export type TelemetryOptions = {
  /** Default: `partner-gateway`. */
  readonly serviceName?: string;
  /** What else tells this instance from others, such as `service.version`. */
  readonly attributes?: Readonly<Record<string, string>>;
  /** Default: no spans are made. */
  readonly traces?: TracesTo;
  /** Default: numbers are for the scraper only. */
  readonly metrics?: MetricsTo;
};

/** What a program counts and traces with. */
export type TelemetryOf<Table extends InstrumentTable> = {
  readonly metrics: MetricsOf<Table>;
  readonly spans: Spans;
  /** The numbers as a scraper reads them. */
  readonly scrape: () => Promise<string>;
  /** Sends what is left, for two seconds at most. Never rejects, whatever became of the collector. */
  readonly stop: () => Promise<void>;
};

/** That of a gateway. */
export type Telemetry = TelemetryOf<typeof instruments>;

const stopMs = 2_000;

type Stop = () => Promise<void>;

const forAtMost = async (ms: number, work: Promise<unknown>): Promise<void> => {
  const end = new AbortController();
  await Promise.race([work, sleep(ms, undefined, { signal: end.signal }).catch(() => undefined)]);
  end.abort();
};

const startTracing = async (
  traces: TracesTo | undefined,
  resource: Resource,
): Promise<{ readonly spans: Spans; readonly stop: Stop }> => {
  if (traces === undefined) return { spans: noSpans, stop: () => Promise.resolve() };
  const { createTracer } = await import('./otlp.ts');
  const { tracer, stop } = createTracer(traces, resource);
  const spans = createSpans(tracer);
  const unwatch = watchRedis(spans);
  return {
    spans,
    stop() {
      unwatch();
      return stop();
    },
  };
};

/**
 * Starts the telemetry of a program with instruments of its own. Nothing of it is global: two in one process have one each.
 */
export const startTelemetryOf = async <const Table extends InstrumentTable>(
  instrumentation: Instrumentation<Table>,
  options: TelemetryOptions,
): Promise<TelemetryOf<Table>> => {
  const { serviceName = 'partner-gateway', attributes = {} } = options;
  // Without a name of its own the library tells the path of the program on this machine.
  const resource = resourceFromAttributes({ ...attributes, 'service.name': serviceName });
  const tracing = await startTracing(options.traces, resource);
  const scraped = new PrometheusExporter({ preventServerStart: true });
  const sent = options.metrics && (await import('./otlp.ts')).createSender(options.metrics);
  const provider = new MeterProvider({
    readers: sent === undefined ? [scraped] : [scraped, sent],
    resource,
  });
  const serializer = new PrometheusSerializer();
  return {
    metrics: createMetrics(provider.getMeter('partner-gateway'), instrumentation),
    spans: tracing.spans,
    scrape: async () => serializer.serialize((await scraped.collect()).resourceMetrics),
    stop: () => forAtMost(stopMs, Promise.allSettled([tracing.stop(), sent?.shutdown()])),
  };
};

/**
 * Starts the telemetry of a gateway.
 *
 * @example
 * ```ts
 * const { metrics, scrape, stop } = await startTelemetry();
 * ```
 */
export const startTelemetry = (options: TelemetryOptions = {}): Promise<Telemetry> =>
  startTelemetryOf({ table: instruments, bounds }, options);
