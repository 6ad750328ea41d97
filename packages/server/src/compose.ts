/** The composition root: the only file that constructs stores, neighbours, keys and clients, and wires them together. */
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DependencyCheck } from '@partner-gateway/contract';
import { TwelveGoError } from '@partner-gateway/twelvego-client';
import type { Vault, WriteEvent } from '@partner-gateway/write-guard';
import {
  createOutcomeResolver,
  createWriteGuard,
  type OutcomeResolver,
  type WriteGuard,
} from '@partner-gateway/write-guard';
import { answerCodec, type TextAnswer } from './answer.ts';
import { createResolverLookUp, createWriteEvents } from './booking/write/look-ups.ts';
import { createNotifiedOutcomes } from './booking/write/notified-outcomes.ts';
import type { Config } from './config/read.ts';
import type { Deps, FlowSettings, Timing } from './deps.ts';
import { type BookingJournal, createBookingJournal } from './journal/booking-journal.ts';
import type { Log } from './observability/logger.ts';
import type { Metrics } from './observability/metrics.ts';
import { createScrapedMetrics } from './observability/prometheus.ts';
import { createOperators } from './partners/api-keys.ts';
import { readPartners } from './partners/client-file.ts';
import { createPartnerDirectory, type Partners } from './partners/partner-directory.ts';
import { createPriceBook } from './partners/price-book.ts';
import { createSecretReader } from './partners/secrets.ts';
import { createSearchStore, type SearchStore } from './search-store.ts';
import { createSideStore, type SideStore } from './side-store.ts';
import {
  type GuardReadiness,
  type GuardReadinessWatch,
  watchGuardReadiness,
} from './state/guard-readiness.ts';
import { createStore, type Store } from './store.ts';
import { type BookingIds, createBookingIds } from './tokens/booking-id.ts';
import { createItineraryIds } from './tokens/itinerary-id.ts';
import { parseKeyRing } from './tokens/key-ring.ts';
import { oldBookingIdsSchema, withOldBookingIds } from './tokens/old-booking-id.ts';
import { createTokens } from './tokens/payloads.ts';
import { createAnswerVault, createBoxes } from './tokens/seal.ts';
import type { IdMap } from './translate/ids/id-map.ts';
import { parseImageTable } from './translate/trips/legs-register.ts';
import { createCreditLine } from './upstream/credit-line.ts';
import { createFuji } from './upstream/fuji.ts';
import { createIdTableLoader, toIdTables } from './upstream/id-tables.ts';
import { createMasterData } from './upstream/master-data.ts';
import { createNeighbour } from './upstream/neighbour.ts';
import { checkRates, createRates, type LoadedRates } from './upstream/rate-table.ts';
import { createLeanTransport } from './upstream/read-exchange.ts';
import { createRechecks } from './upstream/rechecks.ts';
import { checkCopy, createRefreshed, type Refreshed } from './upstream/refreshed.ts';
import { countRetries, createTwelveGo } from './upstream/twelvego.ts';

/** What a process adds to its settings. */
export type Surroundings = {
  readonly log: Log;
  readonly version: string;
  readonly nowMs: () => number;
  readonly publicBaseUrl: () => string;
  /** A clock that never steps, for a store in this process. Default: monotonic. */
  readonly steadyNowMs?: (() => number) | undefined;
  /** When the memory store counts as begun; only for an upstream that began with the process. */
  readonly memoryBeganAtMs?: number | undefined;
  readonly timing?: Timing | undefined;
};

/** The parts of a gateway: what the apps need, and what has to be started and stopped. */
export type Parts = {
  readonly deps: Deps;
  readonly store: Store;
  readonly sideStore: SideStore;
  readonly searchStore: SearchStore;
  readonly idMap: Refreshed<IdMap>;
  readonly clients: Refreshed<Partners>;
  readonly rates: Refreshed<LoadedRates>;
  readonly resolver: OutcomeResolver;
  readonly guardReadiness: GuardReadinessWatch;
  readonly scrape: () => Promise<string>;
};

/** Translation rules §1 and §5.4; the copies add ±10 %. */
const configurationEveryMs = 5 * 60_000;

const readImages = (file: string | undefined) =>
  file === undefined ? undefined : parseImageTable(JSON.parse(readFileSync(file, 'utf8')));

const flowSettings = (config: Config): FlowSettings => ({
  searchPlaceMode: config.SEARCH_PLACE_MODE,
  searchTimeoutSecondsMax: config.SEARCH_TIMEOUT_SECONDS_MAX,
  charter: config.CHARTER_VEHICLES,
  images: readImages(config.SEAT_CLASS_IMAGES_FILE),
  checkoutPeople: config.CHECKOUT_PEOPLE,
  cartLifeSeconds: config.TWELVEGO_CART_LIFE_SECONDS,
  reserveLookUp: config.RESERVE_LOOK_UP,
  notificationSecret: config.NOTIFICATION_SECRET,
  notificationSources: config.NOTIFICATION_SOURCES ?? [],
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

/** A mistake in the file is told without its content: it holds secrets. */
const readBookingIds = (secret: Uint8Array, oldIdsFile: string | undefined): BookingIds => {
  const ids = createBookingIds(secret);
  if (oldIdsFile === undefined) return ids;
  const parsed = oldBookingIdsSchema.safeParse(JSON.parse(readFileSync(oldIdsFile, 'utf8')));
  if (parsed.success) return withOldBookingIds(ids, parsed.data);
  const where = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new Error(`OLD_BOOKING_IDS_FILE cannot be used: ${where.join('; ')}`);
};

const sealing = (config: Config) => {
  const boxes = createBoxes(parseKeyRing(config.SEALING_KEYS, config.SEALING_ACTIVE_KEY_ID));
  const secret = Buffer.from(config.BOOKING_ID_SECRET, 'base64');
  return {
    tokens: createTokens(boxes),
    itineraryIds: createItineraryIds(boxes),
    bookingIds: readBookingIds(secret, config.OLD_BOOKING_IDS_FILE),
    fingerprintKey: createHmac('sha256', secret).update('fingerprint').digest(),
    vault: createAnswerVault(boxes),
  };
};

/** Nothing left this process. An error of our own proves nothing: it may come from reading the answer of a sent write. */
const isNotSent = (error: unknown): boolean =>
  TwelveGoError.isInstance(error) && error.outcome === 'not_sent';

const createCopies = (
  config: Config,
  fuji: ReturnType<typeof createFuji>,
  { log, nowMs, metrics }: Surroundings & { readonly metrics: Metrics },
) => {
  const common = { nowMs, random: Math.random, log };
  const read = () => readPartners(config.CLIENTS_FILE, createSecretReader(config.SECRETS_DIR));
  const { RATES_FILE: file, RATES_URL: url } = config;
  return {
    idMap: createRefreshed<IdMap>({
      ...common,
      name: 'The id tables',
      load: createIdTableLoader(fuji, config.ID_SNAPSHOT_FILE),
      everyMs: config.ID_MAP_REFRESH_SECONDS * 1000,
    }),
    clients: createRefreshed<Partners>({
      ...common,
      name: 'The client settings',
      initial: read(),
      load: async () => read(),
      everyMs: configurationEveryMs,
    }),
    rates: createRates({ ...common, metrics, file, url, everyMs: configurationEveryMs }),
  };
};

const transportOf = (config: Config, timing: Timing, metrics: Metrics) =>
  createLeanTransport({
    baseUrl: config.TWELVEGO_BASE_URL,
    recheckHosts: config.TWELVEGO_RECHECK_HOSTS,
    timeoutsMs: timing.twelveGoTimeoutsMs,
    sleep: timing.sleep,
    allowRetry: countRetries(metrics),
  });

const guardWrites = (
  store: Store,
  vault: Vault,
  { timing, onEvent }: { timing: Timing; onEvent: (event: WriteEvent) => void },
): WriteGuard<TextAnswer> =>
  createWriteGuard({
    store: store.writes,
    vault,
    codec: answerCodec,
    isNotSent,
    whyWritesAreOff: store.whyWritesAreOff,
    times: timing.writeGuard ?? {},
    onEvent,
    ...(timing.writeProtocol?.leaseMs !== undefined && { leaseMs: timing.writeProtocol.leaseMs }),
    ...(timing.writeProtocol?.settleMs !== undefined && { settleMs: timing.writeProtocol.settleMs }),
  });

const checkBookingWrites = async (readiness: GuardReadinessWatch): Promise<DependencyCheck> => {
  const { state, reason } = await readiness.read();
  const status = state === 'on' ? 'ok' : 'degraded';
  return { name: 'booking_writes', status, required: false, detail: `${state}: ${reason}` };
};

const readinessLog =
  (log: Log) =>
  ({ state, reason }: GuardReadiness): void =>
    log(state === 'on' ? 'info' : 'error', `Booking writes are ${state}`, { reason });

const keepJournal = (
  config: Config,
  { entryStreams }: SideStore,
  { nowMs, log, metrics }: Surroundings & { readonly metrics: Metrics },
): BookingJournal =>
  createBookingJournal(entryStreams, {
    nowMs,
    storiesMax: config.JOURNAL_BOOKINGS_MAX,
    onDropped: (reason) => {
      metrics.count('gateway.journal.dropped', { reason });
      log('warn', 'A journal entry was dropped', { reason });
    },
  });

/**
 * Constructs everything; nothing is connected or started yet but what has to listen for errors.
 *
 * @throws UnusableSource, KeyRingError and others, each naming what in the settings cannot be used.
 */
export const compose = (config: Config, surroundings: Surroundings): Parts => {
  const { log, nowMs, steadyNowMs, publicBaseUrl, version, memoryBeganAtMs, timing = {} } = surroundings;
  const { metrics, scrape } = createScrapedMetrics();
  const { fuji: fujiService, credit } = neighbours(config);
  const fuji = createFuji(fujiService);
  const { idMap, clients, rates } = createCopies(config, fuji, { ...surroundings, metrics });
  const partners = createPartnerDirectory(() => clients.current() ?? new Map(), nowMs);
  const { vault, ...sealed } = sealing(config);
  const store = createStore(config, { steadyNowMs, log, memoryBeganAtMs, timing });
  const clientIds = () => partners.all().map(({ settings }) => settings.client_id);
  const guardReadiness = watchGuardReadiness({ store, clientIds, onChange: readinessLog(log) });
  const sideStore = createSideStore(config, { nowMs, log });
  const searchStore = createSearchStore(config, { nowMs, log });
  const deps: Deps = {
    log,
    metrics,
    nowMs,
    sleep: timing.sleep ?? ((ms) => sleep(ms)),
    publicBaseUrl,
    version,
    startedAtMs: nowMs(),
    readiness: [
      async () => checkCopy('id_map', idMap),
      async () => checkCopy('client_settings', clients),
      async () => checkRates(rates.current(), nowMs()),
      store.check,
      () => checkBookingWrites(guardReadiness),
      ...sideStore.checks,
      ...searchStore.checks,
    ],
    settings: flowSettings(config),
    copies: { clients, rates },
    partners,
    operators: createOperators(config.OPS_KEY_HASHES, nowMs),
    priceBook: createPriceBook(() => rates.current()?.table, nowMs),
    idTables: toIdTables(idMap),
    twelveGo: createTwelveGo(transportOf(config, timing, metrics), { log, metrics, nowMs }),
    masterData: createMasterData(fuji, { nowMs, log }),
    creditLine: createCreditLine(credit),
    rechecks: createRechecks(sideStore.claimRecheck, metrics),
    searchCache: searchStore.cache,
    ...sealed,
    writeGuard: guardWrites(store, vault, { timing, onEvent: (event) => tellWriteEvent(event) }),
    bookingChanged: (changed) => notified.take(changed),
    seatLocks: sideStore.seatLocks,
    creditHolds: store.creditHolds,
    journal: keepJournal(config, sideStore, { ...surroundings, metrics }),
  };
  const tellWriteEvent = createWriteEvents(deps);
  const notified = createNotifiedOutcomes(deps);
  const resolver = createOutcomeResolver({
    ...timing.outcomeResolver,
    store: store.writes,
    vault,
    codec: answerCodec,
    lookUp: createResolverLookUp(deps),
    clientIds,
    onEvent: tellWriteEvent,
    afterRound: notified.round,
  });
  metrics.observe('gateway.booking.open_outcomes', () => resolver.gauge().count);
  metrics.observe('gateway.booking.oldest_open_outcome', () => resolver.gauge().oldestAgeMs / 1000);
  metrics.observe('gateway.booking.writes_in_flight', () => deps.writeGuard.inFlight());
  return { deps, store, sideStore, searchStore, idMap, clients, rates, resolver, guardReadiness, scrape };
};
