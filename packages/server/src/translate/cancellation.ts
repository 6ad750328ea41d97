/** What a cancellation gives back: the policies shown before booking (in two spellings), and 12go's refund options after it. */
import type { CheckoutPolicy, Money, SearchPolicy } from '@partner-gateway/contract';
import {
  contractDecimals,
  type Money as ExactMoney,
  isCurrency,
  money,
  toContractMoney,
  toMinor,
} from '@partner-gateway/pricing';
import type { RefundOption, RefundOptions } from '@partner-gateway/twelvego-client';
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

/** One way to be refunded: what the partner sees, and the option itself to execute. */
export type RefundChoice = {
  readonly refund: Money;
  /** The same amount in hundredths, for the sealed option. */
  readonly amountMinor: number;
  /** `YYYY-MM-DDTHH:MM:SS`; undefined when the option does not expire. */
  readonly expiresAt: string | undefined;
  /** Executable now: the option and the whole booking are. */
  readonly available: boolean;
  readonly option: RefundOption;
};

type Ranked = RefundChoice & { readonly exact: ExactMoney };

/**
 * The options by amount, highest first; equal amounts: available first, then 12go's order. Options in a currency that
 * does not exist are left out, and counted in `dropped`. 12go's amount is the partner's: no markup moves.
 */
export const toRefundChoices = (
  answer: RefundOptions,
): {
  readonly choices: readonly RefundChoice[];
  readonly dropped: number;
} => {
  const known = answer.options.filter((option) => isCurrency(option.refund_fxcode));
  const ranked = known.map((option) => toChoice(option, answer.available)).sort(byAmount);
  return {
    choices: ranked.map(({ exact: _exact, ...choice }) => choice),
    dropped: answer.options.length - known.length,
  };
};

/** The option a one-step cancel executes: the largest available, or undefined when nothing is refundable. */
export const pickRefund = (choices: readonly RefundChoice[]): RefundChoice | undefined =>
  choices.find((choice) => choice.available);

/** What a sealed refund option says of the option that was offered. */
export type OfferedRefund = {
  readonly hash: string;
  readonly amountMinor: number;
  readonly currency: string;
};

/**
 * The option a partner chose earlier, while 12go still offers it. Hashes are short-lived and 12go may give a fresh one
 * at every reading, so an option that pays the same amount in the same currency is the one that was shown.
 */
export const findRefund = (
  choices: readonly RefundChoice[],
  { hash, amountMinor, currency }: OfferedRefund,
): RefundChoice | undefined => {
  const available = choices.filter((choice) => choice.available);
  const isSamePay = (choice: RefundChoice): boolean =>
    choice.amountMinor === amountMinor && choice.refund.currency === currency;
  return available.find(({ option }) => option.hash === hash) ?? available.find(isSamePay);
};

const toChoice = (option: RefundOption, bookingAvailable: boolean): Ranked => {
  const exact = money(option.refund_amount, option.refund_fxcode);
  return {
    refund: toContractMoney(exact),
    amountMinor: Number(toMinor(exact, contractDecimals)),
    expiresAt: option.expires ? (option.expires_after ?? undefined) : undefined,
    available: bookingAvailable && option.available,
    option,
    exact,
  };
};

/** Across currencies the bare figures decide: a booking is refunded in one currency, so this never matters. */
const byAmount = (left: Ranked, right: Ranked): number => {
  const difference =
    right.exact.numerator * left.exact.denominator - left.exact.numerator * right.exact.denominator;
  if (difference !== 0n) return difference > 0n ? 1 : -1;
  return Number(right.available) - Number(left.available);
};
