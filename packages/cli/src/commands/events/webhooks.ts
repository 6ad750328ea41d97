/** `webhooks`: how each client's endpoint is, what was given up, sent again, and endpoints taken out and put back. */
import type {
  ReplayedWebhooks,
  ReplayWebhooksRequest,
  WebhookDeadLetters,
  WebhookEndpointChange,
  WebhookEndpointRequest,
  Webhooks,
} from '@partner-gateway/contract';
import type { Command } from 'commander';
import { assertMeant } from '../../confirmation.ts';
import type { Context } from '../../context.ts';
import { CommandFailure } from '../../failure.ts';
import { type CommonOptions, createOutput, type Output, table, withCommonOptions } from '../../output.ts';
import { demandOpsSettings, environmentOf } from '../../settings.ts';

/** The paths are the contract's; a test compares them. */
export const webhooksPath = '/ops/v1/webhooks';
export const webhookDeadLettersPath = '/ops/v1/webhooks/dead-letters';
export const replayWebhooksPath = '/ops/v1/webhooks/replay';
export const webhookEndpointPath = '/ops/v1/webhooks/endpoint';

const stateOf = ({ unusable_because: why, disabled }: Webhooks['webhooks'][number]): string => {
  if (disabled !== null) return `disabled (${disabled.reason}) since ${disabled.since}`;
  return why === null ? 'usable' : why.replaceAll('_', ' ');
};

const ageOf = (seconds: number | null): string => (seconds === null ? '-' : `${Math.round(seconds)} s`);

const listHeader = ['CLIENT', 'HOST', 'STATE', 'WAITING', 'OLDEST', 'DEAD', 'FAILING SINCE (UTC)'];

const viewOfList = ({ webhooks }: Webhooks, output: Output): string => {
  const rows = webhooks.map((webhook) => [
    webhook.client_id,
    webhook.host,
    stateOf(webhook),
    String(webhook.waiting),
    ageOf(webhook.oldest_waiting_seconds),
    String(webhook.dead),
    webhook.failing_since ?? '-',
  ]);
  return table(listHeader, rows, output);
};

type ListOptions = CommonOptions & { readonly client?: string };

const list = async (context: Context, options: ListOptions): Promise<void> => {
  const { askOps } = await import('../../ops-api.ts');
  const output = createOutput(context, options);
  const ops = await demandOpsSettings(context, options);
  const question = { path: webhooksPath, query: { client_id: options.client }, members: ['webhooks'] };
  const listed = (await askOps(context, ops, question)) as Webhooks;
  if (output.json) return output.dataJson(listed);
  if (listed.webhooks.length > 0) output.data(viewOfList(listed, output));
  else output.note('No webhook is set up there.');
};

const deadHeader = ['EVENT', 'BOOKING', 'REASON', 'ATTEMPTS', 'LAST OUTCOME', 'DIED (UTC)'];

const viewOfDead = ({ dead_letters: letters }: WebhookDeadLetters, output: Output): string => {
  const rows = letters.map((letter) => [
    letter.event_id,
    letter.booking_id,
    letter.reason,
    String(letter.attempts),
    letter.last_outcome ?? '-',
    letter.died_at,
  ]);
  return table(deadHeader, rows, output);
};

type DeadOptions = CommonOptions & {
  readonly client: string;
  readonly limit?: string;
  readonly before?: string;
};

const dead = async (context: Context, options: DeadOptions): Promise<void> => {
  const { askOps } = await import('../../ops-api.ts');
  const output = createOutput(context, options);
  const { client, limit, before } = options;
  const ops = await demandOpsSettings(context, options);
  const question = {
    path: webhookDeadLettersPath,
    query: { client_id: client, limit, before },
    members: ['dead_letters'],
  };
  const listed = (await askOps(context, ops, question)) as WebhookDeadLetters;
  if (output.json) return output.dataJson(listed);
  if (listed.dead_letters.length > 0) output.data(viewOfDead(listed, output));
  else output.note('None was given up.');
  if (listed.next_before !== null) output.note(`There may be more: --before ${listed.next_before}`);
};

type MeantOptions = CommonOptions & {
  readonly client: string;
  readonly reason: string;
  readonly confirmEnvironment?: string;
};
type ReplayOptions = MeantOptions & { readonly event?: readonly string[]; readonly all?: boolean };

const requestOf = ({ client, reason, event, all }: ReplayOptions): ReplayWebhooksRequest => {
  if ((event === undefined) !== (all === undefined))
    return {
      client_id: client,
      reason,
      ...(event !== undefined && { event_ids: [...event] }),
      ...(all && { all }),
    };
  throw new CommandFailure('usage', 'say --event or --all, and not both');
};

const replay = async (context: Context, options: ReplayOptions): Promise<void> => {
  const { askOps } = await import('../../ops-api.ts');
  const output = createOutput(context, options);
  const body = requestOf(options);
  const ops = await demandOpsSettings(context, options);
  const environment = environmentOf(ops.opsBaseUrl);
  const which =
    body.event_ids === undefined ? 'every dead webhook' : `${body.event_ids.length} dead webhooks`;
  const sentence = `Send ${which} of ${options.client} again, with the ids that they had.`;
  await assertMeant(context, options.confirmEnvironment, { sentence, environment });
  const question = { path: replayWebhooksPath, body, members: ['replayed'] };
  const replayed = (await askOps(context, ops, question)) as ReplayedWebhooks;
  if (output.json) return output.dataJson(replayed);
  output.data(String(replayed.replayed));
  output.note('So many wait again; `webhooks list` shows how they go.');
};

const change =
  (context: Context, state: WebhookEndpointRequest['state']) =>
  async (options: MeantOptions): Promise<void> => {
    const { askOps } = await import('../../ops-api.ts');
    const output = createOutput(context, options);
    const { client, reason } = options;
    const ops = await demandOpsSettings(context, options);
    const environment = environmentOf(ops.opsBaseUrl);
    const sentence =
      state === 'enabled'
        ? `Send webhooks to the endpoint of ${client} again.`
        : `Send nothing more to the endpoint of ${client}; what is due becomes a dead letter.`;
    await assertMeant(context, options.confirmEnvironment, { sentence, environment });
    const body: WebhookEndpointRequest = { client_id: client, state, reason };
    const question = { path: webhookEndpointPath, body, members: ['state', 'effect'] };
    const changed = (await askOps(context, ops, question)) as WebhookEndpointChange;
    if (output.json) return output.dataJson(changed);
    output.data(changed.state);
    output.note(`${changed.was_changed ? '' : 'It was so before. '}${changed.effect}`);
    if (changed.dead > 0) output.note(`Dead letters: ${changed.dead}.`);
  };

const withMeantOptions = (command: Command): Command =>
  command
    .requiredOption('--client <id>', 'whose endpoint it is')
    .requiredOption('--reason <text>', 'goes into the log with the name of your key')
    .option('--confirm-environment <name>', 'do not ask for the name of the environment: this is it');

const addReading = (webhooks: Command, context: Context): void => {
  withCommonOptions(
    webhooks
      .command('list')
      .description('list how the endpoint of each client is, and what waits or was given up')
      .option('--client <id>', 'that of this client'),
    'partner-cli webhooks list',
  ).action((options: ListOptions) => list(context, options));
  withCommonOptions(
    webhooks
      .command('dead')
      .description('list webhooks of a client that were given up, the latest first')
      .requiredOption('--client <id>', 'whose')
      .option('--limit <number>', 'at most so many; default 100')
      .option('--before <number>', 'those that died earlier, as the page before says'),
    'partner-cli webhooks dead --client acme',
  ).action((options: DeadOptions) => dead(context, options));
};

/** Adds the command. */
export const addWebhooksCommand = (program: Command, context: Context): void => {
  const webhooks = program.command('webhooks').description('changes of bookings that are posted to partners');
  addReading(webhooks, context);
  withCommonOptions(
    withMeantOptions(
      webhooks
        .command('replay')
        .description('send webhooks that were given up again, with the ids that they had')
        .option('--event <id...>', 'these, as `webhooks dead` has them')
        .option('--all', 'every one of the client'),
    ),
    "partner-cli webhooks replay --client acme --all --reason 'endpoint repaired, ticket 4711'",
  ).action((options: ReplayOptions) => replay(context, options));
  withCommonOptions(
    withMeantOptions(
      webhooks
        .command('enable')
        .description(
          'send to the endpoint of a client again; dead letters stay dead until they are replayed',
        ),
    ),
    "partner-cli webhooks enable --client acme --reason 'endpoint repaired, ticket 4711'",
  ).action(change(context, 'enabled'));
  withCommonOptions(
    withMeantOptions(
      webhooks
        .command('disable')
        .description('send nothing more to the endpoint of a client; what is due becomes a dead letter'),
    ),
    "partner-cli webhooks disable --client acme --reason 'asked for by the partner'",
  ).action(change(context, 'disabled'));
};
