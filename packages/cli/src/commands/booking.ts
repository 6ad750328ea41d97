/** `booking`: what on-call asks about one booking. */
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { type CommonOptions, withCommonOptions } from './common-options.ts';

type InspectOptions = CommonOptions & { readonly client?: string };

const inspect = async (context: Context, bookingId: string, options: InspectOptions): Promise<void> => {
  const [{ createOutput }, { demandSettings }, { inspectBooking }, { inspectionView }] = await Promise.all([
    import('../output.ts'),
    import('../settings.ts'),
    import('../ops-client.ts'),
    import('../views/inspection-view.ts'),
  ]);
  const output = createOutput(context, options);
  const settings = { ...context.settings, opsBaseUrl: options.baseUrl ?? context.settings.opsBaseUrl };
  const ops = demandSettings(settings, 'opsBaseUrl', 'opsKey');
  output.progress(`Reading ${bookingId} …`);
  const inspection = await inspectBooking(context, ops, { bookingId, clientId: options.client });
  if (output.json) output.dataJson(inspection);
  else output.data(inspectionView(inspection, output.bold));
};

/** Adds the command. */
export const addBookingCommand = (program: Command, context: Context): void => {
  const booking = program.command('booking').description('what happened to a booking');
  withCommonOptions(
    booking
      .command('inspect')
      .description('read a booking live, with the likely cause and the next action')
      .argument('<booking-id>', 'BK-… as issued, BK-{number}, or the bare 12go id')
      .option('--client <id>', 'whose booking it is, when the id does not say'),
    'partner-cli booking inspect BK-8451207-7GQ2M',
  ).action((bookingId: string, options: InspectOptions) => inspect(context, bookingId, options));
};
