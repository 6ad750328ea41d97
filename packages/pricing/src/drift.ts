/** Expected, quoted and current: what a booking should cost upstream, and whether a moved price may be charged. */
import { add } from './arithmetic.ts';
import { type AmountInput, type ContractMoney, readAmount, toContractMoney } from './edge-money.ts';
import { PricingError } from './errors.ts';
import { type Money, moneyOf } from './money.ts';
import {
  compareRatios,
  type DecimalText,
  parseDecimal,
  printUnits,
  type Ratio,
  reduceRatio,
  subtractRatios,
  toUnits,
} from './ratio.ts';
import { countPassengers } from './sell.ts';

/** Passengers of one kind at one net price each. */
export type Fare = { readonly net: AmountInput; readonly passengers: number };

/**
 * The net price a booking should have upstream: each fare times its passengers, plus the chosen surcharges
 * (net, before markup), exact. Throws `currency_mismatch` when they differ in currency.
 *
 * @example
 * ```ts
 * const net = expectedNet([{ net: money('17.50', 'USD'), passengers: 2 }], [money('2.00', 'USD')]);
 * toContractMoney(net); // { amount: '37.00', currency: 'USD' }
 * ```
 */
export const expectedNet = (
  fares: readonly [Fare, ...Fare[]],
  surcharges: readonly AmountInput[] = [],
): Money => {
  const [first, ...others] = fares.map(({ net, passengers }) => {
    const fare = readAmount(net, 'net');
    const count = countPassengers(passengers);
    return moneyOf(
      reduceRatio({ numerator: fare.numerator * count, denominator: fare.denominator }),
      fare.currency,
    );
  }) as [Money, ...Money[]];
  const extras = surcharges.map((surcharge) => readAmount(surcharge, 'surcharge'));
  return [...others, ...extras].reduce<Money>((sum, part) => add(sum, part), first);
};

/** The contract's `price_changed`, without the booking id. */
export type PriceChange = {
  readonly quoted: ContractMoney;
  readonly current: ContractMoney;
  /** Percent with two decimals, half up: `"5.76"`; null when there is nothing to divide by (other currency, or 0). */
  readonly difference_percent: string | null;
};

/** What a drift check is made from. */
export type DriftInput = {
  readonly quoted: AmountInput;
  readonly current: AmountInput;
  /** Percent as decimal text: `"1.0"` is one percent. Exactly at the threshold is still within. */
  readonly thresholdPercent: DecimalText;
  /** The pair to show when it is not the pair that decides: net prices decide, partners see totals. */
  readonly shown?: { readonly quoted: Money; readonly current: Money } | undefined;
};

/**
 * `equal`: nothing moved. `dropped`: lower by any amount, charge the lower price. `drifted`: higher, within the
 * threshold. `changed`: beyond it, or in another currency; refuse with these details.
 */
export type Drift =
  | { readonly kind: 'equal' }
  | { readonly kind: 'dropped'; readonly difference_percent: string }
  | { readonly kind: 'drifted'; readonly difference_percent: string }
  | {
      readonly kind: 'changed';
      readonly reason: 'threshold' | 'currency';
      readonly priceChanged: PriceChange;
    };

/**
 * Judges a price against the one quoted: `(current − quoted) ÷ quoted > threshold`, exact, no rounding before
 * the comparison. A drop is never refused, whatever its size; another currency always is.
 *
 * @example
 * ```ts
 * const drift = judgeDrift({
 *   quoted: money('41.70', 'USD'),
 *   current: money('44.10', 'USD'),
 *   thresholdPercent: '1.0',
 * });
 * drift.kind === 'changed' && drift.priceChanged.difference_percent; // '5.76'
 * ```
 */
export const judgeDrift = (input: DriftInput): Drift => {
  const quoted = readAmount(input.quoted, 'quoted');
  const current = readAmount(input.current, 'current');
  const threshold = readThreshold(input.thresholdPercent);
  const shown = input.shown ?? { quoted, current };
  if (quoted.currency !== current.currency) return changed('currency', shown);
  const direction = compareRatios(current, quoted);
  if (direction === 0) return { kind: 'equal' };
  if (direction < 0) return { kind: 'dropped', difference_percent: percentText(quoted, current) };
  if (isBeyond(quoted, current, threshold)) return changed('threshold', shown);
  return { kind: 'drifted', difference_percent: percentText(quoted, current) };
};

/** (current − quoted) × 100 > threshold × quoted: no division, so a quoted price of zero needs no case. */
const isBeyond = (quoted: Ratio, current: Ratio, threshold: Ratio): boolean => {
  const rise = subtractRatios(current, quoted);
  const allowed = {
    numerator: threshold.numerator * quoted.numerator,
    denominator: threshold.denominator * quoted.denominator * 100n,
  };
  return compareRatios(rise, allowed) > 0;
};

const changed = (reason: 'threshold' | 'currency', shown: { quoted: Money; current: Money }): Drift => {
  const { quoted, current } = shown;
  const comparable = quoted.currency === current.currency && quoted.numerator !== 0n;
  return {
    kind: 'changed',
    reason,
    priceChanged: {
      quoted: toContractMoney(quoted),
      current: toContractMoney(current),
      difference_percent: comparable ? percentText(quoted, current) : null,
    },
  };
};

/** The size of the move in percent of the quoted price, which is above zero. */
const percentText = (quoted: Ratio, current: Ratio): string => {
  const moved = subtractRatios(current, quoted);
  const percent = {
    numerator: moved.numerator * quoted.denominator * 100n,
    denominator: moved.denominator * quoted.numerator,
  };
  return printUnits(toUnits(percent, 2, 'halfUp'), 2);
};

const readThreshold = (text: DecimalText): Ratio => {
  const threshold = parseDecimal(text, 'thresholdPercent');
  if (threshold.numerator >= 0n) return threshold;
  throw new PricingError('negative_amount', 'thresholdPercent is below zero');
};
