/** 12go and the other services, as the settings say where and how. */
import type { DependencyCheck } from '@partner-gateway/contract';
import type { IdMap } from '@partner-gateway/itineraries';
import type { BookingJournal } from '@partner-gateway/journal';
import type { Config } from '@partner-gateway/settings';
import type { Deps, Timing, Upstream } from '../deps.ts';
import { type CallBudget, createCallBudget } from '../upstream/call-budget.ts';
import { createCallCircuits } from '../upstream/call-circuits.ts';
import type { CallControl } from '../upstream/call-control.ts';
import { createCallControl } from '../upstream/call-control.ts';
import { createCallLimits } from '../upstream/call-limits.ts';
import { createCreditLine } from '../upstream/credit-line.ts';
import { createFinishedSearches } from '../upstream/finished-searches.ts';
import type { Fuji } from '../upstream/fuji.ts';
import { createFuji } from '../upstream/fuji.ts';
import { toIdTables } from '../upstream/id-tables.ts';
import { createMasterData } from '../upstream/master-data.ts';
import type { Neighbour } from '../upstream/neighbour.ts';
import { createNeighbour } from '../upstream/neighbour.ts';
import { createLeanTransport } from '../upstream/read-exchange.ts';
import { createRechecks } from '../upstream/rechecks.ts';
import type { Refreshed } from '../upstream/refreshed.ts';
import { createTwelveGo } from '../upstream/twelvego.ts';
import type { Secrets } from './secrets.ts';
import type { Stores } from './stores.ts';

/** The services that are asked over HTTP beside 12go. */
export type Neighbours = { readonly fuji: Fuji; readonly credit: Neighbour };

export const createNeighbours = (config: Config, secrets: () => Secrets): Neighbours => ({
  fuji: createFuji(
    createNeighbour({
      name: 'master data',
      baseUrl: config.FUJI_BASE_URL,
      timeoutMs: 5_000,
      maxBytes: 32 * 1024 * 1024,
      retries: 1,
    }),
  ),
  credit: createNeighbour({
    name: 'credit line',
    baseUrl: config.CREDIT_LINE_URL,
    timeoutMs: 2_000,
    maxBytes: 64 * 1024,
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
  readonly journal: BookingJournal;
};

type Deciding = { readonly control: CallControl; readonly budget: CallBudget };

/** The way to 12go. */
const transportOf = (config: Config, { timing }: Around, { control, budget }: Deciding) =>
  createLeanTransport({
    baseUrl: config.TWELVEGO_BASE_URL,
    recheckHosts: config.TWELVEGO_RECHECK_HOSTS,
    sleep: timing.sleep,
    allowRetry: (retry) => {
      const isAllowed = budget.hasRoom() && control.allowRetry(retry);
      if (isAllowed) budget.spendOnRetry();
      return isAllowed;
    },
  });

/** Everything that is asked of others, with the copies and claims that spare them. */
export const createUpstream = (config: Config, around: Around): Upstream => {
  const { clock, observe, neighbours, stores, idMap, journal } = around;
  const budget = createCallBudget({
    limits: stores.side.rateLimits,
    callsPerMin: config.TWELVEGO_CALLS_PER_MIN,
    bookingShare: config.TWELVEGO_BOOKING_SHARE_PERCENT / 100,
    metrics: observe.metrics,
    nowMs: () => performance.now(),
  });
  const { nowMs } = clock;
  const callLimits = createCallLimits(
    {
      connections: config.TWELVEGO_CONNECTIONS,
      searchConnections: config.TWELVEGO_SEARCH_CONNECTIONS,
      timeoutsMs: around.timing.twelveGoTimeoutsMs ?? {},
    },
    nowMs,
  );
  const circuits = createCallCircuits(callLimits, observe, {
    steadyNowMs: () => performance.now(),
    random: Math.random,
    times: around.timing.callControl ?? {},
  });
  const callControl = createCallControl(
    { limits: callLimits, circuits },
    { metrics: observe.metrics, nowMs },
  );
  const transport = transportOf(config, around, { control: callControl, budget });
  const finishedSearches = createFinishedSearches(
    config.SEARCH_CACHE === 'off' ? 0 : config.SEARCH_CACHE_ANSWERS_MIB * 1024 * 1024,
  );
  observe.metrics.observe('gateway.search.answers_bytes', () => finishedSearches.weightBytes());
  return {
    twelveGo: createTwelveGo(
      { transport, control: callControl, budget },
      {
        ...observe,
        nowMs,
        tell: ({ clientId, story: id, detail }) =>
          void journal.append({ clientId, id }, 'upstream_call', detail),
      },
    ),
    callBudget: budget,
    callControl,
    callLimits,
    masterData: createMasterData(neighbours.fuji, { nowMs, log: observe.log }),
    creditLine: createCreditLine(neighbours.credit, observe),
    idTables: toIdTables(idMap, config.ID_SNAPSHOT_FILE === undefined ? 'master_data' : 'snapshot_file'),
    rechecks: createRechecks(stores.side.claimRecheck, observe.metrics),
    searchCache: stores.search.cache,
    finishedSearches,
  };
};

/** What `/ready` says of 12go; it never takes an instance out, since the others have the same 12go. */
export const checkTwelveGo = ({ openCircuits }: CallControl): DependencyCheck => {
  const open = openCircuits();
  return {
    name: '12go',
    status: open.length === 0 ? 'ok' : 'degraded',
    required: false,
    detail: open.length === 0 ? 'no circuit is open' : `open circuits: ${open.join(', ')}`,
  };
};
