/** The process of the relay: settings from the environment, a relay, and an orderly end on SIGTERM and SIGINT. */
import { ConfigError, readProcessConfig } from '@partner-gateway/settings';
import { createLog, endInOrder } from '@partner-gateway/telemetry';
import { startRelay } from '../composition/relay/relay-process.ts';
import { version } from '../version.ts';

const fail = (error: unknown): never => {
  const isTold = error instanceof ConfigError || error instanceof Error;
  process.stderr.write(`${isTold ? error.message : 'The relay could not start.'}\n`);
  process.exit(1);
};

const run = async (): Promise<void> => {
  const config = readProcessConfig();
  const log = createLog(config.LOG_LEVEL);
  const relay = await startRelay(config, { log, version, nowMs: Date.now, rereadConfig: readProcessConfig });
  log('info', 'Relaying', { port: Number(new URL(relay.probes.baseUrl).port), store: config.STORE });
  endInOrder(log, () => relay.stop());
};

run().catch(fail);
