/** A running router: both listeners up, the rollout kept, copies going; and all of it stopped in order. */
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { createTallies } from '@partner-gateway/rollout';
import { metricsOptions, type RouterConfig } from '@partner-gateway/settings';
import { type Log, routerBounds, routerInstruments, startTelemetryOf } from '@partner-gateway/telemetry';
import type { FastifyInstance } from 'fastify';
import { createComparer } from './copies/comparer.ts';
import { createCopier } from './copies/copier.ts';
import { createDryRuns } from './copies/dry-runs.ts';
import { createFlagKeeper } from './flags/flag-keeper.ts';
import { createPeers } from './flags/peers.ts';
import { createRolloutFile } from './flags/rollout-file.ts';
import type { Clock, Observe } from './observe.ts';
import { addProbes, buildOps, type OpsParts } from './ops/app.ts';
import { buildProxy } from './proxy/app.ts';
import { createExchange } from './sides/exchange.ts';
import { circuitNumbers, createSides, type Sides } from './sides/side.ts';

/** A running router. */
export type Router = {
  readonly baseUrl: string;
  readonly opsBaseUrl: string;
  /** Serves on for a while as not ready, then takes no more requests and lets those under way end. */
  stop(): Promise<void>;
};

/** What is around it. */
export type Surroundings = {
  readonly log: Log;
  readonly version: string;
  readonly nowMs: () => number;
};

const listen = async (app: FastifyInstance, host: string, port: number): Promise<string> => {
  await app.listen({ host, port });
  const address = app.server.address();
  if (address === null || typeof address === 'string') throw new Error('the listener has no address');
  const reached = ['0.0.0.0', '::'].includes(address.address) ? '127.0.0.1' : address.address;
  return `http://${reached.includes(':') ? `[${reached}]` : reached}:${address.port}`;
};

const watchCircuits = ({ circuit, copies }: Sides, { metrics }: Observe): void => {
  for (const [of, watched] of Object.entries({ gateway: circuit, copies }))
    metrics.observe('router.circuit.state', () => circuitNumbers[watched.state()], { of });
};

const dryRunsOf = (config: RouterConfig, observe: Observe) => {
  const { LEGACY_TOKEN_FACTS_URL: factsUrl, GATEWAY_OPS_URL: opsUrl, GATEWAY_OPS_KEY: opsKey } = config;
  if (factsUrl === undefined || opsUrl === undefined || opsKey === undefined) return undefined;
  return createDryRuns({ factsUrl, opsUrl, opsKey, timeoutMs: config.COPY_TIMEOUT_SECONDS * 1_000 }, observe);
};

const copierOf = (
  config: RouterConfig,
  parts: { readonly clock: Clock; readonly observe: Observe; readonly sides: Sides },
) => {
  const limits = {
    concurrency: config.COPY_CONCURRENCY,
    timeoutMs: config.COPY_TIMEOUT_SECONDS * 1_000,
  };
  const comparer = createComparer();
  return createCopier({ ...parts, dryRuns: dryRunsOf(config, parts.observe), comparer, limits });
};

const flagsOf = (config: RouterConfig, observe: Observe, nowMs: () => number) =>
  createFlagKeeper({
    file:
      config.ROLLOUT_FILE === undefined
        ? undefined
        : createRolloutFile(config.ROLLOUT_FILE, config.ROLLOUT_FILE_WRITABLE),
    peers: createPeers(config.ROLLOUT_PEERS, config.ROLLOUT_PEER_KEY),
    observe,
    nowMs,
  });

/**
 * Starts a router.
 *
 * @throws Error when a port is taken or the file of the rollout cannot be used.
 */
export const startRouter = async (config: RouterConfig, surroundings: Surroundings): Promise<Router> => {
  const { log, version, nowMs } = surroundings;
  const telemetry = await startTelemetryOf(
    { table: routerInstruments, bounds: routerBounds },
    metricsOptions(config, version),
  );
  const clock: Clock = { nowMs, monotonicMs: () => performance.now() };
  const observe: Observe = { log, metrics: telemetry.metrics, tallies: createTallies(nowMs) };
  const sides = createSides(config, clock.monotonicMs);
  watchCircuits(sides, observe);
  const flags = flagsOf(config, observe, nowMs);
  const copier = copierOf(config, { clock, observe, sides });
  const exchange = createExchange(config.SIDE_CONNECTIONS);
  const publicBaseUrl = config.PUBLIC_BASE_URL ?? config.GATEWAY_BASE_URL;
  let isReady = false;
  let isLeaving = false;
  const probes: OpsParts = {
    instance: hostname(),
    environment: new URL(publicBaseUrl).host,
    version,
    flags,
    tallies: observe.tallies,
    sides,
    log,
    scrape: telemetry.scrape,
    metricsAccess: config.METRICS_ACCESS,
    operatorHashes: config.OPS_KEY_HASHES,
    startedAtMs: nowMs(),
    nowMs,
    isReady: () => isReady,
    isLeaving: () => isLeaving,
  };
  const app = await buildProxy(
    {
      ...{ clock, observe, sides, exchange, flags, copier },
      publicBaseUrl,
      copyBytesMax: config.COPY_ANSWER_KIB_MAX * 1_024,
      isLeaving: () => isLeaving,
    },
    (proxy) => addProbes(proxy, probes),
  );
  const ops = await buildOps(probes);
  const end = async (): Promise<void> => {
    flags.stop();
    await app.close().then(() => copier.stop());
    await Promise.all([ops.close(), exchange.close(), telemetry.stop()]);
  };
  try {
    await flags.start();
    const baseUrl = await listen(app, config.HOST, config.PORT);
    const opsBaseUrl = await listen(ops, config.OPS_HOST, config.OPS_PORT);
    isReady = true;
    return {
      baseUrl,
      opsBaseUrl,
      stop: async () => {
        isLeaving = true;
        await sleep(config.DRAIN_SECONDS * 1_000);
        await end();
      },
    };
  } catch (error) {
    await end();
    throw error;
  }
};
