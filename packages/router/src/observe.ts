/** Whoever counts and tells, and the time. */
import type { Tallies } from '@partner-gateway/rollout';
import type { Log, MetricsOf, routerInstruments } from '@partner-gateway/telemetry';

/** Whoever counts and tells. */
export type Observe = {
  readonly log: Log;
  readonly metrics: MetricsOf<typeof routerInstruments>;
  readonly tallies: Tallies;
};

/** The time: `nowMs` by the wall, `monotonicMs` for how long something took. */
export type Clock = { readonly nowMs: () => number; readonly monotonicMs: () => number };
