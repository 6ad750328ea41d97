/** `booking` and `find`: what on-call asks about one booking, cart or request, and what happened to it. */
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { finding } from './find-story.ts';
import { addOpenOutcomesCommand } from './open-outcomes.ts';
import { addResolveOutcomeCommand } from './resolve-outcome.ts';

/** Adds the commands. */
export const addBookingCommand = (program: Command, context: Context): void => {
  finding(
    program
      .command('find')
      .description('find a story by anything, with its cause and the next action')
      .argument(
        '<text>',
        'booking id, correlation, request or trace id, idempotency key, incomplete result, booking token, cart; - for stdin',
      ),
    context,
    'partner-cli find 9c1f-search-77',
  );
  const booking = program.command('booking').description('what happened to a booking');
  finding(
    booking
      .command('inspect')
      .description('tell what happened to a booking, with the likely cause and the next action')
      .argument('<booking-id>', 'BK-… as issued, BK-{number}, the bare 12go id, or anything that find takes'),
    context,
    'partner-cli booking inspect BK-8451207-7GQ2M --follow',
  );
  addOpenOutcomesCommand(booking, context);
  addResolveOutcomeCommand(booking, context);
};
