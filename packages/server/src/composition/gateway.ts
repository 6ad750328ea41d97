/** A running gateway: both listeners up, copies loaded, background work going; and all of it stopped in order. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Config, telemetryOptions } from '@partner-gateway/settings';
import { startTelemetry } from '@partner-gateway/telemetry';
import type { FastifyInstance } from 'fastify';
import { buildApp, buildOpsApp } from '../app.ts';
import type { Relay } from '../relay/relay.ts';
import { compose, type Parts, type Surroundings } from './compose.ts';

/** A running gateway. */
export type Gateway = {
  readonly baseUrl: string;
  readonly opsBaseUrl: string;
  readonly parts: Parts;
  /** Serves on for a while as not ready, then takes no more requests, lets those under way end, and stops the rest. */
  stop(): Promise<void>;
};

/** How long writes under way may take to end; what is longer is looked up by whoever comes next. */
const writesEndMs = 25_000;

const addressOf = (app: FastifyInstance): string => {
  const address = app.server.address();
  if (address === null || typeof address === 'string') throw new Error('the listener has no address');
  const host = address.address === '0.0.0.0' || address.address === '::' ? '127.0.0.1' : address.address;
  return `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`;
};

const listen = async (app: FastifyInstance, host: string, port: number): Promise<string> => {
  await app.listen({ host, port });
  return addressOf(app);
};

const stopParts = async (parts: Parts): Promise<void> => {
  const { deps, stores, copies, outcomes, guardReadiness, load, gauges } = parts;
  for (const copy of Object.values(copies)) copy.stop();
  await deps.writes.guard.drain(writesEndMs);
  await Promise.all([outcomes.resolver.stop(), outcomes.statuses.stop()]);
  guardReadiness.stop();
  load.stop();
  gauges.stop();
  await stores.close();
};

/** Learns the store's memory of every client ahead of its first write; a store that is away is learned later. */
const prepareStore = async ({ stores, deps }: Parts): Promise<void> => {
  const clients = deps.callers.partners.all().map(({ clientId }) => clientId);
  await Promise.allSettled(clients.map((clientId) => stores.guard.writes.prepare(clientId)));
};

/** Where the stores are in this process, so is the relay; else it is a program of its own, and nothing slow is here. */
const relayBeside = async (
  config: Config,
  { deps, stores, secrets }: Parts,
  webhookAuthority: string | undefined,
): Promise<Relay | undefined> => {
  if (config.STORE === 'redis') return undefined;
  const { wireRelay } = await import('./relay/wire-relay.ts');
  return wireRelay(config, {
    clock: deps.clock,
    observe: deps.observe,
    store: stores.guard,
    journal: deps.writes.journal,
    partners: () => deps.callers.partners.all(),
    partnerOf: deps.callers.partners.find,
    secrets,
    bidOf: (clientId, bookingId) => deps.tokens.bookingIds.open(clientId, bookingId),
    webhookAuthority,
  });
};

/**
 * Starts a gateway. It listens at once and is ready when its copies are loaded.
 *
 * @throws Error when a setting cannot be used or a port is taken.
 */
export const startGateway = async (
  config: Config,
  surroundings: Omit<Surroundings, 'publicBaseUrl' | 'telemetry'>,
): Promise<Gateway> => {
  let baseUrl = '';
  const telemetry = await startTelemetry(telemetryOptions(config, surroundings.version));
  const publicBaseUrl = () => config.PUBLIC_BASE_URL ?? baseUrl;
  const parts = compose(config, { ...surroundings, telemetry, publicBaseUrl });
  const app = await buildApp(parts.deps, config.TRUST_PROXY);
  const opsApp = await buildOpsApp(parts.deps, {
    scrape: telemetry.scrape,
    access: config.METRICS_ACCESS,
  });
  const relay = await relayBeside(config, parts, surroundings.timing?.webhookAuthority);
  const end = async (): Promise<void> => {
    await Promise.all([app.close(), opsApp.close()]);
    await relay?.stop();
    await stopParts(parts);
    await telemetry.stop();
  };
  const stop = async (): Promise<void> => {
    parts.leave();
    await sleep(config.DRAIN_SECONDS * 1_000);
    await end();
  };
  try {
    baseUrl = await listen(app, config.HOST, config.PORT);
    const opsBaseUrl = await listen(opsApp, config.OPS_HOST, config.OPS_PORT);
    await parts.stores.start();
    await prepareStore(parts);
    const { idMap, rates } = parts.copies;
    await Promise.all([idMap.refresh(), rates.refresh()]);
    for (const copy of Object.values(parts.copies)) copy.start();
    parts.outcomes.resolver.start();
    parts.guardReadiness.start();
    parts.load.start();
    parts.gauges.start();
    parts.outcomes.statuses.start();
    relay?.start();
    return { baseUrl, opsBaseUrl, parts, stop };
  } catch (error) {
    await end();
    throw error;
  }
};
