/** The cancellation policies that are shown before booking, in the two spellings that there are. */
import type { CheckoutPolicy, SearchPolicy } from '@partner-gateway/contract';
import { toDuration, toLocalMinute } from './trips/vocabulary.ts';

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
const twoDigits = (text: string, at: number): number =>
  (text.charCodeAt(at) - 48) * 10 + text.charCodeAt(at + 1) - 48;
/** `YYYY-MM-DDTHH:MM`, read by position: a third of what `Date.parse` costs, and a search asks twice an option. */
const toMinutes = (localMinute: string): number =>
  Date.UTC(
    twoDigits(localMinute, 0) * 100 + twoDigits(localMinute, 2),
    twoDigits(localMinute, 5) - 1,
    twoDigits(localMinute, 8),
    twoDigits(localMinute, 11),
    twoDigits(localMinute, 14),
  ) / minuteMs;

/** The minute until which everything is refunded, departure at the latest; null when there is none (any more). */
export const toRefundEnd = ({ fullRefundUntil, departure, now }: RefundTimes): string | null => {
  if (fullRefundUntil === null) return null;
  const [until, leaves] = [toLocalMinute(fullRefundUntil), toLocalMinute(departure)];
  if (until <= toLocalMinute(now)) return null;
  const isPastDeparture = until > leaves;
  return isPastDeparture ? leaves : until;
};

/**
 * Reads the refund window off an option. A window that would end after departure ends with it (`PT0M`): a duration
 * before departure cannot say more.
 *
 * @example
 * toRefundWindow({ fullRefundUntil: '2026-11-11T07:30:00', departure: '2026-11-14T07:30:00', now: '2026-10-01T00:00' });
 * // 'PT72H'
 */
export const toRefundWindow = (times: RefundTimes): RefundWindow => {
  const end = toRefundEnd(times);
  if (end === null) return null;
  return toDuration(toMinutes(toLocalMinute(times.departure)) - toMinutes(end));
};

/** The policy rows as search spells them: `percent`. */
export const toSearchPolicies = (window: RefundWindow): SearchPolicy[] =>
  toPolicies(window, (percent) => ({ percent }));

/** The same rows as get itinerary spells them: `percentage`. */
export const toCheckoutPolicies = (window: RefundWindow): CheckoutPolicy[] =>
  toPolicies(window, (percentage) => ({ percentage }));

const toPolicies = <Penalty>(window: RefundWindow, penaltyOf: (percent: number) => Penalty) => {
  const forfeit = { from: window, penalty: penaltyOf(100) };
  return window === null ? [forfeit] : [{ from: null, penalty: penaltyOf(0) }, forfeit];
};
