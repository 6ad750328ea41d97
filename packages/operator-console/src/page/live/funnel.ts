/** How many of those who searched opened an itinerary, reserved and confirmed. */
import { sumOf } from './differences.ts';
import type { Sample } from './prometheus.ts';

/** One step of the funnel. */
export type FunnelStep = {
  readonly title: string;
  readonly count: number;
  /** Of the step before, in percent; null for the first, and where that has none. */
  readonly ofBefore: number | null;
};

const answered = (samples: readonly Sample[], endpoint: string): number =>
  sumOf(samples, {
    name: 'gateway_request_duration_count',
    isMeant: (labels) => labels.endpoint === endpoint && Number(labels.status_code) < 400,
  });

const written = (samples: readonly Sample[], step: string): number =>
  sumOf(samples, {
    name: 'gateway_booking_funnel_total',
    isMeant: (labels) => labels.step === step && labels.outcome === 'done',
  });

/** Counts the steps in what a scrape says, or in what it grew by. */
export const funnelOf = (samples: readonly Sample[]): readonly FunnelStep[] => {
  const counts = [
    ['Searches', answered(samples, 'search')],
    ['Itineraries opened', answered(samples, 'get_itinerary')],
    ['Reserved', written(samples, 'reserve')],
    ['Confirmed', written(samples, 'confirm')],
  ] as const;
  return counts.map(([title, count], index) => {
    const before = counts[index - 1]?.[1] ?? 0;
    return { title, count, ofBefore: before === 0 ? null : (100 * count) / before };
  });
};

/** Cancellations, and writes that did not end well, beside the funnel. */
export const besideFunnel = (
  samples: readonly Sample[],
): { readonly refunded: number; readonly others: number } => ({
  refunded: written(samples, 'refund'),
  others: sumOf(samples, {
    name: 'gateway_booking_funnel_total',
    isMeant: ({ outcome }) => outcome !== 'done',
  }),
});
