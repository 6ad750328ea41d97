/** The gateway's settings: the only reader of `process.env`, all mistakes reported at once. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { admissionChecks, admissionVariables } from './admission.ts';
import type { Given } from './cross-check.ts';
import { eventChecks, eventVariables } from './events.ts';
import { gatewayChecks, gatewayVariables } from './gateway.ts';
import { partnerVariables } from './partners.ts';
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

/** Every mistake in the environment, in one message. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(
      `The gateway cannot start with these settings:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`,
    );
    this.problems = problems;
  }
}

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

/** What the files say, as if the variables did; and what is wrong with them, by name and never by content. */
const readSecretFiles = (given: Given): { readonly found: Given; readonly problems: readonly string[] } => {
  const found: Record<string, string> = {};
  const problems: string[] = [];
  for (const name of secretVariables) {
    const path = given[`${name}_FILE`];
    if (path === undefined) continue;
    if (given[name] !== undefined) problems.push(`${name} and ${name}_FILE: keep one of the two`);
    try {
      const text = readFileSync(path, 'utf8').trim();
      if (text === '') problems.push(`${name}_FILE: the file is empty`);
      else found[name] = text;
    } catch {
      problems.push(`${name}_FILE: the file cannot be read`);
    }
  }
  return { found, problems };
};

const describeIssue = (issue: z.core.$ZodIssue, given: Given): string => {
  const name = issue.path.join('.');
  return given[name] === undefined ? `${name} is required` : `${name}: ${issue.message}`;
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
  const set: Given = Object.fromEntries(
    Object.entries(environment).filter((entry): entry is [string, string] => (entry[1] ?? '') !== ''),
  );
  const files = readSecretFiles(set);
  const given: Given = { ...set, ...files.found };
  const parsed = environmentSchema.safeParse(given);
  const problems = [
    ...files.problems,
    ...(parsed.error?.issues.map((issue) => describeIssue(issue, given)) ?? []),
    ...crossChecks.flatMap(([broken, problem]) => (broken(given) ? [problem] : [])),
  ];
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems);
  return Object.freeze({ ...parsed.data, JOURNAL_REDIS_URL: journalRedisUrl(parsed.data) });
};

/** What this process was started with. */
export const processEnvironment = (): NodeJS.ProcessEnv => process.env;

/** Reads the settings of this process. */
export const readProcessConfig = (): Config => readConfig(processEnvironment());
