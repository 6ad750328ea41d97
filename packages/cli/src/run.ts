/** Runs one command line to its exit code. */
import { CommanderError } from 'commander';
import type { Context } from './context.ts';
import { exitCodes } from './exit-codes.ts';
import { createProgram } from './program.ts';

const isHelpOrVersion = (thrown: unknown): boolean =>
  thrown instanceof CommanderError && thrown.exitCode === 0;
/** Commander has then written the help itself. */
const isHelpForNothing = (thrown: unknown): boolean =>
  thrown instanceof CommanderError && thrown.code === 'commander.help';

const told = async (context: Context, thrown: unknown, json: boolean): Promise<number> => {
  const [{ failureOf }, { writeFailure }] = await Promise.all([
    import('./failure-of.ts'),
    import('./output.ts'),
  ]);
  const failure = failureOf(thrown);
  if (failure.kind !== 'interrupted') writeFailure(context, failure, json);
  return exitCodes[failure.kind].code;
};

/** Runs the arguments and returns the exit code. Never rejects. */
export const run = async (args: readonly string[], context: Context): Promise<number> => {
  try {
    await createProgram(context).parseAsync(args, { from: 'user' });
    return exitCodes.success.code;
  } catch (thrown) {
    if (isHelpOrVersion(thrown)) return exitCodes.success.code;
    if (isHelpForNothing(thrown)) return exitCodes.usage.code;
    return await told(context, thrown, args.includes('--json'));
  }
};
