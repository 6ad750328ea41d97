/** What a seat or a bag costs on top: the percentage and nothing else. */

import { subtract } from './arithmetic.ts';
import { PricingError } from './errors.ts';
import type { Markup } from './markup.ts';
import { type Money, moneyOf } from './money.ts';
import type { RateView } from './rate-view.ts';
import { ZERO } from './ratio.ts';
import { sellSurcharge } from './sell.ts';
import { settle } from './settle.ts';
import { markupStep, type Recorder, show, type Trace } from './trace.ts';
import { type AmountInput, isPresent, readAmount, readUpstream } from './upstream-amount.ts';

/** What a surcharge is made from; `net` is upstream's own surcharge. */
export type SurchargeInput = {
  readonly net: AmountInput | null;
  readonly markup: Markup;
  readonly rates?: RateView | null | undefined;
  readonly settlementCurrency?: string | null | undefined;
  readonly explain?: boolean | undefined;
};

/** The surcharge as the partner pays it, rounded, and as upstream counts it, exact. */
export type Surcharge = { readonly supplierNet: Money; readonly price: Money; readonly trace?: Trace };

/**
 * `net × (1 + percentage)`: no fixed fee and no margin limit, converted and rounded once.
 *
 * @example
 * ```ts
 * surcharge({ net: { value: '2.00', currency: 'USD' }, markup }).price; // 2.20 USD at 10 %
 * ```
 */
export function surcharge(input: SurchargeInput): Surcharge {
  const recorder: Recorder = input.explain ? [] : undefined;
  const supplierNet = readAmount(input.net, 'surcharge');
  recorder?.push({ step: 'input', amount: 'surcharge', value: show(supplierNet) });
  const sold = sellSurcharge(supplierNet, input.markup);
  recorder?.push(markupStep('surcharge', input.markup, 0n, supplierNet, sold));
  const currency = input.settlementCurrency ?? sold.currency;
  const price = settle(recorder, 'surcharge', sold, currency, input.rates);
  return recorder === undefined ? { supplierNet, price } : { supplierNet, price, trace: recorder };
}

/** A seat's figures as upstream gives them; all per passenger. */
export type SeatPrices = {
  readonly price?: AmountInput | null | undefined;
  readonly difference?: AmountInput | null | undefined;
  /** The trip's base net price. */
  readonly base: AmountInput;
};

/**
 * Upstream's surcharge of a seat, net: seat price − base price, else the stated difference, else zero. A seat
 * cheaper than the base counts as zero, because the contract cannot print below zero; the saving reaches the
 * partner through the booking total, where a drop is always passed on.
 *
 * @example
 * ```ts
 * seatNet({ price: money('19.50', 'USD'), base: money('17.50', 'USD') }); // 2.00 USD
 * ```
 */
export function seatNet({ price, difference, base }: SeatPrices): Money {
  const baseNet = readAmount(base, 'base');
  const net = isPresent(price)
    ? subtract(readAmount(price, 'seat price'), baseNet)
    : isPresent(difference)
      ? readSigned(difference)
      : moneyOf(ZERO, baseNet.currency);
  if (net.currency !== baseNet.currency) {
    throw new PricingError('currency_mismatch', 'the seat and the trip are priced in different currencies');
  }
  return net.numerator < 0n ? moneyOf(ZERO, net.currency) : net;
}

function readSigned(input: AmountInput): Money {
  return 'numerator' in input ? input : readUpstream(input, 'seat difference');
}
