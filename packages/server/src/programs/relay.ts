/** The process of the relay: settings from the environment, a relay, and an orderly end on SIGTERM and SIGINT. */
import { ConfigError, readProcessConfig } from '@partner-gateway/settings';
import { createLog, whereThrown } from '@partner-gateway/telemetry';
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
  const relay = await startRelay(config, { log, version, nowMs: Date.now });
  log('info', 'Relaying', { port: Number(new URL(relay.probes.baseUrl).port), store: config.STORE });
  let stopping = false;
  const stop = (code: 0 | 1): void => {
    if (stopping) return;
    stopping = true;
    log('info', 'Stopping');
    relay.stop().then(
      () => process.exit(code),
      (error: unknown) => {
        log('error', 'Stopping failed', whereThrown(error));
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stop(0));
  // Something of ours is broken: whoever starts processes starts another, and the outbox has all that was not delivered.
  for (const event of ['unhandledRejection', 'uncaughtException'] as const) {
    process.on(event, (reason: unknown) => {
      log('error', 'An error that nobody expected', { reason: event, ...whereThrown(reason) });
      stop(1);
    });
  }
};

run().catch(fail);
