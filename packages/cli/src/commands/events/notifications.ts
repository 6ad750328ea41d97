/** `notifications dead`: notifications of 12go that were set aside. */
import type { NotificationDeadLetters } from '@partner-gateway/contract';
import type { Command } from 'commander';
import type { Context } from '../../context.ts';
import { type CommonOptions, createOutput, type Output, table, withCommonOptions } from '../../output.ts';
import { demandOpsSettings } from '../../settings.ts';

/** The path is the contract's; a test compares them. */
export const notificationDeadLettersPath = '/ops/v1/notifications/dead-letters';

const header = ['REASON', 'CLIENT', '12GO NUMBER', 'SIGNED', 'BYTES', 'DIGEST', 'SET ASIDE (UTC)'];

const view = ({ dead_letters: letters }: NotificationDeadLetters, output: Output): string => {
  const rows = letters.map((letter) => [
    letter.reason,
    letter.client_id ?? '-',
    letter.integration_booking_id ?? '-',
    letter.is_signed ? 'yes' : 'no',
    letter.bytes === null ? '-' : String(letter.bytes),
    letter.digest ?? '-',
    letter.set_aside_at ?? '-',
  ]);
  return table(header, rows, output);
};

type DeadOptions = CommonOptions & { readonly limit?: string };

const dead = async (context: Context, options: DeadOptions): Promise<void> => {
  const { askOps } = await import('../../ops-api.ts');
  const output = createOutput(context, options);
  const ops = await demandOpsSettings(context, options);
  const question = {
    path: notificationDeadLettersPath,
    query: { limit: options.limit },
    members: ['dead_letters', 'count'],
  };
  const listed = (await askOps(context, ops, question)) as NotificationDeadLetters;
  if (output.json) return output.dataJson(listed);
  if (listed.dead_letters.length > 0) output.data(view(listed, output));
  else output.note('None was set aside.');
  const more = listed.count - listed.dead_letters.length;
  if (more > 0) output.note(`${more} older ones are not shown.`);
};

/** Adds the command. */
export const addNotificationsCommand = (program: Command, context: Context): void => {
  const notifications = program.command('notifications').description('what 12go tells of bookings');
  withCommonOptions(
    notifications
      .command('dead')
      .description('list notifications that could not be read, attributed or worked, the latest first')
      .option('--limit <number>', 'at most so many; default 100'),
    'partner-cli notifications dead',
  ).action((options: DeadOptions) => dead(context, options));
};
