/** The composition root: the only file that constructs stores, neighbours, keys and clients, and wires them together. */
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { createRateTable, type RateTable } from '@partner-gateway/pricing';
import { TwelveGoError } from '@partner-gateway/twelvego-client';
import type { Config } from './config.ts';
import type { Deps, FlowSettings, ReadinessCheck } from './deps.ts';
import { GatewayError } from './errors.ts';
import type { Log } from './observability/logger.ts';
import { createScrapedMetrics } from './observability/prometheus.ts';
import { parseClientSettings } from './partners/client-settings.ts';
import { createOperators } from './partners/operators.ts';
import { createPartnerDirectory } from './partners/partner-directory.ts';
import { createPriceBook } from './partners/price-book.ts';
import { createSecretReader } from './partners/secrets.ts';
import { createOutcomeResolver, type OutcomeResolver } from './state/outcome-resolver.ts';
import { createWriteGuard } from './state/write-guard.ts';
import { createResolverLookUp } from './steps/write-look-ups.ts';
import { createSearchStore, createStore, type SearchStore, type Store } from './store.ts';
import { createBookingIds } from './tokens/booking-id.ts';
import { createItineraryIds } from './tokens/itinerary-id.ts';
import { parseKeyRing } from './tokens/key-ring.ts';
import { createTokens } from './tokens/payloads.ts';
import { createBoxes } from './tokens/seal.ts';
import type { IdMap } from './translate/id-map.ts';
import { createCreditLine } from './upstream/credit-line.ts';
import { createFuji } from './upstream/fuji.ts';
import { createIdTableLoader, toIdTables } from './upstream/id-tables.ts';
import { createMasterData } from './upstream/master-data.ts';
import { createNeighbour } from './upstream/neighbour.ts';
import { createRateLoader } from './upstream/rate-table.ts';
import { createFileRates, createHttpRates } from './upstream/rates.ts';
import { createLeanTransport } from './upstream/read-exchange.ts';
import { createRechecks } from './upstream/rechecks.ts';
import { createRefreshed, type Refreshed } from './upstream/refreshed.ts';
import { createTwelveGo } from './upstream/twelvego.ts';

/** What a process adds to its settings. */
export type Surroundings = {
  readonly log: Log;
  readonly version: string;
  readonly nowMs: () => number;
  readonly publicBaseUrl: () => string;
  /** When the memory store counts as begun; only for an upstream that began with the process. */
  readonly memoryBeganAtMs?: number | undefined;
};

/** The parts of a gateway: what the apps need, and what has to be started and stopped. */
export type Parts = {
  readonly deps: Deps;
  readonly store: Store;
  readonly searchStore: SearchStore;
  readonly idMap: Refreshed<IdMap>;
  readonly rates: Refreshed<RateTable>;
  readonly resolver: OutcomeResolver;
  readonly scrape: () => Promise<string>;
};

/** Stored answers come from our own store and hold a whole response body. */
const storedLengthMax = 512 * 1024;
const ratesEveryMs = 5 * 60_000;

const flowSettings = (config: Config): FlowSettings => ({
  searchPlaceMode: config.SEARCH_PLACE_MODE,
  searchTimeoutSecondsMax: config.SEARCH_TIMEOUT_SECONDS_MAX,
  charter: config.CHARTER_VEHICLES,
  checkoutPeople: config.CHECKOUT_PEOPLE,
  cartLifeSeconds: config.TWELVEGO_CART_LIFE_SECONDS,
  reserveLookUp: config.RESERVE_LOOK_UP,
  notificationSecret: config.NOTIFICATION_SECRET,
});

const neighbours = (config: Config) => ({
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

const sealing = (config: Config) => {
  const boxes = createBoxes(parseKeyRing(config.SEALING_KEYS, config.SEALING_ACTIVE_KEY_ID));
  const secret = Buffer.from(config.BOOKING_ID_SECRET, 'base64');
  return {
    boxes,
    tokens: createTokens(boxes),
    itineraryIds: createItineraryIds(boxes),
    bookingIds: createBookingIds(secret),
    fingerprintKey: createHmac('sha256', secret).update('fingerprint').digest(),
    vault: {
      seal: (name: string, text: string) => boxes.seal({ purpose: 'st', owner: name }, text),
      open: (name: string, box: string) => boxes.open({ purpose: 'st', owner: name }, box, storedLengthMax),
    },
  };
};

/** Nothing left this process: refused by ourselves, or provably never connected. */
const isNotSent = (error: unknown): boolean =>
  error instanceof GatewayError || (TwelveGoError.isInstance(error) && error.outcome === 'not_sent');

const loadedCheck =
  (name: string, copy: Refreshed<unknown>): ReadinessCheck =>
  () => {
    const age_seconds = copy.ageSeconds();
    if (age_seconds === undefined) return Promise.resolve({ name, status: 'not_loaded', required: true });
    const check = { name, required: true, age_seconds };
    return Promise.resolve(
      copy.isBehind()
        ? { ...check, status: 'degraded', detail: 'The last refresh failed; the copy before it is in use.' }
        : { ...check, status: 'ok' },
    );
  };

const createCopies = (config: Config, fuji: ReturnType<typeof createFuji>, { log, nowMs }: Surroundings) => {
  const rateSource =
    config.RATES_FILE === undefined
      ? createHttpRates(config.RATES_URL ?? '')
      : createFileRates(config.RATES_FILE);
  const common = { nowMs, random: Math.random, log };
  return {
    idMap: createRefreshed<IdMap>({
      ...common,
      name: 'The id tables',
      load: createIdTableLoader(fuji, config.ID_SNAPSHOT_FILE),
      everyMs: config.ID_MAP_REFRESH_SECONDS * 1000,
    }),
    rates: createRefreshed<RateTable>({
      ...common,
      name: 'The exchange rates',
      load: createRateLoader(rateSource, log),
      everyMs: ratesEveryMs,
    }),
  };
};

/** Until rates are loaded there are none: conversions are refused, prices without one are made. */
const noRates = createRateTable({ source: 'none', asOf: '1970-01-01T00:00:00Z', rates: [] });

const readClients = (config: Config) =>
  parseClientSettings(JSON.parse(readFileSync(config.CLIENTS_FILE, 'utf8')));

/**
 * Constructs everything; nothing is connected or started yet but what has to listen for errors.
 *
 * @throws ClientSettingsError, KeyRingError and others, each naming what in the settings cannot be used.
 */
export const compose = (config: Config, surroundings: Surroundings): Parts => {
  const { log, nowMs, publicBaseUrl, version, memoryBeganAtMs } = surroundings;
  const { metrics, scrape } = createScrapedMetrics();
  const clients = readClients(config);
  const { fuji: fujiService, credit } = neighbours(config);
  const fuji = createFuji(fujiService);
  const { idMap, rates } = createCopies(config, fuji, surroundings);
  const { vault, boxes: _boxes, ...sealed } = sealing(config);
  const store = createStore(config, { nowMs, log, memoryBeganAtMs });
  const searchStore = createSearchStore(config, { nowMs, log });
  const transport = createLeanTransport({
    baseUrl: config.TWELVEGO_BASE_URL,
    recheckHosts: config.TWELVEGO_RECHECK_HOSTS,
  });
  const deps: Deps = {
    log,
    metrics,
    nowMs,
    sleep: (ms) => sleep(ms),
    publicBaseUrl,
    version,
    startedAtMs: nowMs(),
    readiness: [
      loadedCheck('id_map', idMap),
      loadedCheck('exchange_rates', rates),
      store.check,
      ...searchStore.checks,
    ],
    settings: flowSettings(config),
    partners: createPartnerDirectory(clients, createSecretReader(config.SECRETS_DIR), nowMs),
    operators: createOperators(config.OPS_KEY_HASHES, nowMs),
    priceBook: createPriceBook(clients, () => rates.current() ?? noRates, nowMs),
    idTables: toIdTables(idMap),
    twelveGo: createTwelveGo(transport, { log, metrics, nowMs }),
    masterData: createMasterData(fuji, { nowMs, log }),
    creditLine: createCreditLine(credit),
    rechecks: createRechecks(store.claimRecheck, metrics),
    searchCache: searchStore.cache,
    ...sealed,
    writeGuard: createWriteGuard({
      store: store.writes,
      vault,
      isNotSent,
      areWritesOff: store.areWritesOff,
      onEvent: (event) => log('warn', 'Write guard', { reason: event.kind }),
    }),
    seatLocks: store.seatLocks,
  };
  const resolver = createOutcomeResolver({
    store: store.writes,
    vault,
    lookUp: createResolverLookUp(deps),
    clientIds: () => clients.map(({ client_id }) => client_id),
    onEvent: (event) => log('warn', 'Outcome resolver', { reason: event.kind }),
  });
  return { deps, store, searchStore, idMap, rates, resolver, scrape };
};
