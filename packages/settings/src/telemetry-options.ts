/** What the settings say of telemetry, in the words of its package. */
import type { z } from 'zod';
import type { telemetryVariables } from './telemetry.ts';

type Variables = z.output<z.ZodObject<typeof telemetryVariables>>;
type MetricsVariables = Omit<
  Variables,
  'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT' | 'OTEL_TRACES_SAMPLER' | 'OTEL_TRACES_SAMPLER_ARG'
>;

type Collector = { readonly url: string; readonly headers: Readonly<Record<string, string>> };

const collectorOf = (
  config: MetricsVariables,
  own: string | undefined,
  signal: 'traces' | 'metrics',
): Collector | undefined => {
  const base = config.OTEL_EXPORTER_OTLP_ENDPOINT;
  const url = own ?? (base === undefined ? undefined : `${base}/v1/${signal}`);
  return url === undefined ? undefined : { url, headers: config.OTEL_EXPORTER_OTLP_HEADERS ?? {} };
};

/** The options of a program that makes no spans. */
export const metricsOptions = (config: MetricsVariables, version: string) => {
  const metrics = collectorOf(config, config.OTEL_EXPORTER_OTLP_METRICS_ENDPOINT, 'metrics');
  return {
    serviceName: config.OTEL_SERVICE_NAME,
    attributes: { 'service.version': version, ...config.OTEL_RESOURCE_ATTRIBUTES },
    ...(metrics !== undefined && {
      metrics: { ...metrics, intervalMs: config.OTEL_METRIC_EXPORT_INTERVAL },
    }),
  };
};

/** The options of a program's telemetry. */
export const telemetryOptions = (config: Variables, version: string) => {
  const traces = collectorOf(config, config.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT, 'traces');
  return {
    ...metricsOptions(config, version),
    ...(traces !== undefined && {
      traces: { ...traces, sampler: config.OTEL_TRACES_SAMPLER, ratio: config.OTEL_TRACES_SAMPLER_ARG ?? 1 },
    }),
  };
};
