/** Variables of a program read against their schema: secrets from the files they name, and all mistakes told at once by name. */
import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import type { CrossCheck, Given } from './cross-check.ts';

/** What a program is set with. */
export type Variables<Schema extends z.ZodObject> = {
  /** As it is called in messages, such as `The gateway`. */
  readonly program: string;
  readonly schema: Schema;
  readonly checks: readonly CrossCheck[];
  /** Secrets, each of which may stand in a file instead: the variable of that name with `_FILE` behind it says where. */
  readonly secrets: readonly string[];
};

/** Every mistake in the environment, in one message. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly string[];

  constructor(program: string, problems: readonly string[]) {
    super(
      `${program} cannot start with these settings:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`,
    );
    this.problems = problems;
  }
}

/** What the files say, as if the variables did; and what is wrong with them, by name and never by content. */
const readSecretFiles = (
  secrets: readonly string[],
  given: Given,
): { readonly found: Given; readonly problems: readonly string[] } => {
  const found: Record<string, string> = {};
  const problems: string[] = [];
  for (const name of secrets) {
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

/** @throws ConfigError naming every variable that is missing or wrong; values are never quoted */
export const readVariables = <Schema extends z.ZodObject>(
  { program, schema, checks, secrets }: Variables<Schema>,
  environment: Readonly<Record<string, string | undefined>>,
): z.output<Schema> => {
  const set: Given = Object.fromEntries(
    Object.entries(environment).filter((entry): entry is [string, string] => (entry[1] ?? '') !== ''),
  );
  const files = readSecretFiles(secrets, set);
  const given: Given = { ...set, ...files.found };
  const parsed = schema.safeParse(given);
  const problems = [
    ...files.problems,
    ...(parsed.error?.issues.map((issue) => describeIssue(issue, given)) ?? []),
    ...checks.flatMap(([broken, problem]) => (broken(given) ? [problem] : [])),
  ];
  if (!parsed.success || problems.length > 0) throw new ConfigError(program, problems);
  return parsed.data;
};
