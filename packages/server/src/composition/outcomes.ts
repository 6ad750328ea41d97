/** What goes on beside the requests: open outcomes settled by reading, sooner where a notification points at them. */
import type { OutcomeResolver, Vault, WriteStore } from '@partner-gateway/write-guard';
import { createOutcomeResolver } from '@partner-gateway/write-guard';
import { answerCodec } from '../answer.ts';
import { createResolverLookUp, createWriteEvents } from '../booking/write/look-ups.ts';
import type { NotifiedOutcomes } from '../booking/write/notified-outcomes.ts';
import { createNotifiedOutcomes } from '../booking/write/notified-outcomes.ts';
import type { Deps, Timing } from '../deps.ts';

export type OutcomeWatch = {
  readonly resolver: OutcomeResolver;
  readonly notified: NotifiedOutcomes;
  /** Where the guard's events are told. */
  readonly tell: ReturnType<typeof createWriteEvents>;
};

type Watched = {
  readonly store: WriteStore;
  readonly vault: Vault;
  readonly clientIds: () => readonly string[];
  readonly timing: Timing;
};

/** Makes it, and the gauges that show it; it goes on from `resolver.start()`. */
export const watchOutcomes = (deps: Deps, { store, vault, clientIds, timing }: Watched): OutcomeWatch => {
  const { metrics } = deps.observe;
  const tell = createWriteEvents(deps);
  const notified = createNotifiedOutcomes(deps);
  const resolver = createOutcomeResolver({
    ...timing.outcomeResolver,
    store,
    vault,
    codec: answerCodec,
    lookUp: createResolverLookUp(deps),
    clientIds,
    onEvent: tell,
    afterRound: notified.round,
  });
  metrics.observe('gateway.booking.open_outcomes', () => resolver.gauge().count);
  metrics.observe('gateway.booking.oldest_open_outcome', () => resolver.gauge().oldestAgeMs / 1000);
  metrics.observe('gateway.booking.writes_in_flight', () => deps.writes.guard.inFlight());
  return { resolver, notified, tell };
};
