/** The composition root: what the other files here construct, each a noun, is wired together. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { LoadWatch } from '@partner-gateway/load-control';
import { type Config, kafkaConnectionOf } from '@partner-gateway/settings';
import { createRecentLines } from '@partner-gateway/telemetry';
import type { Notice } from '@partner-gateway/write-guard';
import type { Clock, Deps } from '../deps.ts';
import { GatewayError } from '../errors.ts';
import { createPriceBook } from '../partners/price-book.ts';
import type { GuardReadinessWatch } from '../state/guard-readiness.ts';
import { watchGuardReadiness } from '../state/guard-readiness.ts';
import { createAdmission, createCallers } from './admission.ts';
import type { Copies } from './copies.ts';
import { checkCopies, createCopies } from './copies.ts';
import { flowSettings } from './flow-settings.ts';
import type { Gauges } from './gauges.ts';
import { createGauges } from './gauges.ts';
import type { OutcomeWatch } from './outcomes.ts';
import { watchOutcomes } from './outcomes.ts';
import { sealing } from './sealing.ts';
import { createSecrets, currentKeyRing, type Secrets, secretNames } from './secrets.ts';
import type { Stores } from './stores.ts';
import { createStores } from './stores.ts';
import type { Surroundings } from './surroundings.ts';
import { checkTwelveGo, createNeighbours, createUpstream } from './upstream.ts';
import {
  checkBookingWrites,
  createWrites,
  keepJournal,
  noteRequests,
  readinessLog,
  tellWrites,
} from './writes.ts';

export type { Surroundings } from './surroundings.ts';

/** The parts of a gateway: what the apps need, and what has to be started and stopped. */
export type Parts = {
  readonly deps: Deps;
  readonly stores: Stores;
  readonly secrets: () => Secrets;
  readonly copies: Copies;
  readonly outcomes: OutcomeWatch;
  readonly guardReadiness: GuardReadinessWatch;
  readonly load: LoadWatch;
  readonly gauges: Gauges;
  /** From now on `/ready` sends the balancer away. */
  readonly leave: () => void;
};

/** Beyond it the store is slower than what happens, and what belongs to no write is left out. */
const tellingMax = 1_000;
const monotonicMs = (): number => performance.now();

const clockOf = ({ nowMs, timing }: Surroundings): Clock => ({
  nowMs,
  nowSeconds: () => Math.floor(nowMs() / 1000),
  sleep: timing?.sleep ?? ((ms) => sleep(ms)),
});

const auditMs = 10_000;
const auditMomentMs = 2_000;

/** What Kafka came to, in words for an operator. */
const auditFailure = (cause: unknown, reason: string): GatewayError =>
  new GatewayError('events_unavailable', {
    cause,
    retryAfterSeconds: 10,
    detail: `The brokers of KAFKA_BROKERS could not be asked: ${reason}.`,
  });

type Around = {
  readonly clock: Clock;
  readonly observe: Deps['observe'];
  readonly stores: Stores;
  readonly secrets: () => Secrets;
};

/** Asks the brokers; their client is loaded by whoever asks first. */
const auditOf = (config: Config, { clock, secrets }: Around): Deps['events']['audit'] => {
  const connection = kafkaConnectionOf(config, () => secrets().kafkaPassword);
  if (connection === undefined) return undefined;
  return async () => {
    const { auditTopics, KafkaFailure, readLegacyTopics } = await import('@partner-gateway/kafka-events');
    const legacy = readLegacyTopics(config.KAFKA_LEGACY_TOPICS ?? '{}');
    if (!legacy.ok) {
      const detail = `KAFKA_LEGACY_TOPICS cannot be used: ${legacy.problems.join(' ')}`;
      throw new GatewayError('unprocessable', { detail });
    }
    const oldTopics = [...new Set(Object.values(legacy.topics).flat())];
    const ended = new AbortController();
    const late = sleep(auditMs, undefined, { signal: ended.signal }).then(() => {
      throw auditFailure(undefined, 'timeout');
    });
    const asking = auditTopics(
      { ...connection, clientName: 'partner-gateway-audit' },
      { oldTopics, momentMs: auditMomentMs, sleep: clock.sleep },
    ).catch((error: unknown) => {
      throw auditFailure(error, error instanceof KafkaFailure ? error.reason : 'failed');
    });
    try {
      return { ...(await Promise.race([asking, late])), momentMs: auditMomentMs };
    } finally {
      ended.abort();
    }
  };
};

const eventsOf = (config: Config, around: Around): Deps['events'] => {
  const {
    observe: { metrics },
    stores: { guard, side },
  } = around;
  const tellsLifecycle = config.KAFKA_BROKERS !== undefined;
  let underWay = 0;
  const append = async (clientId: string, notices: readonly Notice[]): Promise<void> => {
    underWay += 1;
    try {
      await guard.outbox.append(clientId, notices);
    } catch {
      metrics.count('gateway.events.not_told', { reason: 'store' });
    }
    underWay -= 1;
  };
  return {
    outbox: guard.outbox,
    inbox: side.inbox,
    webhooks: guard.webhooks,
    audit: auditOf(config, around),
    readAtMs: (clientId) => guard.writes.stamp(clientId).nowMs,
    tellsLifecycle,
    tell(clientId, notices) {
      if (!tellsLifecycle) return;
      if (underWay < tellingMax) void append(clientId, notices());
      else metrics.count('gateway.events.not_told', { reason: 'busy' });
    },
  };
};

type Checked = Pick<Parts, 'copies' | 'guardReadiness' | 'stores'> &
  Pick<Deps, 'upstream'> & { readonly nowMs: () => number };

/** What `/ready` asks. */
const readinessOf = ({ copies, upstream, guardReadiness, stores, nowMs }: Checked) => [
  ...checkCopies(copies, nowMs),
  async () => checkTwelveGo(upstream.callControl),
  () => checkBookingWrites(guardReadiness),
  ...stores.checks,
];

/** What is told of this instance, and its leave: from then on `/ready` sends the balancer away. */
const serviceOf = (
  { version, nowMs, publicBaseUrl, trial, settings = { variables: [], others: [] } }: Surroundings,
  known: Pick<Deps['service'], 'copies' | 'readiness' | 'secretNames'>,
): { readonly service: Deps['service']; readonly leave: () => void } => {
  const leaving = new AbortController();
  const isLeaving = () => leaving.signal.aborted;
  const service = { version, startedAtMs: nowMs(), publicBaseUrl, trial, settings, isLeaving, ...known };
  return { service, leave: () => leaving.abort() };
};

/**
 * Constructs everything; nothing is connected or started yet but what has to listen for errors.
 *
 * @throws UnusableSource, KeyRingError and others, each naming what in the settings cannot be used.
 */
export const compose = (config: Config, surroundings: Surroundings): Parts => {
  const { nowMs, steadyNowMs = monotonicMs, rereadConfig, timing = {} } = surroundings;
  const recentLines = createRecentLines({ nowMs });
  const log = recentLines.keeping(surroundings.log);
  const clock = clockOf(surroundings);
  const { metrics, spans } = surroundings.telemetry;
  const onRedisError = (name: string) => metrics.count('gateway.redis.errors', { name });
  const stores = createStores(config, { ...surroundings, log, onRedisError });
  const noted = noteRequests(config, { stores, log, metrics });
  const observe = { log, metrics, spans, noted, recentLines };
  const secrets = createSecrets(config, { nowMs, observe, rereadConfig, logIn: stores.logIn });
  const neighbours = createNeighbours(config, secrets.current);
  const copies = createCopies(config, neighbours.fuji, { clock, observe, secrets: secrets.copy });
  const callers = createCallers({ clients: copies.clients, secrets: secrets.current, nowMs });
  const clientIds = () => callers.partners.all().map(({ clientId }) => clientId);
  const admission = createAdmission(config, { observe, side: stores.side, nowMs, steadyNowMs });
  const { tokens, vault, fingerprintKey } = sealing(config, currentKeyRing(secrets.current));
  const guardReadiness = watchGuardReadiness({ store: stores.guard, clientIds, onChange: readinessLog(log) });
  const around = { clock, observe, timing, stores, secrets: secrets.current };
  const noticesOf = tellWrites(config, { clock, observe, tokens });
  const journal = keepJournal(config, around);
  const upstream = createUpstream(config, { ...around, journal, neighbours, idMap: copies.idMap });
  const { service, leave } = serviceOf(surroundings, {
    copies,
    readiness: readinessOf({ copies, upstream, guardReadiness, stores, nowMs }),
    secretNames: () => secretNames(secrets.current()),
  });
  const deps: Deps = {
    clock,
    observe,
    service,
    settings: flowSettings(config, secrets.current),
    callers,
    admission,
    priceBook: createPriceBook(() => copies.rates.current()?.table, nowMs),
    upstream,
    tokens,
    writes: {
      ...createWrites(journal, { ...around, vault, noticesOf, onEvent: (event) => outcomes.tell(event) }),
      fingerprintKey,
      bookingChanged: (changed) => {
        outcomes.notified.take(changed);
        if (!changed.isSigned) outcomes.statuses.hint(changed);
      },
    },
    events: eventsOf(config, around),
  };
  const outcomes = watchOutcomes(deps, { store: stores.guard.writes, vault, noticesOf, clientIds, timing });
  const gauges = createGauges(deps, guardReadiness, timing.gauges);
  return {
    deps,
    stores,
    secrets: secrets.current,
    copies,
    outcomes,
    guardReadiness,
    load: admission.load,
    gauges,
    leave,
  };
};
