/** `booking` and `find`: what on-call asks about one booking, cart or request, and what happened to it. */
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { type CommonOptions, createOutput, withCommonOptions } from '../output.ts';
import { demandOpsSettings } from '../settings.ts';
import { addOpenOutcomesCommand } from './open-outcomes.ts';
import { addResolveOutcomeCommand } from './resolve-outcome.ts';

type FindOptions = CommonOptions & { readonly client?: string };

const show = async (context: Context, text: string, options: FindOptions): Promise<void> => {
  const [{ findStory }, { storyView }] = await Promise.all([
    import('../ops-api.ts'),
    import('./story-view.ts'),
  ]);
  const output = createOutput(context, options);
  const ops = await demandOpsSettings(context, options);
  output.progress('Looking …');
  const inspection = await findStory(context, ops, { text, clientId: options.client });
  if (output.json) output.dataJson(inspection);
  else output.data(storyView(inspection, output));
};

/** A booking token opens a booking, and whoever can list processes would read it: `-` takes the text from stdin. */
const textOf = async (context: Context, text: string): Promise<string> =>
  text === '-' ? await context.readSecret('Text: ') : text;

/** Adds the commands. */
export const addBookingCommand = (program: Command, context: Context): void => {
  const find = async (text: string, options: FindOptions) =>
    show(context, await textOf(context, text), options);
  withCommonOptions(
    program
      .command('find')
      .description('find a story by anything, with its cause and the next action')
      .argument(
        '<text>',
        'booking id, correlation, request or trace id, idempotency key, incomplete result, booking token, cart; - for stdin',
      )
      .option('--client <id>', 'whose it is, when the text does not say'),
    'partner-cli find 9c1f-search-77',
  ).action(find);
  const booking = program.command('booking').description('what happened to a booking');
  withCommonOptions(
    booking
      .command('inspect')
      .description('tell what happened to a booking, with the likely cause and the next action')
      .argument('<booking-id>', 'BK-… as issued, BK-{number}, the bare 12go id, or anything that find takes')
      .option('--client <id>', 'whose booking it is, when the id does not say'),
    'partner-cli booking inspect BK-8451207-7GQ2M',
  ).action(find);
  addOpenOutcomesCommand(booking, context);
  addResolveOutcomeCommand(booking, context);
};
