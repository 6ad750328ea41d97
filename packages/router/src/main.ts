/** The process of the router: settings from the environment, a router, and an orderly end on SIGTERM and SIGINT. */
import { processEnvironment, readRouterConfig } from '@partner-gateway/settings';
import { createLog, endInOrder } from '@partner-gateway/telemetry';
import packageJson from '../package.json' with { type: 'json' };
import { startRouter } from './router.ts';

const fail = (error: unknown): never => {
  process.stderr.write(`${error instanceof Error ? error.message : 'The router could not start.'}\n`);
  process.exit(1);
};

const run = async (): Promise<void> => {
  const config = readRouterConfig(processEnvironment());
  const log = createLog(config.LOG_LEVEL);
  const router = await startRouter(config, { log, version: packageJson.version, nowMs: Date.now });
  log('info', 'Routing', { port: Number(new URL(router.baseUrl).port) });
  endInOrder(log, () => router.stop());
};

run().catch(fail);
