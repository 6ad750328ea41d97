/** The gateway's settings: the only reader of `process.env`, all mistakes reported at once. */
import { z } from 'zod';
import { admissionVariables } from './admission.ts';
import type { Given } from './cross-check.ts';
import { gatewayChecks, gatewayVariables } from './gateway.ts';
import { partnerVariables } from './partners.ts';
import { journalRedisUrl, storeChecks, storeVariables } from './stores.ts';
import { upstreamChecks, upstreamVariables } from './upstream.ts';

/** Every environment variable of the gateway, with its default and meaning; `docs/configuration.md` lists the same. */
export const environmentSchema = z.object({
  ...gatewayVariables,
  ...partnerVariables,
  ...storeVariables,
  ...upstreamVariables,
  ...admissionVariables,
});

const crossChecks = [...storeChecks, ...upstreamChecks, ...gatewayChecks];

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

const describeIssue = (issue: z.core.$ZodIssue, given: Given): string => {
  const name = issue.path.join('.');
  return given[name] === undefined ? `${name} is required` : `${name}: ${issue.message}`;
};

/**
 * Reads the settings from an environment.
 *
 * @throws ConfigError naming every variable that is missing or wrong; values are never quoted.
 * @example
 * ```ts
 * const config = readConfig(process.env);
 * ```
 */
export const readConfig = (environment: Readonly<Record<string, string | undefined>>): Config => {
  const given: Given = Object.fromEntries(
    Object.entries(environment).filter((entry): entry is [string, string] => (entry[1] ?? '') !== ''),
  );
  const parsed = environmentSchema.safeParse(given);
  const problems = [
    ...(parsed.error?.issues.map((issue) => describeIssue(issue, given)) ?? []),
    ...crossChecks.flatMap(([broken, problem]) => (broken(given) ? [problem] : [])),
  ];
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems);
  return Object.freeze({ ...parsed.data, JOURNAL_REDIS_URL: journalRedisUrl(parsed.data) });
};

/** Reads the settings of this process. */
export const readProcessConfig = (): Config => readConfig(process.env);
