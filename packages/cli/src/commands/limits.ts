/** `limits set`: rate limits of a client, changed for a while on the instance that answers. */
import type { ClientLimits, ClientLimitsRequest } from '@partner-gateway/contract';
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { CommandFailure } from '../failure.ts';
import { type CommonOptions, createOutput, table, withCommonOptions } from '../output.ts';
import { demandOpsSettings } from '../settings.ts';

/** The path is the contract's; a test compares them. */
export const clientLimitsPath = '/ops/v1/clients/limits';

type SetOptions = CommonOptions & {
  readonly client: string;
  readonly search?: string;
  readonly booking?: string;
  readonly poll?: string;
  readonly masterData?: string;
  readonly for: string;
  readonly reason: string;
};

const whole = (name: string, text: string): number => {
  if (/^\d{1,6}$/.test(text)) return Number(text);
  throw new CommandFailure('usage', `${name} takes a whole number`);
};

const requestOf = (options: SetOptions): ClientLimitsRequest => {
  const { client, search, booking, poll, masterData, reason } = options;
  const limits = {
    ...(search !== undefined && { search_per_min: whole('--search', search) }),
    ...(booking !== undefined && { booking_per_min: whole('--booking', booking) }),
    ...(poll !== undefined && { poll_per_min: whole('--poll', poll) }),
    ...(masterData !== undefined && { master_data_per_min: whole('--master-data', masterData) }),
  };
  if (Object.keys(limits).length === 0)
    throw new CommandFailure('usage', 'one of --search, --booking, --poll and --master-data is required');
  return { client_id: client, limits, expires_in_seconds: whole('--for', options.for), reason };
};

const change = async (context: Context, options: SetOptions): Promise<void> => {
  const { askOps } = await import('../ops-api.ts');
  const output = createOutput(context, options);
  const body = requestOf(options);
  const ops = await demandOpsSettings(context, options);
  const question = { path: clientLimitsPath, body, members: ['limits', 'changed_until'] };
  const changed = (await askOps(context, ops, question)) as ClientLimits;
  if (output.json) return output.dataJson(changed);
  const rows = Object.entries(changed.limits).map(([name, units]) => [name, String(units)]);
  output.data(table(['LIMIT', 'IN FORCE'], rows, output));
  output.note(
    `Until ${changed.changed_until} UTC, at ${changed.instance} alone: other instances count by the settings.`,
  );
};

/** Adds the command. */
export const addLimitsCommand = (program: Command, context: Context): void => {
  const limits = program.command('limits').description('rate limits of clients; `state` shows them');
  withCommonOptions(
    limits
      .command('set')
      .description('change those of a client for a while, on the instance that answers and no other')
      .requiredOption('--client <id>', 'whose')
      .option('--search <number>', 'searches and itineraries a minute')
      .option('--booking <number>', 'calls about bookings a minute')
      .option('--poll <number>', 'polls a minute')
      .option('--master-data <number>', 'calls of master data a minute')
      .requiredOption('--for <seconds>', 'how long; the settings count again afterwards')
      .requiredOption('--reason <text>', 'goes into the log with the name of your key'),
    "partner-cli limits set --client acme --search 600 --for 1800 --reason 'a sale at noon'",
  ).action((options: SetOptions) => change(context, options));
};
