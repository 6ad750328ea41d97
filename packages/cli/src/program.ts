/** Puts the commands together and runs one command line to its exit code. */
import { Command, CommanderError } from 'commander';
import manifest from '../package.json' with { type: 'json' };
import { addBookingCommand } from './commands/booking.ts';
import { addCompletionCommand } from './commands/completion.ts';
import { addConfigCommand } from './commands/config.ts';
import { addDoctorCommand } from './commands/doctor.ts';
import { addEventsCommand, addNotificationsCommand } from './commands/events/events.ts';
import { addWebhooksCommand } from './commands/events/webhooks.ts';
import { addKeysCommand } from './commands/keys/keys.ts';
import { addLimitsCommand } from './commands/limits.ts';
import { addLocksCommand } from './commands/locks.ts';
import { addLogsCommand } from './commands/logs.ts';
import { addOutcomesCommand } from './commands/open-outcomes.ts';
import { addPriceCommand } from './commands/price.ts';
import { addProfilesCommand } from './commands/profiles.ts';
import { addRolloutCommand } from './commands/rollout/rollout.ts';
import { addSearchCommand } from './commands/search.ts';
import { addStateCommand } from './commands/state.ts';
import { addUpstreamCommand } from './commands/upstream.ts';
import type { Context } from './context.ts';
import { CommandFailure, exitCodeHelp, exitCodes } from './failure.ts';
import { writeFailure } from './output.ts';

/**
 * A fresh program with every command. It throws instead of leaving the process, and says nothing about failures:
 * that is the caller's.
 */
const createProgram = (surroundings: Context): Command => {
  let timeoutMs = surroundings.timeoutMs;
  const context: Context = {
    ...surroundings,
    get timeoutMs() {
      return timeoutMs;
    },
  };
  const program = new Command('partner-cli')
    .description('what on-call asks the gateway at 3 AM')
    .version(manifest.version)
    .showSuggestionAfterError()
    .exitOverride()
    .hook('preAction', (_program, command) => {
      const { timeout } = command.opts<{ readonly timeout?: number }>();
      if (timeout !== undefined) timeoutMs = timeout * 1_000;
    })
    .configureOutput({
      writeOut: (text) => context.stdout.write(text),
      writeErr: (text) => context.stderr.write(text),
      outputError: () => {},
      getOutHasColors: () => context.stdout.isTTY && !context.noColor,
      getErrHasColors: () => context.stderr.isTTY && !context.noColor,
    })
    .addHelpText('after', `\n${exitCodeHelp()}\n\nExample:\n  $ partner-cli booking inspect --help`);
  addBookingCommand(program, context);
  addCompletionCommand(program, context);
  addConfigCommand(program, context);
  addDoctorCommand(program, context);
  addEventsCommand(program, context);
  addKeysCommand(program, context);
  addLimitsCommand(program, context);
  addLocksCommand(program, context);
  addOutcomesCommand(program, context);
  addLogsCommand(program, context);
  addNotificationsCommand(program, context);
  addPriceCommand(program, context);
  addProfilesCommand(program, context);
  addRolloutCommand(program, context);
  addSearchCommand(program, context);
  addStateCommand(program, context);
  addUpstreamCommand(program, context);
  addWebhooksCommand(program, context);
  for (const group of program.commands.filter(({ commands }) => commands.length > 0)) {
    const [first] = group.commands;
    group.addHelpText('after', `\nExample:\n  $ partner-cli ${group.name()} ${first?.name()} --help`);
  }
  refuseRepeated(program);
  return program;
};

/** Of an option that takes one value the last would win without a word, and what was changed be not what was read. */
const refuseRepeated = (command: Command): void => {
  const seen = new Set<string>();
  for (const option of command.options.filter(({ required, variadic }) => required && !variadic)) {
    command.on(`option:${option.name()}`, () => {
      if (seen.has(option.name()))
        throw new CommandFailure('usage', `${option.long} stands twice: say it once. Nothing was done.`);
      seen.add(option.name());
    });
  }
  command.commands.forEach(refuseRepeated);
};

const isHelpOrVersion = (thrown: unknown): boolean =>
  thrown instanceof CommanderError && thrown.exitCode === 0;
/** Commander has then written the help itself. */
const isHelpForNothing = (thrown: unknown): boolean =>
  thrown instanceof CommanderError && thrown.code === 'commander.help';

/** The words that lead to the last command that there is. */
const pathOf = (program: Command, [word, ...rest]: readonly string[]): string => {
  const next = program.commands.find((command) => command.name() === word);
  return next === undefined ? '' : ` ${next.name()}${pathOf(next, rest)}`;
};

const failureOf = (thrown: unknown, program: Command, args: readonly string[]): CommandFailure => {
  if (thrown instanceof CommandFailure) return thrown;
  if (thrown instanceof CommanderError) {
    const hint = `partner-cli${pathOf(program, args)} --help shows how it is written.`;
    return new CommandFailure('usage', thrown.message.replace(/^error: /, ''), { hint, cause: thrown });
  }
  const message = thrown instanceof Error ? thrown.message : 'something that is not an error was thrown';
  return new CommandFailure('unexpected', message, { cause: thrown });
};

const told = (context: Context, failure: CommandFailure, args: readonly string[]): number => {
  const json = args.some((arg) => /^--(?:json$|fields(?:=|$))/.test(arg));
  if (failure.kind !== 'interrupted') writeFailure(context, failure, json);
  return exitCodes[failure.kind].code;
};

/** Runs the arguments and returns the exit code. Never rejects. */
export const run = async (args: readonly string[], context: Context): Promise<number> => {
  const program = createProgram(context);
  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCodes.success.code;
  } catch (thrown) {
    if (isHelpOrVersion(thrown)) return exitCodes.success.code;
    if (isHelpForNothing(thrown)) return exitCodes.usage.code;
    return told(context, failureOf(thrown, program, args), args);
  }
};
