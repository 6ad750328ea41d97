/** What commands that ask routers have in common: their options, and how they ask before they change something. */
import type { Command } from 'commander';
import { type CommonOptions, seconds, withOutputOptions } from '../../output.ts';
import type { Routers } from '../../rollout/routers.ts';

/** Options of every such command. */
export type RouterCommandOptions = Omit<CommonOptions, 'baseUrl'> & { readonly router?: string };

/** Options of one that changes something. */
export type ChangeOptions = RouterCommandOptions & {
  readonly client: string;
  readonly reason: string;
  readonly confirmEnvironment?: string;
};

/** Adds them. */
export const withRouterOptions = (command: Command, example: string): Command =>
  withOutputOptions(
    command
      .option(
        '--router <url,url>',
        'ops addresses of all routers, instead of the environment and the profile',
      )
      .option('--profile <name>', 'take what the environment does not say from this profile')
      .option('--timeout <seconds>', 'how long to wait for an answer; default 30', seconds),
    example,
  );

/** Adds the option that goes on without asking. */
export const withConfirmation = (command: Command): Command =>
  command.option('--confirm-environment <name>', 'do not ask for the name of the environment: this is it');

/** What the place is called: by its profile, else the host of the first router. */
export const environmentOfRouters = ({ place, urls }: Routers): string =>
  place.environment ?? new URL(urls[0] ?? place.value).host;
