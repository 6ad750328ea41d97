/** Puts the commands together. */
import { Command } from 'commander';
import manifest from '../package.json' with { type: 'json' };
import { addBookingCommand } from './commands/booking.ts';
import { addSearchCommand } from './commands/search.ts';
import type { Context } from './context.ts';
import { exitCodeHelp } from './exit-codes.ts';

/**
 * A fresh program with every command. It throws instead of leaving the process, and says nothing about failures:
 * that is the caller's.
 */
export const createProgram = (context: Context): Command => {
  const program = new Command('partner-cli')
    .description('what on-call asks the gateway at 3 AM')
    .version(manifest.version)
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => context.stdout.write(text),
      writeErr: (text) => context.stderr.write(text),
      outputError: () => {},
      getOutHasColors: () => context.stdout.isTTY && !context.noColor,
      getErrHasColors: () => context.stderr.isTTY && !context.noColor,
    })
    .addHelpText('after', `\n${exitCodeHelp()}\n\nExample:\n  $ partner-cli booking inspect --help`);
  addBookingCommand(program, context);
  addSearchCommand(program, context);
  return program;
};
