/** `rollout gate`: the canary gate for a pipeline: whether a share may grow, waits or goes back, and on request it does. */
import type { Flags, GateVerdict, Rollout, Rule } from '@partner-gateway/rollout';
import type { Command } from 'commander';
import { assertMeant } from '../../confirmation.ts';
import type { Context } from '../../context.ts';
import { CommandFailure } from '../../failure.ts';
import { createOutput, type Output } from '../../output.ts';
import type { Routers, Told } from '../../rollout/routers.ts';
import {
  environmentOfRouters,
  type RouterCommandOptions,
  withConfirmation,
  withRouterOptions,
} from './router-command.ts';

type GateOptions = RouterCommandOptions & {
  readonly client: string;
  readonly apply?: boolean;
  readonly confirmEnvironment?: string;
};

/** The verdict, as far as it goes without numbers where a router does not answer. */
type Decision = Pick<GateVerdict, 'decision' | 'reasons'> & Partial<GateVerdict>;

const hold = (...reasons: readonly string[]): Decision => ({ decision: 'hold', reasons });

/** Why nothing can be decided: what one router saw is not known, or it goes by other rules. */
const obstacleOf = (told: readonly Told<Flags>[]): Decision | undefined => {
  const failures = told.flatMap((one) => ('failure' in one ? [one.failure.message] : []));
  if (failures.length > 0) return hold(...failures);
  const revisions = new Set(told.flatMap((one) => ('value' in one ? [one.value.rollout.revision] : [])));
  return revisions.size > 1 ? hold('routers have different revisions') : undefined;
};

const minuteMs = 60_000;
const minutesMax = 120;

/** Whole minutes since the rule became so. */
const minutesSince = ({ since }: Rule, nowMs: number): number => {
  const minutes = since === undefined ? 1 : Math.ceil((nowMs - Date.parse(since)) / minuteMs);
  return Math.min(minutesMax, Math.max(1, minutes));
};

const ruleOf = ({ rules }: Rollout, endpoint: string, client: string): Rule => {
  const found = rules.find((rule) => rule.endpoint === endpoint && rule.client === client);
  if (found !== undefined) return found;
  throw new CommandFailure('not_found', `there is no rule for ${endpoint} of ${client}`, {
    hint: '`rollout show` lists the rules; `rollout set` makes one.',
  });
};

const decide = async (context: Context, routers: Routers, rule: Rule): Promise<Decision> => {
  const [{ askReports, failuresOf, valuesOf }, { judge, mergeReports }] = await Promise.all([
    import('../../rollout/routers.ts'),
    import('@partner-gateway/rollout'),
  ]);
  const nowMs = Date.now();
  const told = await askReports(context, routers, minutesSince(rule, nowMs));
  const failures = failuresOf(told).map(({ message }) => message);
  const report = mergeReports(valuesOf(told));
  if (failures.length > 0 || report === undefined) return hold(...failures);
  return judge({ rule, report, nowMs });
};

/** The rule of the next share; what is compared goes on being compared while the old system answers anything. */
const nextRule = ({ endpoint, client }: Rule, percent: number, copyPercent: number): Omit<Rule, 'since'> => {
  const copies = copyPercent > 0 && { copy_percent: copyPercent };
  if (percent >= 100) return { endpoint, client, mode: 'gateway' };
  if (percent > 0) return { endpoint, client, mode: 'percent', percent, ...copies };
  return copies ? { endpoint, client, mode: 'shadow', ...copies } : { endpoint, client, mode: 'legacy' };
};

const reasonMax = 500;

const apply = async (
  context: Context,
  { routers, rule, decision }: { routers: Routers; rule: Rule; decision: Decision },
  options: GateOptions,
): Promise<void> => {
  const percent = decision.nextPercent ?? 0;
  const environment = environmentOfRouters(routers);
  const sentence = `For ${rule.endpoint} of ${rule.client}: from ${decision.percent ?? 0} to ${percent} %.`;
  await assertMeant(context, options.confirmEnvironment, { sentence, environment });
  const [{ changeRollout, inEffectAt }, { shareOf }] = await Promise.all([
    import('../../rollout/rollout-change.ts'),
    import('@partner-gateway/rollout'),
  ]);
  const reason = `canary gate: ${decision.reasons.join('; ')}`.slice(0, reasonMax);
  const changed = await changeRollout(context, routers, {
    change: { kind: 'set', rule: nextRule(rule, percent, shareOf(rule).copyPercent) },
    reason,
  });
  const there = inEffectAt(changed).length;
  if (there < routers.urls.length)
    throw new CommandFailure('unhealthy', `${percent} % are in effect at ${there} of ${routers.urls.length}`);
};

const tell = (decision: Decision, output: Output): void => {
  if (output.json) {
    output.dataJson(decision);
    return;
  }
  const { percent, nextPercent } = decision;
  output.data(decision.decision.replace('_', ' '));
  for (const reason of decision.reasons) output.data(`  ${reason}`);
  if (percent !== undefined && nextPercent !== undefined && percent !== nextPercent)
    output.note(`From ${percent} to ${nextPercent} %.`);
};

const gate = async (context: Context, endpoint: string, options: GateOptions): Promise<void> => {
  const { askFlags, demandAnswers, demandRouters } = await import('../../rollout/routers.ts');
  const output = createOutput(context, options);
  const routers = await demandRouters(context, options);
  const told = await askFlags(context, routers);
  const [flags] = demandAnswers(told);
  if (flags === undefined) throw new CommandFailure('configuration', 'there is no router');
  const rule = ruleOf(flags.rollout, endpoint, options.client);
  const decision = obstacleOf(told) ?? (await decide(context, routers, rule));
  const moves = decision.nextPercent !== undefined && decision.nextPercent !== decision.percent;
  if (options.apply === true && moves) await apply(context, { routers, rule, decision }, options);
  tell(decision, output);
  const { decision: end, reasons } = decision;
  if (end !== 'advance') throw new CommandFailure(end, reasons.join('; '));
};

/** Adds the command. */
export const addGateCommand = (rollout: Command, context: Context): void => {
  withRouterOptions(
    withConfirmation(
      rollout
        .command('gate')
        .description('judge the share of a rule: ends with 0 to advance, 12 to hold, 13 to roll back')
        .argument('<endpoint>', 'as the rule has it')
        .option('--client <id>', 'as the rule has it; default: that for all', '*')
        .option('--apply', 'set the next share, or the one before'),
    ),
    'partner-cli rollout gate search --client acme --apply --confirm-environment production',
  ).action((endpoint: string, options: GateOptions) => gate(context, endpoint, options));
};
