/** 12go and the other services, as the settings say where and how. */
import type { Config } from '../config/read.ts';
import type { Deps, Timing, Upstream } from '../deps.ts';
import type { IdMap } from '../translate/ids/id-map.ts';
import { type CallBudget, createCallBudget } from '../upstream/call-budget.ts';
import { createCreditLine } from '../upstream/credit-line.ts';
import type { Fuji } from '../upstream/fuji.ts';
import { createFuji } from '../upstream/fuji.ts';
import { toIdTables } from '../upstream/id-tables.ts';
import { createMasterData } from '../upstream/master-data.ts';
import type { Neighbour } from '../upstream/neighbour.ts';
import { createNeighbour } from '../upstream/neighbour.ts';
import { createLeanTransport } from '../upstream/read-exchange.ts';
import { createRechecks } from '../upstream/rechecks.ts';
import type { Refreshed } from '../upstream/refreshed.ts';
import { countRetries, createTwelveGo } from '../upstream/twelvego.ts';
import type { Secrets } from './secrets.ts';
import type { Stores } from './stores.ts';

/** The services that are asked over HTTP beside 12go. */
export type Neighbours = { readonly fuji: Fuji; readonly credit: Neighbour };

export const createNeighbours = (config: Config, secrets: () => Secrets): Neighbours => ({
  fuji: createFuji(
    createNeighbour({ name: 'master data', baseUrl: config.FUJI_BASE_URL, timeoutMs: 5_000, retries: 1 }),
  ),
  credit: createNeighbour({
    name: 'credit line',
    baseUrl: config.CREDIT_LINE_URL,
    timeoutMs: 2_000,
    retries: 0,
    headers: () => {
      const { creditLineKey } = secrets();
      return creditLineKey === undefined ? {} : { authorization: `Bearer ${creditLineKey}` };
    },
  }),
});

type Around = Pick<Deps, 'clock' | 'observe'> & {
  readonly timing: Timing;
  readonly neighbours: Neighbours;
  readonly stores: Stores;
  readonly idMap: Refreshed<IdMap>;
};

/** The way to 12go. */
const transportOf = (config: Config, { timing, observe }: Around, budget: CallBudget) =>
  createLeanTransport({
    baseUrl: config.TWELVEGO_BASE_URL,
    recheckHosts: config.TWELVEGO_RECHECK_HOSTS,
    timeoutsMs: timing.twelveGoTimeoutsMs,
    sleep: timing.sleep,
    allowRetry: countRetries(observe.metrics, budget),
  });

/** Everything that is asked of others, with the copies and claims that spare them. */
export const createUpstream = (config: Config, around: Around): Upstream => {
  const { clock, observe, neighbours, stores, idMap } = around;
  const budget = createCallBudget({
    limits: stores.side.rateLimits,
    callsPerMin: config.TWELVEGO_CALLS_PER_MIN,
    bookingShare: config.TWELVEGO_BOOKING_SHARE_PERCENT / 100,
    metrics: observe.metrics,
  });
  const { nowMs } = clock;
  return {
    twelveGo: createTwelveGo(transportOf(config, around, budget), { ...observe, nowMs, budget }),
    masterData: createMasterData(neighbours.fuji, { nowMs, log: observe.log }),
    creditLine: createCreditLine(neighbours.credit),
    idTables: toIdTables(idMap),
    rechecks: createRechecks(stores.side.claimRecheck, observe.metrics),
    searchCache: stores.search.cache,
  };
};
