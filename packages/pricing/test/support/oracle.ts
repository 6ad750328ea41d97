/** The pricing rules written a second time, straight from the page, sharing no line with the engine. */

type Fraction = readonly [top: bigint, bottom: bigint];

export type OracleRates = Readonly<Record<string, string>>;

export type OracleLimit = { amount: string; currency: string } | { percentage: string };

export type OracleCase = {
  currency: string;
  net: string;
  sysfee: string | null;
  agfee: string | null;
  price: string;
  restriction: number | null;
  percentage: string;
  fixedFee: string;
  fixedFeeCurrency: string;
  minimumMargin?: OracleLimit | undefined;
  maximumMargin?: OracleLimit | undefined;
  settlement: string | null;
  gross: string | null;
};

export type OraclePricing = {
  gross_price: { amount: string; currency: string; price_type: string; amount_in_net_currency?: string };
  net_price: { amount: string; currency: string };
  taxes_and_fees: { amount: string; currency: string };
};

const fraction = (text: string): Fraction => {
  const negative = text.startsWith('-');
  const [whole = '0', part = ''] = text.replace('-', '').split('.');
  const bottom = BigInt(`1${'0'.repeat(part.length)}`);
  const top = BigInt(whole) * bottom + BigInt(part === '' ? '0' : part);
  return [negative ? -top : top, bottom];
};

/** Floor of (2n + d) / 2d is half up for any sign. */
export const hundredths = ([top, bottom]: Fraction): bigint =>
  floorDivide(2n * top * 100n + bottom, 2n * bottom);

export const floorDivide = (top: bigint, bottom: bigint): bigint => {
  const remainder = ((top % bottom) + bottom) % bottom;
  return (top - remainder) / bottom;
};

export const centsText = (cents: bigint): string =>
  `${cents / 100n}.${cents % 100n < 10n ? '0' : ''}${cents % 100n}`;

const plus = ([a, b]: Fraction, [c, d]: Fraction): Fraction => [a * d + c * b, b * d];
const times = ([a, b]: Fraction, [c, d]: Fraction): Fraction => [a * c, b * d];
const less = ([a, b]: Fraction, [c, d]: Fraction): boolean => a * d < c * b;

/** Direct, else inverse, else through USD. */
const factor = (rates: OracleRates, from: string, to: string): Fraction => {
  if (from === to) return [1n, 1n];
  const direct = rates[`${from}>${to}`];
  if (direct !== undefined) return fraction(direct);
  const opposite = rates[`${to}>${from}`];
  if (opposite !== undefined) {
    const [top, bottom] = fraction(opposite);
    return [bottom, top];
  }
  return times(factor(rates, from, 'USD'), factor(rates, 'USD', to));
};

export const oracleSell = (item: OracleCase, rates: OracleRates, passengers: bigint): Fraction => {
  const net = fraction(item.net);
  const people: Fraction = [passengers, 1n];
  const fee = times(fraction(item.fixedFee), factor(rates, item.fixedFeeCurrency, item.currency));
  const plain = plus(times(net, plus([1n, 1n], fraction(item.percentage))), times(fee, people));
  const bound = (limit: OracleLimit): Fraction =>
    'percentage' in limit
      ? plus(net, times(net, fraction(limit.percentage)))
      : plus(net, times(times(fraction(limit.amount), factor(rates, limit.currency, item.currency)), people));
  if (item.minimumMargin !== undefined && less(plain, bound(item.minimumMargin)))
    return bound(item.minimumMargin);
  if (item.maximumMargin !== undefined && less(bound(item.maximumMargin), plain))
    return bound(item.maximumMargin);
  return plain;
};

const typeNames = ['Recommended', 'Min', 'Max', 'Exact'];

export const oraclePricing = (item: OracleCase, rates: OracleRates): OraclePricing => {
  const netCurrency = item.settlement ?? item.currency;
  const grossCurrency = item.gross ?? netCurrency;
  const settle = (amount: Fraction, from: string, to: string) =>
    hundredths(times(amount, factor(rates, from, to)));
  const net = settle(oracleSell(item, rates, 1n), item.currency, netCurrency);
  const fees = plus(fraction(item.sysfee ?? '0'), fraction(item.agfee ?? '0'));
  const taxes = settle(fees, item.currency, netCurrency);
  const priceType = typeNames[item.restriction ?? 0] ?? 'Recommended';
  const recommended = priceType === 'Recommended';
  const basis: Fraction = recommended ? [net + taxes, 100n] : fraction(item.price);
  const basisCurrency = recommended ? netCurrency : item.currency;
  const gross = {
    amount: centsText(settle(basis, basisCurrency, grossCurrency)),
    currency: grossCurrency,
    price_type: priceType,
  };
  const inNet = { amount_in_net_currency: centsText(settle(basis, basisCurrency, netCurrency)) };
  return {
    gross_price: grossCurrency === netCurrency ? gross : { ...gross, ...inNet },
    net_price: { amount: centsText(net), currency: netCurrency },
    taxes_and_fees: { amount: centsText(taxes), currency: netCurrency },
  };
};
