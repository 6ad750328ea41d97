/** `notifications dead` and `events audit`: what 12go told and was set aside, and who reads what is published. */
import type { EventsAudit, NotificationDeadLetters } from '@partner-gateway/contract';
import type { Command } from 'commander';
import type { Context } from '../../context.ts';
import { type CommonOptions, createOutput, type Output, table, withCommonOptions } from '../../output.ts';
import { demandOpsSettings } from '../../settings.ts';

/** The paths are the contract's; a test compares them. */
export const notificationDeadLettersPath = '/ops/v1/notifications/dead-letters';
export const eventsAuditPath = '/ops/v1/events/audit';

const headerOfDead = ['REASON', 'CLIENT', '12GO NUMBER', 'SIGNED', 'BYTES', 'DIGEST', 'SET ASIDE (UTC)'];

const viewOfDead = ({ dead_letters: letters }: NotificationDeadLetters, output: Output): string => {
  const rows = letters.map((letter) => [
    letter.reason,
    letter.client_id ?? '-',
    letter.integration_booking_id ?? '-',
    letter.is_signed ? 'yes' : 'no',
    letter.bytes === null ? '-' : String(letter.bytes),
    letter.digest ?? '-',
    letter.set_aside_at ?? '-',
  ]);
  return table(headerOfDead, rows, output);
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
  if (listed.dead_letters.length > 0) output.data(viewOfDead(listed, output));
  else output.note('None was set aside.');
  const more = listed.count - listed.dead_letters.length;
  if (more > 0) output.note(`${more} older ones are not shown.`);
};

const rowsOf = ({ groups, under_replicated, old_topics, moment_seconds }: EventsAudit): string[][] => [
  ...groups.flatMap(({ group, state, members, topics }) => [
    ['group', group, state, `${members} members`],
    ...topics.map(({ topic, lag, unconfirmed_partitions: unconfirmed }) => [
      'lag',
      `${group} ${topic}`,
      String(lag),
      unconfirmed === 0 ? '' : `nothing confirmed in ${unconfirmed} partitions`,
    ]),
  ]),
  ...under_replicated.map(({ topic, partition, replicas, in_sync }) => [
    'under-replicated',
    `${topic} ${partition}`,
    `${in_sync} of ${replicas}`,
    'copies in step',
  ]),
  ...old_topics.map(({ topic, exists, records }) => [
    'old topic',
    topic,
    exists ? String(records) : 'none',
    exists ? `records in ${moment_seconds} s` : 'there is no such topic',
  ]),
];

const audit = async (context: Context, options: CommonOptions): Promise<void> => {
  const { askOps } = await import('../../ops-api.ts');
  const output = createOutput(context, options);
  const ops = await demandOpsSettings(context, options);
  output.progress('Asking the brokers …');
  const members = ['groups', 'under_replicated', 'old_topics'];
  const found = (await askOps(context, ops, { path: eventsAuditPath, members })) as EventsAudit;
  if (output.json) return output.dataJson(found);
  const rows = rowsOf(found);
  if (rows.length > 0) output.data(table(['WHAT', 'NAME', 'STATE', 'DETAIL'], rows, output));
  else output.note('Nobody reads, every copy is in step, and there are no old topics.');
};

/** Adds the command. */
export const addEventsCommand = (program: Command, context: Context): void => {
  const events = program.command('events').description('what is published of bookings to Kafka');
  withCommonOptions(
    events
      .command('audit')
      .description('ask the brokers who reads which topic and how far behind, and which old topics live on'),
    'partner-cli events audit',
  ).action((options: CommonOptions) => audit(context, options));
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
