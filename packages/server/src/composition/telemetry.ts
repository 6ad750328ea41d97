/** What the settings say of telemetry, in the words of its package. */

import type { Config } from '@partner-gateway/settings';
import type { Collector, TelemetryOptions } from '@partner-gateway/telemetry';

const collectorOf = (config: Config, signal: 'traces' | 'metrics'): Collector | undefined => {
  const base = config.OTEL_EXPORTER_OTLP_ENDPOINT;
  const own =
    signal === 'traces'
      ? config.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT
      : config.OTEL_EXPORTER_OTLP_METRICS_ENDPOINT;
  const url = own ?? (base === undefined ? undefined : `${base}/v1/${signal}`);
  return url === undefined ? undefined : { url, headers: config.OTEL_EXPORTER_OTLP_HEADERS ?? {} };
};

/** The options of a gateway's telemetry. */
export const telemetryOptions = (config: Config, version: string): TelemetryOptions => {
  const [traces, metrics] = [collectorOf(config, 'traces'), collectorOf(config, 'metrics')];
  return {
    serviceName: config.OTEL_SERVICE_NAME,
    attributes: { 'service.version': version, ...config.OTEL_RESOURCE_ATTRIBUTES },
    ...(traces !== undefined && {
      traces: { ...traces, sampler: config.OTEL_TRACES_SAMPLER, ratio: config.OTEL_TRACES_SAMPLER_ARG ?? 1 },
    }),
    ...(metrics !== undefined && {
      metrics: { ...metrics, intervalMs: config.OTEL_METRIC_EXPORT_INTERVAL },
    }),
  };
};
