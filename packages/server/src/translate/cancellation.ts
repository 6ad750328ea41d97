/** Cancellation policies out of `full_refund_until`, in the spelling of search and in that of get itinerary. */
import type { CheckoutPolicy, SearchPolicy } from '@partner-gateway/contract';
import { toDuration, toLocalMinute } from './vocabulary.ts';

/** All times local to the departure station, in minutes or finer. */
export type RefundTimes = {
  readonly fullRefundUntil: string | null;
  /** Of the first leg. */
  readonly departure: string;
  readonly now: string;
};

/** How long before departure the full refund ends, or null when there is none (any more). */
export type RefundWindow = string | null;

const minuteMs = 60_000;
const toMinutes = (localMinute: string): number => Date.parse(`${localMinute}Z`) / minuteMs;

/**
 * Reads the refund window off an option. A window that would end after departure ends with it (`PT0M`): a duration
 * before departure cannot say more.
 *
 * @example
 * toRefundWindow({ fullRefundUntil: '2026-11-11T07:30:00', departure: '2026-11-14T07:30:00', now: '2026-10-01T00:00' });
 * // 'PT72H'
 */
export function toRefundWindow({ fullRefundUntil, departure, now }: RefundTimes): RefundWindow {
  if (fullRefundUntil === null) return null;
  const until = toLocalMinute(fullRefundUntil);
  if (until <= toLocalMinute(now)) return null;
  return toDuration(Math.max(0, toMinutes(toLocalMinute(departure)) - toMinutes(until)));
}

/** The policy rows as search spells them: `percent`. */
export const toSearchPolicies = (window: RefundWindow): SearchPolicy[] =>
  window === null
    ? [{ from: null, penalty: { percent: 100 } }]
    : [
        { from: null, penalty: { percent: 0 } },
        { from: window, penalty: { percent: 100 } },
      ];

/** The same rows as get itinerary spells them: `percentage`. */
export const toCheckoutPolicies = (window: RefundWindow): CheckoutPolicy[] =>
  window === null
    ? [{ from: null, penalty: { percentage: 100 } }]
    : [
        { from: null, penalty: { percentage: 0 } },
        { from: window, penalty: { percentage: 100 } },
      ];
