/** 12go and the other services, as the settings say where and how. */
import type { Config } from '../config/read.ts';
import type { Timing } from '../deps.ts';
import type { Metrics } from '../observability/metrics.ts';
import { createNeighbour } from '../upstream/neighbour.ts';
import { createLeanTransport } from '../upstream/read-exchange.ts';
import { countRetries } from '../upstream/twelvego.ts';

/** The services that are asked over HTTP beside 12go. */
export const neighbours = (config: Config) => ({
  fuji: createNeighbour({ name: 'master data', baseUrl: config.FUJI_BASE_URL, timeoutMs: 5_000, retries: 1 }),
  credit: createNeighbour({
    name: 'credit line',
    baseUrl: config.CREDIT_LINE_URL,
    timeoutMs: 2_000,
    retries: 0,
    ...(config.CREDIT_LINE_KEY === undefined
      ? {}
      : { headers: { authorization: `Bearer ${config.CREDIT_LINE_KEY}` } }),
  }),
});

/** The way to 12go. */
export const transportOf = (config: Config, timing: Timing, metrics: Metrics) =>
  createLeanTransport({
    baseUrl: config.TWELVEGO_BASE_URL,
    recheckHosts: config.TWELVEGO_RECHECK_HOSTS,
    timeoutsMs: timing.twelveGoTimeoutsMs,
    sleep: timing.sleep,
    allowRetry: countRetries(metrics),
  });
