/** The one formula: net × (1 + percentage) + fixed fee × passengers, kept inside the margin limits. */
import { PricingError } from './errors.ts';
import { assertOrder, type Margin, type Markup } from './markup.ts';
import { type Money, moneyOf } from './money.ts';
import type { RateView } from './rate-view.ts';
import { addRatios, compareRatios, multiplyRatios, type Ratio } from './ratio.ts';
import { convertTraced, markupStep, type Recorder, show } from './trace.ts';

/** What a sell price is made from; rates are only needed when a fee is in another currency. */
export type SellInput = {
  readonly net: Money;
  readonly passengers: bigint;
  readonly markup: Markup;
  readonly rates: RateView | null | undefined;
};

/** The exact sell price in the net price's currency; nothing is rounded here. */
export function sell(input: SellInput, recorder: Recorder, amount: string): Money {
  const { net, passengers, markup, rates } = input;
  const fee = convertTraced(recorder, 'fixed_fee', markup.fixedFee, net.currency, rates);
  const marked = addRatios(multiplyRatios(net, markup.factor), times(fee, passengers));
  const price = moneyOf(marked, net.currency);
  recorder?.push(markupStep(amount, markup, passengers, net, price));
  if (markup.minimumMargin === null && markup.maximumMargin === null) return price;
  return withinMargin(input, price, recorder, amount);
}

/** Marks up by the percentage only: seats and baggage carry no fee and no limit of their own. */
export function sellSurcharge(net: Money, markup: Markup): Money {
  return moneyOf(multiplyRatios(net, markup.factor), net.currency);
}

/** A passenger count as bigint. Throws `invalid_passengers` on anything but a whole number from 1 up. */
export function countPassengers(passengers: number): bigint {
  if (Number.isSafeInteger(passengers) && passengers > 0) return BigInt(passengers);
  throw new PricingError('invalid_passengers', 'passengers must be a whole number from 1 up');
}

function withinMargin(input: SellInput, price: Money, recorder: Recorder, amount: string): Money {
  const least = limitOf(input, input.markup.minimumMargin, recorder, 'minimum_margin');
  const most = limitOf(input, input.markup.maximumMargin, recorder, 'maximum_margin');
  if (least !== null && most !== null) assertOrder(least, most);
  if (least !== null && compareRatios(price, least) < 0) return limited('minimum', least);
  if (most !== null && compareRatios(price, most) > 0) return limited('maximum', most);
  return price;

  function limited(limit: 'minimum' | 'maximum', after: Money): Money {
    recorder?.push({ step: 'margin_limit', amount, limit, before: show(price), after: show(after) });
    return after;
  }
}

/** The sell price at which the margin is exactly at the limit. */
function limitOf(input: SellInput, margin: Margin | null, recorder: Recorder, amount: string): Money | null {
  if (margin === null) return null;
  const size = marginOf(input, margin, recorder, amount);
  return moneyOf(addRatios(input.net, size), input.net.currency);
}

function marginOf(
  { net, passengers, rates }: SellInput,
  margin: Margin,
  recorder: Recorder,
  amount: string,
): Ratio {
  if ('ofNet' in margin) return multiplyRatios(net, margin.ofNet);
  return times(convertTraced(recorder, amount, margin.perPassenger, net.currency, rates), passengers);
}

function times(ratio: Ratio, count: bigint): Ratio {
  return { numerator: ratio.numerator * count, denominator: ratio.denominator };
}
