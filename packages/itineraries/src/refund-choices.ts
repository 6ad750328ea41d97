/** 12go's refund options after booking: what the partner may choose, and which one it chose. */
import type { Money } from '@partner-gateway/contract';
import {
  contractDecimals,
  type Money as ExactMoney,
  isCurrency,
  money,
  toContractMoney,
  toMinor,
} from '@partner-gateway/pricing';
import type { RefundOption, RefundOptions } from '@partner-gateway/twelvego-client';

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
