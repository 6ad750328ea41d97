/** What a whole booking costs the partner, and the net price it should cost us. */

import { add } from './arithmetic.ts';
import type { Markup } from './markup.ts';
import { type Money, moneyOf } from './money.ts';
import type { RateView } from './rate-view.ts';
import { reduceRatio } from './ratio.ts';
import { countPassengers, sell } from './sell.ts';
import { settle } from './settle.ts';
import { type Recorder, show, type Trace } from './trace.ts';
import { type AmountInput, readAmount } from './upstream-amount.ts';

/** What a booking total is made from. `net` is for all passengers together, surcharges included. */
export type BookingTotalInput = {
  readonly net: AmountInput | null;
  /** Whole number from 1 up; the fixed fee is charged once for each. */
  readonly passengers: number;
  readonly markup: Markup;
  readonly rates?: RateView | null | undefined;
  readonly settlementCurrency?: string | null | undefined;
  readonly explain?: boolean | undefined;
};

/** The contract's `total_price`, rounded; taxes and fees are not part of it. */
export type BookingTotal = { readonly supplierNet: Money; readonly total: Money; readonly trace?: Trace };

/**
 * `net × (1 + percentage) + fixed fee × passengers`, converted to the settlement currency and rounded once.
 * Use upstream's `seller_price.netprice` after the reserve and {@link expectedNet} before it.
 *
 * @example
 * ```ts
 * const { total } = bookingTotal({ net: { value: '37.00', currency: 'USD' }, passengers: 2, markup });
 * toContractMoney(total); // { amount: '41.70', currency: 'USD' } at 10 % and 0.50 USD
 * ```
 */
export function bookingTotal(input: BookingTotalInput): BookingTotal {
  const { markup, rates } = input;
  const recorder: Recorder = input.explain ? [] : undefined;
  const supplierNet = readAmount(input.net, 'net');
  recorder?.push({ step: 'input', amount: 'net', value: show(supplierNet) });
  const passengers = countPassengers(input.passengers);
  const sold = sell({ net: supplierNet, passengers, markup, rates }, recorder, 'total_price');
  const total = settle(recorder, 'total_price', sold, input.settlementCurrency ?? sold.currency, rates);
  return recorder === undefined ? { supplierNet, total } : { supplierNet, total, trace: recorder };
}

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
export function expectedNet(
  fares: readonly [Fare, ...Fare[]],
  surcharges: readonly AmountInput[] = [],
): Money {
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
}
