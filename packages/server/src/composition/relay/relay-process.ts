/** A running relay: stores connected, client settings loaded and refreshed, probes answered; and all of it stopped in order. */
import { setTimeout as sleep } from 'node:timers/promises';
import { createOperators } from '@partner-gateway/api-keys';
import type { DependencyCheck } from '@partner-gateway/contract';
import { type Config, telemetryOptions } from '@partner-gateway/settings';
import { startTelemetry } from '@partner-gateway/telemetry';
import type { Clock } from '../../deps.ts';
import type { Partner, Partners } from '../../partners/partner-directory.ts';
import { type ProbeListener, startProbes } from '../../relay/probes.ts';
import { checkCopy, createRefreshed } from '../../upstream/refreshed.ts';
import { clientsReader } from '../copies.ts';
import { readBookingIds } from '../sealing.ts';
import { createSecrets } from '../secrets.ts';
import { createStores } from '../stores.ts';
import type { Surroundings } from '../surroundings.ts';
import { keepJournal } from '../writes.ts';
import { wireRelay } from './wire-relay.ts';

export type RunningRelay = {
  readonly probes: ProbeListener;
  /** Lets what is under way end, webhooks within 15 s. */
  stop(): Promise<void>;
};

type RelaySurroundings = Pick<Surroundings, 'log' | 'version' | 'nowMs' | 'rereadConfig'> & {
  readonly webhookAuthority?: string | undefined;
};

const clockOf = (nowMs: () => number): Clock => ({
  nowMs,
  nowSeconds: () => Math.floor(nowMs() / 1_000),
  sleep: (ms) => sleep(ms),
});

/** Webhooks of a client wait while the secret that they are sent with is missing. */
const checkWebhooks = (partners: readonly Partner[]): DependencyCheck => {
  const waiting = partners.filter(({ webhook, settings }) => settings.webhook !== undefined && !webhook);
  if (waiting.length === 0) return { name: 'webhook_secrets', status: 'ok', required: false };
  const clients = waiting.map(({ clientId }) => clientId).join(', ');
  const detail = `A secret is missing, and webhooks wait for it: ${clients}.`;
  return { name: 'webhook_secrets', status: 'degraded', required: false, detail };
};

/**
 * Starts a relay over the Redis of the gateway.
 *
 * @throws Error when a setting cannot be used, the port is taken, or the stores are in another process
 */
export const startRelay = async (config: Config, surroundings: RelaySurroundings): Promise<RunningRelay> => {
  if (config.STORE !== 'redis')
    throw new Error(
      `The relay is a program of its own with STORE=redis only; with STORE=${config.STORE} it runs inside the gateway.`,
    );
  const { log, version, nowMs, rereadConfig, webhookAuthority } = surroundings;
  const telemetry = await startTelemetry(telemetryOptions(config, version));
  const { metrics } = telemetry;
  const clock = clockOf(nowMs);
  const onRedisError = (name: string) => metrics.count('gateway.redis.errors', { name });
  const stores = createStores(config, { ...surroundings, telemetry, publicBaseUrl: () => '', onRedisError });
  const observe = { log, metrics };
  const secrets = createSecrets(config, { nowMs, observe, rereadConfig, logIn: stores.logIn });
  const readClients = clientsReader(config);
  const clients = createRefreshed<Partners>({
    name: 'The client settings',
    initial: readClients(),
    load: async () => readClients(),
    everyMs: config.SECRETS_REFRESH_SECONDS * 1_000,
    nowMs,
    random: Math.random,
    log,
    onFailure: () => metrics.count('gateway.copy.refresh_failed', { name: 'client_settings' }),
  });
  const partners = () => [...(clients.current()?.values() ?? [])];
  const bookingIds = readBookingIds(config);
  const relay = await wireRelay(config, {
    clock,
    observe,
    store: stores.guard,
    journal: keepJournal(config, { stores, clock, observe }),
    secrets: secrets.current,
    partners,
    partnerOf: (clientId) => clients.current()?.get(clientId),
    bidOf: (clientId, bookingId) => bookingIds.open(clientId, bookingId),
    webhookAuthority,
  });
  const operators = createOperators(() => secrets.current().operators, nowMs);
  const probes = await startProbes(config, {
    version,
    nowMs,
    checks: [
      ...stores.checks,
      async () => checkCopy('client_settings', clients),
      async () => checkCopy('secrets', secrets.copy),
      async () => checkWebhooks(partners()),
    ],
    scrape: telemetry.scrape,
    isOperator: (key) => config.METRICS_ACCESS === 'open' || operators.find(key) !== undefined,
  });
  await stores.start();
  clients.start();
  secrets.copy.start();
  relay.start();
  return {
    probes,
    async stop() {
      probes.leave();
      clients.stop();
      secrets.copy.stop();
      await relay.stop();
      await stores.close();
      await probes.close();
      await telemetry.stop();
    },
  };
};
