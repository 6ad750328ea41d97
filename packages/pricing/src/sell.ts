/** Sell prices of a booking: the one formula, and the total that it makes for all passengers. */
import { type AmountInput, readAmount, settle } from './edge-money.ts';
import { PricingError } from './errors.ts';
import { assertOrder, type Margin, type Markup } from './markup.ts';
import { type Money, moneyOf } from './money.ts';
import type { RateView } from './rates/rate-view.ts';
import { addRatios, compareRatios, multiplyRatios, type Ratio } from './ratio.ts';
import { convertTraced, markupStep, type Note, type Recorder, show, type Trace } from './trace.ts';

/** What a sell price is made from; rates are only needed when a fee is in another currency. */
type SellInput = {
  readonly net: Money;
  readonly passengers: bigint;
  readonly markup: Markup;
  readonly rates: RateView | null | undefined;
};

/** The exact sell price in the net price's currency; nothing is rounded here. */
export const sell = (input: SellInput, note: Note): Money => {
  const { net, passengers, markup, rates } = input;
  const fee = convertTraced(
    markup.fixedFee,
    { currency: net.currency, rates },
    { ...note, amount: 'fixed_fee' },
  );
  const marked = addRatios(multiplyRatios(net, markup.factor), times(fee, passengers));
  const price = moneyOf(marked, net.currency);
  note.recorder?.push(markupStep(note.amount, { markup, passengers, before: net, after: price }));
  if (markup.minimumMargin === null && markup.maximumMargin === null) return price;
  return withinMargin(input, price, note);
};

/** A passenger count as bigint. Throws `invalid_passengers` on anything but a whole number from 1 up. */
export const countPassengers = (passengers: number): bigint => {
  if (Number.isSafeInteger(passengers) && passengers > 0) return BigInt(passengers);
  throw new PricingError('invalid_passengers', 'passengers must be a whole number from 1 up');
};

const withinMargin = (input: SellInput, price: Money, { recorder, amount }: Note): Money => {
  const least = limitOf(input, input.markup.minimumMargin, { recorder, amount: 'minimum_margin' });
  const most = limitOf(input, input.markup.maximumMargin, { recorder, amount: 'maximum_margin' });
  if (least !== null && most !== null) assertOrder(least, most);
  if (least !== null && compareRatios(price, least) < 0) return limited('minimum', least);
  if (most !== null && compareRatios(price, most) > 0) return limited('maximum', most);
  return price;

  function limited(limit: 'minimum' | 'maximum', after: Money): Money {
    recorder?.push({ step: 'margin_limit', amount, limit, before: show(price), after: show(after) });
    return after;
  }
};

/** The sell price at which the margin is exactly at the limit. */
const limitOf = (input: SellInput, margin: Margin | null, note: Note): Money | null => {
  if (margin === null) return null;
  const size = marginOf(input, margin, note);
  return moneyOf(addRatios(input.net, size), input.net.currency);
};

const marginOf = ({ net, passengers, rates }: SellInput, margin: Margin, note: Note): Ratio => {
  if ('ofNet' in margin) return multiplyRatios(net, margin.ofNet);
  return times(convertTraced(margin.perPassenger, { currency: net.currency, rates }, note), passengers);
};

const times = (ratio: Ratio, count: bigint): Ratio => ({
  numerator: ratio.numerator * count,
  denominator: ratio.denominator,
});

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
export const bookingTotal = (input: BookingTotalInput): BookingTotal => {
  const { markup, rates } = input;
  const recorder: Recorder = input.explain ? [] : undefined;
  const supplierNet = readAmount(input.net, 'net');
  recorder?.push({ step: 'input', amount: 'net', value: show(supplierNet) });
  const passengers = countPassengers(input.passengers);
  const note: Note = { recorder, amount: 'total_price' };
  const sold = sell({ net: supplierNet, passengers, markup, rates }, note);
  const total = settle(sold, { currency: input.settlementCurrency ?? sold.currency, rates }, note);
  return recorder === undefined ? { supplierNet, total } : { supplierNet, total, trace: recorder };
};
