/** Who is told of spans and numbers: OpenTelemetry's own variables, as far as the gateway follows them. */
import { z } from 'zod';
import type { CrossCheck } from './cross-check.ts';
import { httpUrl, list, whole } from './formats.ts';

const decoded = (text: string): string | undefined => {
  try {
    return decodeURIComponent(text.trim());
  } catch {
    return undefined;
  }
};

/** `name=value`, comma separated, with what is special in them percent-encoded. */
const pairs = list.transform((items, context): Readonly<Record<string, string>> => {
  const entries = items.map((item) => {
    const [, name = '', value = ''] = /^([^=]+)=(.*)$/.exec(item) ?? [];
    return [decoded(name), decoded(value)] as const;
  });
  if (!entries.every(([name = '', value]) => name !== '' && value !== undefined)) {
    context.addIssue({ code: 'custom', message: 'must be name=value, comma separated and percent-encoded' });
    return z.NEVER;
  }
  return Object.fromEntries(entries) as Record<string, string>;
});

const ratio = z
  .string()
  .regex(/^(?:0(?:\.\d{1,9})?|1(?:\.0{1,9})?)$/, 'must be a number from 0 to 1')
  .transform(Number);

export const telemetryVariables = {
  OTEL_EXPORTER_OTLP_ENDPOINT: httpUrl
    .optional()
    .describe(
      'The collector that spans and metrics are sent to, at `/v1/traces` and `/v1/metrics` below this URL; unset: none are sent.',
    ),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: httpUrl
    .optional()
    .describe('Where spans are sent instead; the whole URL.'),
  OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: httpUrl
    .optional()
    .describe('Where metrics are sent instead; the whole URL.'),
  OTEL_EXPORTER_OTLP_HEADERS: pairs
    .optional()
    .describe('Headers for the collector, `name=value`, comma separated and percent-encoded; secret.'),
  OTEL_EXPORTER_OTLP_PROTOCOL: z
    .enum(['http/json'])
    .default('http/json')
    .describe('How they are sent; there is no other way here.'),
  OTEL_TRACES_SAMPLER: z
    .enum([
      'always_on',
      'always_off',
      'traceidratio',
      'parentbased_always_on',
      'parentbased_always_off',
      'parentbased_traceidratio',
    ])
    .default('parentbased_always_on')
    .describe(
      'Which requests have spans; with `parentbased_`, those of a caller’s trace have them when the caller records it.',
    ),
  OTEL_TRACES_SAMPLER_ARG: ratio
    .optional()
    .describe('Required with a ratio as sampler, and with no other: the part of requests, from 0 to 1.'),
  OTEL_METRIC_EXPORT_INTERVAL: whole(1_000, 3_600_000)
    .prefault('60000')
    .describe('Milliseconds between two sendings of metrics.'),
  OTEL_SERVICE_NAME: z
    .string()
    .max(255)
    .default('partner-gateway')
    .describe('The name of the service in spans and metrics, `/metrics` included.'),
  OTEL_RESOURCE_ATTRIBUTES: pairs
    .optional()
    .describe('What else tells this instance apart in them, `name=value`, comma separated.'),
};

const isSentAnywhere = (given: Readonly<Record<string, string>>): boolean =>
  ['', '_TRACES', '_METRICS'].some((signal) => given[`OTEL_EXPORTER_OTLP${signal}_ENDPOINT`] !== undefined);

/** Read from the variables as they are given, so that these mistakes are reported beside the malformed ones. */
export const telemetryChecks: readonly CrossCheck[] = [
  [
    ({ OTEL_TRACES_SAMPLER: sampler = '', OTEL_TRACES_SAMPLER_ARG: part }) =>
      sampler.endsWith('traceidratio') !== (part !== undefined),
    'OTEL_TRACES_SAMPLER_ARG and a ratio as OTEL_TRACES_SAMPLER are required together',
  ],
  [
    (given) => given.OTEL_EXPORTER_OTLP_HEADERS !== undefined && !isSentAnywhere(given),
    'OTEL_EXPORTER_OTLP_HEADERS needs a collector: set OTEL_EXPORTER_OTLP_ENDPOINT',
  ],
];
