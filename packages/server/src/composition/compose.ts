/** The composition root: everything is constructed here, or beside it by noun, and wired together. */

import { setTimeout as sleep } from 'node:timers/promises';
import type { OutcomeResolver } from '@partner-gateway/write-guard';
import { createOutcomeResolver } from '@partner-gateway/write-guard';
import { answerCodec } from '../answer.ts';
import { createResolverLookUp, createWriteEvents } from '../booking/write/look-ups.ts';
import { createNotifiedOutcomes } from '../booking/write/notified-outcomes.ts';
import type { Config } from '../config/read.ts';
import type { Deps } from '../deps.ts';
import { createScrapedMetrics } from '../observability/prometheus.ts';
import { createOperators } from '../partners/api-keys.ts';
import type { Partners } from '../partners/partner-directory.ts';
import { createPartnerDirectory } from '../partners/partner-directory.ts';
import { createPriceBook } from '../partners/price-book.ts';
import type { GuardReadinessWatch } from '../state/guard-readiness.ts';
import { watchGuardReadiness } from '../state/guard-readiness.ts';
import type { IdMap } from '../translate/ids/id-map.ts';
import { createCreditLine } from '../upstream/credit-line.ts';
import { createFuji } from '../upstream/fuji.ts';
import { toIdTables } from '../upstream/id-tables.ts';
import { createMasterData } from '../upstream/master-data.ts';
import type { LoadedRates } from '../upstream/rate-table.ts';
import { checkRates } from '../upstream/rate-table.ts';
import { createRechecks } from '../upstream/rechecks.ts';
import type { Refreshed } from '../upstream/refreshed.ts';
import { checkCopy } from '../upstream/refreshed.ts';
import { createTwelveGo } from '../upstream/twelvego.ts';
import { createCopies } from './copies.ts';
import { flowSettings } from './flow-settings.ts';
import { sealing } from './sealing.ts';
import type { SearchStore } from './search-store.ts';
import { createSearchStore } from './search-store.ts';
import type { SideStore } from './side-store.ts';
import { createSideStore } from './side-store.ts';
import type { Store } from './store.ts';
import { createStore } from './store.ts';
import type { Surroundings } from './surroundings.ts';
import { neighbours, transportOf } from './upstream.ts';
import { checkBookingWrites, guardWrites, keepJournal, readinessLog } from './writes.ts';

export type { Surroundings } from './surroundings.ts';

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
