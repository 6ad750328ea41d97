/** What goes on beside the requests: open outcomes settled by reading, sooner where a notification points at them. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { whereThrown } from '@partner-gateway/telemetry';
import type { NoticesOf, OutcomeResolver, Vault, WriteStore } from '@partner-gateway/write-guard';
import { createOutcomeResolver } from '@partner-gateway/write-guard';
import type { TextAnswer } from '../answer.ts';
import { answerCodec } from '../answer.ts';
import { createResolverLookUp, createWriteEvents } from '../booking/write/look-ups.ts';
import type { NotifiedOutcomes } from '../booking/write/notified-outcomes.ts';
import { createNotifiedOutcomes } from '../booking/write/notified-outcomes.ts';
import type { NotifiedStatuses } from '../booking/write/notified-statuses.ts';
import { createNotifiedStatuses } from '../booking/write/notified-statuses.ts';
import type { Deps, Timing } from '../deps.ts';
import { type CopiesNow, isSameCopies, noticesOfCopies } from '../events/copy-events.ts';
import { gatewayStream } from '../events/outbox-events.ts';

const inboxEveryMs = 500;

export type OutcomeWatch = {
  readonly resolver: OutcomeResolver;
  readonly notified: NotifiedOutcomes;
  /** Notifications that are worked off. */
  readonly statuses: NotifiedStatuses & Rounds;
  /** Where the guard's events are told. */
  readonly tell: ReturnType<typeof createWriteEvents>;
};

type Watched = {
  readonly store: WriteStore;
  readonly noticesOf: NoticesOf<TextAnswer>;
  readonly vault: Vault;
  readonly clientIds: () => readonly string[];
  readonly timing: Timing;
};

/** Work that goes on beside the requests, one round after the other. */
type Rounds = {
  start(): void;
  /** Ends after the round under way. */
  stop(): Promise<void>;
};

/** A round that fails is told, and the next one comes all the same. */
const createRounds = (
  round: () => Promise<unknown>,
  { everyMs, onError }: { readonly everyMs: number; readonly onError: (error: unknown) => void },
): Rounds => {
  let running: Promise<void> | undefined;
  let stopping = new AbortController();
  const go = async (signal: AbortSignal): Promise<void> => {
    while (!signal.aborted) {
      await round().catch(onError);
      await sleep(everyMs, undefined, { signal }).catch(() => {});
    }
  };
  return {
    start() {
      if (running !== undefined) return;
      stopping = new AbortController();
      running = go(stopping.signal);
    },
    async stop() {
      stopping.abort();
      await running;
      running = undefined;
    },
  };
};

/** Tells what was read anew since it was called last. */
const createCopyTeller = ({ clock, events, service: { copies } }: Deps): (() => void) => {
  let told: CopiesNow = { clients: undefined, rates: undefined, idMap: undefined };
  return () => {
    const now: CopiesNow = {
      clients: copies.clients.current(),
      rates: copies.rates.current()?.table.rates,
      idMap: copies.idMap.current(),
    };
    if (isSameCopies(now, told)) return;
    told = now;
    const moment = { nowMs: clock.nowMs(), correlationId: 'refreshed' };
    events.tell(gatewayStream, () => noticesOfCopies(now, moment));
  };
};

/** Makes it, and the gauges that show it; it goes on from `resolver.start()`. */
export const watchOutcomes = (
  deps: Deps,
  { store, vault, clientIds, timing, noticesOf }: Watched,
): OutcomeWatch => {
  const { metrics } = deps.observe;
  const tell = createWriteEvents(deps);
  const notified = createNotifiedOutcomes(deps);
  const resolver = createOutcomeResolver({
    ...timing.outcomeResolver,
    store,
    vault,
    codec: answerCodec,
    noticesOf,
    lookUp: createResolverLookUp(deps),
    clientIds,
    onEvent: tell,
    afterRound: notified.round,
  });
  metrics.observe('gateway.booking.open_outcomes', () => resolver.gauge().count);
  metrics.observe('gateway.booking.oldest_open_outcome', () => resolver.gauge().oldestAgeMs / 1000);
  metrics.observe('gateway.booking.writes_in_flight', () => deps.writes.guard.inFlight());
  const statuses = createNotifiedStatuses(deps, randomUUID());
  const tellCopies = createCopyTeller(deps);
  const round = async (): Promise<void> => {
    tellCopies();
    await statuses.tick();
  };
  const rounds = createRounds(round, {
    everyMs: timing.inboxEveryMs ?? inboxEveryMs,
    onError: (error) => deps.observe.log('error', 'Notifications could not be worked', whereThrown(error)),
  });
  return { resolver, notified, tell, statuses: { ...statuses, ...rounds } };
};
