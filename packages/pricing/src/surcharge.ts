/** Surcharges: what a seat or a bag costs upstream, and what the partner pays for it. */
import { subtract } from './arithmetic.ts';
import { type AmountInput, isPresent, readAmount, readUpstream, settle } from './edge-money.ts';
import { PricingError } from './errors.ts';
import type { Markup } from './markup.ts';
import { type Money, moneyOf } from './money.ts';
import type { RateView } from './rates/rate-view.ts';
import { multiplyRatios, zero } from './ratio.ts';
import { markupStep, type Recorder, show, type Trace } from './trace.ts';

/** Marks up by the percentage only: seats and baggage carry no fee and no limit of their own. */
const sellSurcharge = (net: Money, markup: Markup): Money =>
  moneyOf(multiplyRatios(net, markup.factor), net.currency);

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
export const surcharge = (input: SurchargeInput): Surcharge => {
  const recorder: Recorder = input.explain ? [] : undefined;
  const supplierNet = readAmount(input.net, 'surcharge');
  recorder?.push({ step: 'input', amount: 'surcharge', value: show(supplierNet) });
  const sold = sellSurcharge(supplierNet, input.markup);
  recorder?.push(
    markupStep('surcharge', { markup: input.markup, passengers: 0n, before: supplierNet, after: sold }),
  );
  const currency = input.settlementCurrency ?? sold.currency;
  const price = settle(sold, { currency, rates: input.rates }, { recorder, amount: 'surcharge' });
  return recorder === undefined ? { supplierNet, price } : { supplierNet, price, trace: recorder };
};

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
export const seatNet = ({ price, difference, base }: SeatPrices): Money => {
  const baseNet = readAmount(base, 'base');
  const net = isPresent(price)
    ? subtract(readAmount(price, 'seat price'), baseNet)
    : isPresent(difference)
      ? readSigned(difference)
      : moneyOf(zero, baseNet.currency);
  if (net.currency !== baseNet.currency) {
    throw new PricingError('currency_mismatch', 'the seat and the trip are priced in different currencies');
  }
  return net.numerator < 0n ? moneyOf(zero, net.currency) : net;
};

const readSigned = (input: AmountInput): Money =>
  'numerator' in input ? input : readUpstream(input, 'seat difference');
