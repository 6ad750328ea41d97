/** The process: settings from the environment, a gateway, and an orderly end on SIGTERM and SIGINT. */

import { ConfigError, processEnvironment, readProcessConfig, tellSettings } from '@partner-gateway/settings';
import { createLog, whereThrown } from '@partner-gateway/telemetry';
import { startGateway } from '../composition/gateway.ts';
import { version } from '../version.ts';

const fail = (message: string): never => {
  process.stderr.write(`${message}\n`);
  process.exit(1);
};

const describe = (error: unknown): string => {
  if (error instanceof ConfigError) return error.message;
  const busy = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE' && 'port' in error;
  if (busy)
    return `Port ${String(error.port)} is in use; set PORT or OPS_PORT to another one, or to 0 for any free one.`;
  return error instanceof Error ? error.message : 'The gateway could not start.';
};

const run = async (): Promise<void> => {
  const config = readProcessConfig();
  const log = createLog(config.LOG_LEVEL);
  const gateway = await startGateway(config, {
    log,
    version,
    nowMs: Date.now,
    rereadConfig: readProcessConfig,
    settings: tellSettings(processEnvironment(), config),
  });
  log('info', 'Listening', { port: Number(new URL(gateway.baseUrl).port), store: config.STORE });
  let stopping = false;
  const stop = (code: 0 | 1): void => {
    if (stopping) return;
    stopping = true;
    log('info', 'Stopping');
    gateway.stop().then(
      () => process.exit(code),
      (error: unknown) => {
        log('error', 'Stopping failed', whereThrown(error));
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stop(0));
  // Something of ours is broken: whoever starts processes starts another, and what is under way here ends well first.
  for (const event of ['unhandledRejection', 'uncaughtException'] as const) {
    process.on(event, (reason: unknown) => {
      log('error', 'An error that nobody expected', { reason: event, ...whereThrown(reason) });
      stop(1);
    });
  }
};

run().catch((error: unknown) => fail(describe(error)));
