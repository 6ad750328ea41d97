/** What changes something at a gateway is confirmed by the name of its environment. */
import type { Context } from './context.ts';
import { CommandFailure } from './failure.ts';

/** What is about to be done, and where. */
export type Meant = { readonly sentence: string; readonly environment: string };

/** A habit types yes; the name of the environment takes a look at where one is. */
const askedName = async ({ ask }: Context, { sentence, environment }: Meant): Promise<string> => {
  if (ask === undefined)
    throw new CommandFailure('usage', 'stdin is no terminal, so nobody can be asked', {
      hint: `Say --confirm-environment ${environment} to go on without.`,
    });
  return (await ask(`${sentence}\nType the name of the environment, ${environment}, to go on: `)).trim();
};

/**
 * Asks, unless the name was given on the command line.
 *
 * @throws CommandFailure `usage` when the environment is not named, or another one is
 */
export const assertMeant = async (
  context: Context,
  given: string | undefined,
  meant: Meant,
): Promise<void> => {
  const name = given ?? (await askedName(context, meant));
  if (name === meant.environment) return;
  throw new CommandFailure(
    'usage',
    `the environment is ${meant.environment} and not "${name}": nothing was changed`,
  );
};
