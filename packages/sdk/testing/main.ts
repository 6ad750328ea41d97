#!/usr/bin/env node
/** `partner-gateway-fake`: the fake on a port, until it is stopped. */
import { runProgram } from '@partner-gateway/partner-fake/program';

try {
  const listening = await runProgram(process.argv.slice(2), (text) => process.stdout.write(text));
  const stop = async (): Promise<void> => listening?.close();
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
