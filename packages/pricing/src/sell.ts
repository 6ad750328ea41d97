/** Sell prices: the one formula, for a whole booking, and for a seat or a bag. */
import { subtract } from './arithmetic.ts';
import { type AmountInput, isPresent, readAmount, readUpstream, settle } from './edge-money.ts';
import { PricingError } from './errors.ts';
import type { RateView } from './fx.ts';
import { assertOrder, type Margin, type Markup } from './markup.ts';
import { type Money, moneyOf } from './money.ts';
import { addRatios, compareRatios, multiplyRatios, type Ratio, zero } from './ratio.ts';
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

/** Marks up by the percentage only: seats and baggage carry no fee and no limit of their own. */
const sellSurcharge = (net: Money, markup: Markup): Money =>
  moneyOf(multiplyRatios(net, markup.factor), net.currency);

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
