/** A quote: the supplier's figures to the three prices a partner sees. */
import { assertSameCurrency } from './arithmetic.ts';
import { type AmountInput, isPresent, readAmount, settle } from './edge-money.ts';
import type { Markup } from './markup.ts';
import { type Money, moneyOf } from './money.ts';
import type { RateView } from './rates/rate-view.ts';
import { addRatios, zero } from './ratio.ts';
import { sell } from './sell.ts';
import { type Into, type Note, type Recorder, show, type Trace } from './trace.ts';

/** How binding the gross price is for the partner's own selling price. */
export type PriceType = 'Recommended' | 'Min' | 'Max' | 'Exact';

const byRestriction: ReadonlyMap<number, PriceType> = /* @__PURE__ */ new Map<number, PriceType>([
  [1, 'Min'],
  [2, 'Max'],
  [3, 'Exact'],
]);

/**
 * 1 Min, 2 Max, 3 Exact; 0, anything else and nothing are Recommended.
 *
 * @example
 * ```ts
 * toPriceType(3); // 'Exact'
 * ```
 */
export const toPriceType = (restriction: number | null | undefined): PriceType =>
  byRestriction.get(restriction ?? 0) ?? 'Recommended';

/** One option's prices as upstream gives them, per passenger, all in one currency. A missing fee is 0. */
export type SupplierPrice = {
  readonly net: AmountInput | null;
  readonly sysfee?: AmountInput | null | undefined;
  readonly agfee?: AmountInput | null | undefined;
  /** Upstream's own `price`; needed for Exact, Min and Max only. */
  readonly price?: AmountInput | null | undefined;
  /** Upstream's `price_restriction`: 0 Recommended, 1 Min, 2 Max, 3 Exact, other Recommended. */
  readonly restriction?: number | null | undefined;
};

/** What a quote is made from. */
export type QuoteInput = {
  readonly price: SupplierPrice;
  readonly markup: Markup;
  /** Needed only when a currency has to change. */
  readonly rates?: RateView | null | undefined;
  /** The client's setting; null or absent: prices stay in the supplier's currency. */
  readonly settlementCurrency?: string | null | undefined;
  /** The request's `currency`; null or absent: gross is in the net price's currency. */
  readonly grossCurrency?: string | null | undefined;
  /** True: the quote carries its trace. Default false, which builds none. */
  readonly explain?: boolean | undefined;
};

/** Prices rounded to the contract's two decimals; print them with `toContractPricing`. */
export type Quote = {
  /** Upstream's net price, exact, in the supplier's currency: what the booking token keeps. */
  readonly supplierNet: Money;
  readonly netPrice: Money;
  readonly taxesAndFees: Money;
  readonly grossPrice: Money;
  /** The gross price in the net price's currency; null when the two currencies are the same. */
  readonly grossInNetCurrency: Money | null;
  readonly priceType: PriceType;
  readonly trace?: Trace;
};

/**
 * Prices one option. `net_price = net × (1 + percentage) + fixed fee`; taxes are `sysfee + agfee`, not marked up;
 * gross is their sum for Recommended and upstream's own price for Exact, Min and Max. Full precision is kept
 * until one rounding, half up, to two decimals; a Recommended gross is the sum of the rounded parts.
 *
 * Throws `missing_amount`, `negative_amount`, `invalid_decimal`, `unknown_currency`, `currency_mismatch` (the
 * supplier's figures differ in currency), `rate_missing` or `rate_stale`.
 *
 * @example
 * ```ts
 * const result = quote({
 *   price: { net: { value: '780.0', currency: 'THB' }, sysfee: { value: '45.0', currency: 'THB' } },
 *   markup,
 * });
 * toContractPricing(result).net_price; // { currency: 'THB', amount: '858.00' }
 * ```
 */
export const quote = (input: QuoteInput): Quote => {
  const { price, markup, rates } = input;
  const recorder: Recorder = input.explain ? [] : undefined;
  const supplierNet = readFigure(price.net, null, { recorder, amount: 'net' });
  const netCurrency = input.settlementCurrency ?? supplierNet.currency;
  const into: Into = { currency: netCurrency, rates };
  const noteOfNet: Note = { recorder, amount: 'net_price' };
  const sold = sell({ net: supplierNet, passengers: 1n, markup, rates }, noteOfNet);
  const netPrice = settle(sold, into, noteOfNet);
  const fees = readFees(price, supplierNet, recorder);
  const taxesAndFees = settle(fees, into, { recorder, amount: 'taxes_and_fees' });
  const gross = grossOf(input, { supplierNet, netPrice, taxesAndFees }, recorder);
  const quoted = { supplierNet, netPrice, taxesAndFees, ...gross };
  return recorder === undefined ? quoted : { ...quoted, trace: recorder };
};

type Gross = Pick<Quote, 'grossPrice' | 'grossInNetCurrency' | 'priceType'>;

const grossOf = (
  { price, rates, grossCurrency }: QuoteInput,
  { supplierNet, netPrice, taxesAndFees }: Pick<Quote, 'supplierNet' | 'netPrice' | 'taxesAndFees'>,
  recorder: Recorder,
): Gross => {
  const priceType = toPriceType(price.restriction);
  recorder?.push({ step: 'price_type', restriction: `${price.restriction ?? 'absent'}`, priceType });
  const currency = grossCurrency ?? netPrice.currency;
  const note: Note = { recorder, amount: 'gross_price' };
  const basis =
    priceType === 'Recommended'
      ? sumOf(netPrice, taxesAndFees, note)
      : readFigure(price.price, supplierNet, { recorder, amount: 'price' });
  const grossPrice = settle(basis, { currency, rates }, note);
  if (currency === netPrice.currency) return { grossPrice, grossInNetCurrency: null, priceType };
  const intoNet: Into = { currency: netPrice.currency, rates };
  const inNet = settle(basis, intoNet, { recorder, amount: 'amount_in_net_currency' });
  return { grossPrice, grossInNetCurrency: inNet, priceType };
};

/** Reads one supplier figure and checks that it shares the net price's currency. */
const readFigure = (
  figure: AmountInput | null | undefined,
  net: Money | null,
  { recorder, amount }: Note,
): Money => {
  const read = readAmount(figure, amount);
  if (net !== null) assertSameCurrency(net, read);
  recorder?.push({ step: 'input', amount, value: show(read) });
  return read;
};

const readFees = ({ sysfee, agfee }: SupplierPrice, net: Money, recorder: Recorder): Money => {
  const system = isPresent(sysfee)
    ? readFigure(sysfee, net, { recorder, amount: 'sysfee' })
    : moneyOf(zero, net.currency);
  const agent = isPresent(agfee)
    ? readFigure(agfee, net, { recorder, amount: 'agfee' })
    : moneyOf(zero, net.currency);
  return sumOf(system, agent, { recorder, amount: 'taxes_and_fees' });
};

const sumOf = (left: Money, right: Money, { recorder, amount }: Note): Money => {
  const sum = moneyOf(addRatios(left, right), left.currency);
  recorder?.push({ step: 'sum', amount, of: [show(left), show(right)], after: show(sum) });
  return sum;
};
