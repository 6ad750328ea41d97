/** `rollout set`, `rollout remove` and `rollout notifications`: one change, at every router within seconds. */
import type { ChangeRequest } from '@partner-gateway/rollout';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { assertMeant } from '../../confirmation.ts';
import type { Context } from '../../context.ts';
import { createOutput } from '../../output.ts';
import {
  type ChangeOptions,
  environmentOfRouters,
  withConfirmation,
  withRouterOptions,
} from './router-command.ts';

type Change = ChangeRequest['change'];
type SetOptions = ChangeOptions & {
  readonly mode: 'legacy' | 'shadow' | 'percent' | 'gateway';
  readonly percent?: number;
  readonly copyPercent?: number;
};

const apply = async (
  context: Context,
  options: Omit<ChangeOptions, 'client'>,
  { change, sentence }: { readonly change: Change; readonly sentence: string },
): Promise<void> => {
  const [{ demandRouters }, { changeRollout, tellChange }] = await Promise.all([
    import('../../rollout/routers.ts'),
    import('../../rollout/rollout-change.ts'),
  ]);
  const output = createOutput(context, options);
  const routers = await demandRouters(context, options);
  const environment = environmentOfRouters(routers);
  await assertMeant(context, options.confirmEnvironment, { sentence, environment });
  output.progress('Waiting for every router …');
  tellChange(await changeRollout(context, routers, { change, reason: options.reason }), output);
};

const whose = (client: string): string => (client === '*' ? 'every client' : client);

const ruleOf = (endpoint: string, options: SetOptions): Change => {
  const { client, mode, percent, copyPercent } = options;
  return {
    kind: 'set',
    rule: {
      endpoint,
      client,
      mode,
      ...(percent !== undefined && { percent }),
      ...(copyPercent !== undefined && { copy_percent: copyPercent }),
    },
  };
};

const share = ({ mode, percent }: SetOptions): string =>
  mode === 'percent' ? `the gateway answers ${percent ?? '?'} %` : `mode ${mode}`;

const percentage = (text: string): number => {
  if (/^\d{1,3}(?:\.\d{1,2})?$/.test(text) && Number(text) <= 100) return Number(text);
  throw new InvalidArgumentError('It has to be a number from 0 to 100.');
};

const withReason = (command: Command): Command =>
  withConfirmation(
    command.requiredOption('--reason <text>', 'goes into the rollout and the log with the name of your key'),
  );

const addSet = (rollout: Command, context: Context): void => {
  withRouterOptions(
    withReason(
      rollout
        .command('set')
        .description('set who answers an endpoint or a step, for a client or for all')
        .argument(
          '<endpoint>',
          'stations, search, funnel, post_booking, or an endpoint of one but the funnel',
        )
        .option('--client <id>', 'for this client; default: for all', '*')
        .addOption(
          new Option('--mode <mode>', 'who answers')
            .choices(['legacy', 'shadow', 'percent', 'gateway'])
            .makeOptionMandatory(),
        )
        .option(
          '--percent <number>',
          'with mode percent: of 100 requests so many are the gateway’s',
          percentage,
        )
        .option('--copy-percent <number>', 'of 100 old answers so many are compared', percentage),
    ),
    "partner-cli rollout set search --client acme --mode percent --percent 5 --copy-percent 10 --reason 'the canary begins'",
  ).action((endpoint: string, options: SetOptions) =>
    apply(context, options, {
      change: ruleOf(endpoint, options),
      sentence: `For ${endpoint} of ${whose(options.client)}: ${share(options)}.`,
    }),
  );
};

const addRemove = (rollout: Command, context: Context): void => {
  withRouterOptions(
    withReason(
      rollout
        .command('remove')
        .description('take a rule away; the next that fits counts, and without one the old system answers')
        .argument('<endpoint>', 'as the rule has it')
        .option('--client <id>', 'as the rule has it; default: that for all', '*'),
    ),
    "partner-cli rollout remove search --client acme --reason 'back for now, ticket 4711'",
  ).action((endpoint: string, options: ChangeOptions) =>
    apply(context, options, {
      change: { kind: 'remove', endpoint, client: options.client },
      sentence: `Take away the rule for ${endpoint} of ${whose(options.client)}.`,
    }),
  );
};

/** Adds the commands. */
export const addChangeCommands = (rollout: Command, context: Context): void => {
  addSet(rollout, context);
  addRemove(rollout, context);
  withRouterOptions(
    withReason(
      rollout
        .command('notifications')
        .description('set who gets what 12go tells of bookings')
        .argument('<mode>', 'legacy, both or gateway'),
    ),
    "partner-cli rollout notifications both --reason 'the first booking of the gateway'",
  ).action((mode: 'legacy' | 'both' | 'gateway', options: ChangeOptions) =>
    apply(context, options, {
      change: { kind: 'notifications', mode },
      sentence: `What 12go tells of bookings goes to: ${mode}.`,
    }),
  );
};
