/** `outcomes list`: booking writes whose outcome nobody knows yet. */
import type { OpenOutcomes } from '@partner-gateway/contract';
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { type CommonOptions, createOutput, type Output, table, withCommonOptions } from '../output.ts';
import { demandOpsSettings } from '../settings.ts';

/** The path is the contract's; a test compares them. */
export const openOutcomesPath = '/ops/v1/open-outcomes';

const header = [
  'CLIENT',
  'OPERATION',
  'SUBJECT',
  'SINCE (UTC)',
  'AGE',
  'AT STAKE',
  'CORRELATION ID',
  'ENDS BY',
];

const age = (seconds: number): string => {
  if (seconds < 60) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes}m` : `${Math.floor(minutes / 60)}h${minutes % 60}m`;
};

/** A gateway older than this CLI tells no money. */
const moneyOf = (money: OpenOutcomes['open_outcomes'][number]['at_stake'] | undefined): string =>
  money == null ? 'unknown' : `${money.amount} ${money.currency}`;

const openView = ({ open_outcomes: open }: OpenOutcomes, output: Output): string => {
  const rows = open.map((one) => [
    one.client_id,
    one.operation,
    one.subject,
    one.since,
    age(one.age_seconds),
    moneyOf(one.at_stake),
    one.correlation_id,
    one.settled_by_reading ? 'reading' : 'operator',
  ]);
  return table(header, rows, output);
};

type OpenOptions = CommonOptions & { readonly client?: string };

const listOpen = async (context: Context, options: OpenOptions): Promise<void> => {
  const { askOps } = await import('../ops-api.ts');
  const output = createOutput(context, options);
  const question = {
    path: openOutcomesPath,
    query: { client_id: options.client },
    members: ['open_outcomes'],
  };
  const ops = await demandOpsSettings(context, options);
  const listed = (await askOps(context, ops, question)) as OpenOutcomes;
  if (output.json) return output.dataJson(listed);
  if (listed.open_outcomes.length === 0) return output.note('No outcome is open.');
  output.data(openView(listed, output));
  if (listed.open_outcomes.some(({ settled_by_reading: isRead }) => !isRead))
    output.note(
      'What ends by operator: ask 12go how it ended, then `partner-cli booking resolve`; docs/runbooks/unknown-outcome.md says how.',
    );
};

/** Its name, and what it does for whoever looks for it there. */
type Place = { readonly name: string; readonly description: string; readonly example: string };

const addListing = (parent: Command, context: Context, { name, description, example }: Place): void => {
  withCommonOptions(
    parent.command(name).description(description).option('--client <id>', 'only those of this client'),
    example,
  ).action((options: OpenOptions) => listOpen(context, options));
};

/** Adds the command. */
export const addOutcomesCommand = (program: Command, context: Context): void =>
  addListing(
    program.command('outcomes').description('booking writes whose outcome nobody knows yet'),
    context,
    {
      name: 'list',
      description: 'list them with their age, their client and the money at stake',
      example: 'partner-cli outcomes list',
    },
  );

/** Adds it below `booking` too, where `booking resolve` is. */
export const addOpenOutcomesCommand = (booking: Command, context: Context): void =>
  addListing(booking, context, {
    name: 'open',
    description: 'the same as `outcomes list`',
    example: 'partner-cli booking open',
  });
