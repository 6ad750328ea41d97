#!/usr/bin/env node
/** The process: its signals, its pipes and its exit code. */
import { processContext } from './context.ts';
import { exitCodes } from './failure.ts';
import { run } from './program.ts';

/** Whoever read the output has enough of it; that is not a failure. */
const endQuietly = (error: NodeJS.ErrnoException): void => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(exitCodes.success.code);
};
process.stdout.on('error', endQuietly);
process.stderr.on('error', endQuietly);

const interrupted = new AbortController();
// Once: a second Ctrl-C ends the process the hard way.
process.once('SIGINT', () => interrupted.abort());

process.exitCode = await run(process.argv.slice(2), processContext(interrupted.signal));
