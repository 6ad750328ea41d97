/** Runs what a partner would run, with the environment that a partner has; a failure says all that was printed. */
import { execa } from 'execa';

/** Takes away what the test runner sets for itself. */
export const withoutRunner = { NODE_ENV: undefined, NODE_PATH: undefined, VITEST: undefined };

export const execute = execa({ stdin: 'ignore', env: withoutRunner });
