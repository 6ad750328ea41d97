/** A change of the rollout: one rule set or taken away, by somebody, for a reason. */
import { type Rollout, RolloutRefused } from './document.ts';
import { type Rule, ruleSchema } from './rules.ts';

/** Who changes, why, and when. */
export type Author = { readonly name: string; readonly reason: string; readonly nowMs: number };

/** What is changed: a rule takes the place of the one for the same endpoint and client. */
export type Change =
  | { readonly kind: 'set'; readonly rule: Omit<Rule, 'since'> }
  | { readonly kind: 'remove'; readonly endpoint: string; readonly client: string }
  | { readonly kind: 'notifications'; readonly mode: Rollout['notifications'] };

type Place = Pick<Rule, 'endpoint' | 'client'>;

const isAt =
  (place: Place) =>
  ({ endpoint, client }: Place): boolean =>
    endpoint === place.endpoint && client === place.client;

const checked = (rule: Rule): Rule => {
  const read = ruleSchema.safeParse(rule);
  if (read.success) return read.data;
  throw new RolloutRefused(read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`));
};

const rulesAfter = (rules: readonly Rule[], change: Change, now: string): Rule[] => {
  if (change.kind === 'notifications') return [...rules];
  if (change.kind === 'set') {
    const rule = checked({ ...change.rule, since: now });
    return [...rules.filter((other) => !isAt(rule)(other)), rule];
  }
  if (!rules.some(isAt(change)))
    throw new RolloutRefused([`there is no rule for ${change.endpoint} of ${change.client}`]);
  return rules.filter((other) => !isAt(change)(other));
};

/**
 * The rollout after a change, with the next revision.
 *
 * @throws RolloutRefused when the rule cannot be, or there is none to take away.
 */
export const changed = (rollout: Rollout, change: Change, { name, reason, nowMs }: Author): Rollout => {
  const now = new Date(nowMs).toISOString();
  return {
    ...rollout,
    revision: rollout.revision + 1,
    changed_by: name,
    changed_at: now,
    reason,
    rules: rulesAfter(rollout.rules, change, now),
    ...(change.kind === 'notifications' && { notifications: change.mode }),
  };
};
