/** The gateway's settings: the only reader of `process.env`, all mistakes reported at once. */
import { z } from 'zod';
import { admissionChecks, admissionVariables } from './admission.ts';
import { eventChecks, eventVariables } from './events.ts';
import { gatewayChecks, gatewayVariables } from './gateway.ts';
import { partnerVariables } from './partners.ts';
import { readVariables } from './read-variables.ts';
import { journalRedisUrl, storeChecks, storeVariables } from './stores.ts';
import { telemetryChecks, telemetryVariables } from './telemetry.ts';
import { upstreamChecks, upstreamVariables } from './upstream.ts';

/** Every environment variable of the gateway, with its default and meaning; `docs/configuration.md` lists the same. */
export const environmentSchema = z.object({
  ...gatewayVariables,
  ...partnerVariables,
  ...storeVariables,
  ...upstreamVariables,
  ...admissionVariables,
  ...eventVariables,
  ...telemetryVariables,
});

const crossChecks = [
  ...admissionChecks,
  ...storeChecks,
  ...upstreamChecks,
  ...telemetryChecks,
  ...eventChecks,
  ...gatewayChecks,
];

type Environment = z.output<typeof environmentSchema>;

/** The gateway's settings. */
export type Config = Readonly<Environment>;

/** Secrets, each of which may stand in a file instead: the variable of that name with `_FILE` behind it says where. */
export const secretVariables = [
  'SEALING_KEYS',
  'SEALING_ACTIVE_KEY_ID',
  'BOOKING_ID_SECRET',
  'OPS_KEY_HASHES',
  'NOTIFICATION_SECRET',
  'CREDIT_LINE_KEY',
  'KAFKA_SASL_PASSWORD',
  'REDIS_URL',
  'JOURNAL_REDIS_URL',
  'SEARCH_CACHE_REDIS_URL',
  'OTEL_EXPORTER_OTLP_HEADERS',
] as const;

const variables = {
  program: 'The gateway',
  schema: environmentSchema,
  checks: crossChecks,
  secrets: secretVariables,
};

/**
 * Reads the settings from an environment, and the files that it names for secrets.
 *
 * @throws ConfigError naming every variable that is missing or wrong; values are never quoted.
 * @example
 * ```ts
 * const config = readConfig(process.env);
 * ```
 */
export const readConfig = (environment: Readonly<Record<string, string | undefined>>): Config => {
  const config = readVariables(variables, environment);
  return Object.freeze({ ...config, JOURNAL_REDIS_URL: journalRedisUrl(config) });
};

/** What this process was started with. */
export const processEnvironment = (): NodeJS.ProcessEnv => process.env;

/** Reads the settings of this process. */
export const readProcessConfig = (): Config => readConfig(processEnvironment());
