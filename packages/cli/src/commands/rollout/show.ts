/** `rollout show`: the rules, and how each router is. */
import type { Flags, Rollout } from '@partner-gateway/rollout';
import type { Command } from 'commander';
import type { Context } from '../../context.ts';
import { CommandFailure } from '../../failure.ts';
import { createOutput, type Output, table } from '../../output.ts';
import type { Told } from '../../rollout/routers.ts';
import { type RouterCommandOptions, withRouterOptions } from './router-command.ts';

const ruleHeader = ['ENDPOINT', 'CLIENT', 'MODE', 'SHARE', 'COPIED', 'SINCE (UTC)'];
const routerHeader = ['ROUTER', 'REVISION', 'FILE', 'GATEWAY', 'COPIES'];

const percent = (part: number): string => `${part} %`;

const ruleRows = ({ rules }: Rollout, shareOf: typeof import('@partner-gateway/rollout')['shareOf']) =>
  rules.map((rule) => {
    const share = shareOf(rule);
    return [
      rule.endpoint,
      rule.client,
      rule.mode,
      percent(share.percent),
      percent(share.copyPercent),
      rule.since ?? '-',
    ];
  });

const routerRow = (one: Told<Flags>): string[] => {
  const { host } = new URL(one.url);
  if ('failure' in one) return [host, '-', one.failure.message, '-', '-'];
  const { rollout, file, circuits } = one.value;
  return [
    host,
    String(rollout.revision),
    file === null ? 'none' : file.status,
    circuits.gateway,
    circuits.copies,
  ];
};

const assertOne = (told: readonly Told<Flags>[]): void => {
  const revisions = new Set(told.map((one) => ('value' in one ? one.value.rollout.revision : undefined)));
  if (revisions.has(undefined)) throw new CommandFailure('unhealthy', 'a router does not answer');
  if (revisions.size > 1) throw new CommandFailure('unhealthy', 'routers have different revisions');
};

const view = async (rollout: Rollout, told: readonly Told<Flags>[], output: Output): Promise<void> => {
  const { shareOf } = await import('@partner-gateway/rollout');
  if (rollout.rules.length > 0) output.data(table(ruleHeader, ruleRows(rollout, shareOf), output));
  else output.note('There is no rule: the old system answers everything.');
  output.data(table(routerHeader, told.map(routerRow), output));
  const { revision, changed_by: who, changed_at: when, reason, notifications } = rollout;
  output.note(`Revision ${revision} by ${who} at ${when}: ${reason}. Notifications: ${notifications}.`);
};

const show = async (context: Context, options: RouterCommandOptions): Promise<void> => {
  const [{ askFlags, demandAnswers, demandRouters }, { latest }] = await Promise.all([
    import('../../rollout/routers.ts'),
    import('@partner-gateway/rollout'),
  ]);
  const output = createOutput(context, options);
  const told = await askFlags(context, await demandRouters(context, options));
  const rollout = demandAnswers(told)
    .map((flags) => flags.rollout)
    .reduce(latest);
  const routers = told.map((one) =>
    'value' in one
      ? { url: one.url, ...one.value, rollout: undefined, revision: one.value.rollout.revision }
      : { url: one.url, failure: one.failure.message },
  );
  if (output.json) output.dataJson({ rollout, routers });
  else await view(rollout, told, output);
  assertOne(told);
};

/** Adds the command. */
export const addShowCommand = (rollout: Command, context: Context): void => {
  withRouterOptions(
    rollout
      .command('show')
      .description('show who answers what, and how each router is; ends with 1 when they are not one'),
    'partner-cli rollout show',
  ).action((options: RouterCommandOptions) => show(context, options));
};
