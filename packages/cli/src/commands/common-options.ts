/** The options that every command takes. */
import type { Command } from 'commander';
import type { OutputFlags } from '../output.ts';

/** Values of the common options. */
export type CommonOptions = OutputFlags & { readonly baseUrl?: string };

/** Adds the common options, and an example to the help. */
export const withCommonOptions = (command: Command, example: string): Command =>
  command
    .option('--base-url <url>', 'where the API is, instead of the environment')
    .option('--json', 'write JSON; failures become problem+json on stderr')
    .option('--quiet', 'write no messages but failures')
    .option('--no-color', 'write no colours')
    .addHelpText('after', `\nExample:\n  $ ${example}`);
