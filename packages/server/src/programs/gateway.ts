/** The process: settings from the environment, a gateway, and an orderly end on SIGTERM and SIGINT. */

import { ConfigError, processEnvironment, readProcessConfig, tellSettings } from '@partner-gateway/settings';
import { createLog, endInOrder } from '@partner-gateway/telemetry';
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
  endInOrder(log, () => gateway.stop());
};

run().catch((error: unknown) => fail(describe(error)));
