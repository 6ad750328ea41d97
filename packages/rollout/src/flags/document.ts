/** The whole rollout as one document: numbered, told who changed it and why, and read with every mistake at once. */
import { z } from 'zod';
import { notificationModes, type Rule, ruleSchema } from './rules.ts';
import { stepOf } from './steps.ts';

const nameOf = ({ endpoint, client }: Pick<Rule, 'endpoint' | 'client'>): string =>
  `${endpoint} of ${client}`;

/** The document as a file holds it and as instances tell it each other. */
export const rolloutSchema = z
  .strictObject({
    /** Grows with every change; of two documents the higher one counts. */
    revision: z.int().min(0),
    changed_by: z.string().min(1).max(100),
    changed_at: z.iso.datetime(),
    reason: z.string().min(1).max(500),
    notifications: z.enum(notificationModes).default('legacy'),
    rules: z.array(ruleSchema).max(2_000),
  })
  .superRefine(({ rules }, context) => {
    const seen = new Set<string>();
    for (const [index, rule] of rules.entries()) {
      const name = nameOf(rule);
      if (seen.has(name))
        context.addIssue({ code: 'custom', path: ['rules', index], message: `is the second for ${name}` });
      seen.add(name);
    }
  });

export type Rollout = z.output<typeof rolloutSchema>;

/** Before anybody decided anything. */
export const untouched: Rollout = {
  revision: 0,
  changed_by: 'nobody',
  changed_at: '1970-01-01T00:00:00Z',
  reason: 'the old system answers everything',
  notifications: 'legacy',
  rules: [],
};

/** A document that cannot be used, with every mistake. */
export class RolloutRefused extends Error {
  override readonly name = 'RolloutRefused';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The rollout cannot be used:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.problems = problems;
  }
}

/** Reads a document from JSON text. @throws RolloutRefused */
export const readRollout = (text: string): Rollout => {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new RolloutRefused(['it is not JSON']);
  }
  const read = rolloutSchema.safeParse(json);
  if (read.success) return read.data;
  throw new RolloutRefused(
    read.error.issues.map(({ path, message }) => `${path.join('.') || 'the document'}: ${message}`),
  );
};

/** One spelling of a document, so that equal ones are equal texts. */
const spelled = ({ rules, ...rest }: Rollout): string =>
  JSON.stringify({ ...rest, rules: rules.map((rule) => Object.entries(rule).sort()) });

/**
 * Of two documents the one that counts: the higher revision, and of two changes made at once the same one everywhere.
 */
export const latest = (one: Rollout, other: Rollout): Rollout => {
  if (one.revision !== other.revision) return one.revision > other.revision ? one : other;
  if (one.changed_at !== other.changed_at) return one.changed_at > other.changed_at ? one : other;
  return spelled(one) >= spelled(other) ? one : other;
};

/**
 * The rule for a client's endpoint: that for the client before that for all, that of the endpoint before that of its step; undefined
 * where nobody made one.
 */
export const ruleFor = (
  { rules }: Pick<Rollout, 'rules'>,
  { client, endpoint }: { readonly client: string; readonly endpoint: string },
): Rule | undefined => {
  const names = [endpoint, stepOf(endpoint)];
  for (const who of [client, '*']) {
    for (const name of names) {
      const found = rules.find((rule) => rule.client === who && rule.endpoint === name);
      if (found !== undefined) return found;
    }
  }
  return undefined;
};
