#!/usr/bin/env node
/** The process: its signals, its pipes and its exit code. */
import { processContext } from './context.ts';
import { exitCodes } from './failure.ts';
import { run } from './program.ts';

/** Whoever read the output has enough of it, which is not a failure; a disk that is full is one. */
const endUnwritten = (error: NodeJS.ErrnoException): void => {
  if (error.code === 'EPIPE') process.exit(exitCodes.success.code);
  process.stderr.write(`The output cannot be written (${error.code ?? error.name}).\n`);
  process.exit(exitCodes.unexpected.code);
};
process.stdout.on('error', endUnwritten);
process.stderr.on('error', () => process.exit(exitCodes.success.code));

const interrupted = new AbortController();
// Once: a second Ctrl-C ends the process the hard way.
process.once('SIGINT', () => interrupted.abort());

process.exitCode = await run(process.argv.slice(2), processContext(interrupted.signal));
