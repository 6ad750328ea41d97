/** A booking total line by line: the fare, the fees, and each choice that costs something. */
import { add, allocate, subtract } from './arithmetic.ts';
import { type AmountInput, contractDecimals, readAmount, settle } from './edge-money.ts';
import { type Money, moneyOf, toDecimal } from './money.ts';
import { multiplyRatios, zero } from './ratio.ts';
import { type BookingTotalInput, bookingTotal, countPassengers } from './sell.ts';
import { surcharge } from './surcharge.ts';
import { convertTraced, type Note } from './trace.ts';

/** What a breakdown is made from; `net` is the fare of all passengers together, without the surcharges. */
export type BreakdownInput = Omit<BookingTotalInput, 'explain'> & {
  /** Upstream's own surcharges of the choices that were made. */
  readonly surcharges: readonly AmountInput[];
};

/** The parts of a total, rounded and never below zero; together they are the total to the cent. */
export type Breakdown = {
  readonly total: Money;
  readonly fare: Money;
  /** The markup's fixed fee, for all passengers together. */
  readonly fees: Money;
  /** In the order they were given. */
  readonly surcharges: readonly Money[];
};

/**
 * Splits {@link bookingTotal} of the fare and its surcharges. A surcharge stands at the price that {@link surcharge} shows
 * for it, the fees at their own, and the fare is the rest. Where a greatest margin leaves no rest, the parts share the total.
 *
 * @example
 * ```ts
 * const { fare, fees, surcharges, total } = breakdown({
 *   net: { value: '35.00', currency: 'USD' },
 *   surcharges: [{ value: '2.00', currency: 'USD' }],
 *   passengers: 2,
 *   markup,
 * });
 * // 38.50 + 1.00 + 2.20 = 41.70 USD at 10 % and 0.50 USD a passenger
 * ```
 */
export const breakdown = (input: BreakdownInput): Breakdown => {
  const { surcharges: nets, ...terms } = input;
  const fareNet = readAmount(input.net, 'net');
  const net = nets
    .map((amount) => readAmount(amount, 'surcharge'))
    .reduce<Money>((sum, part) => add(sum, part), fareNet);
  const { total } = bookingTotal({ ...terms, net });
  const fees = feesOf(input, fareNet.currency);
  const extras = [fees, ...nets.map((each) => surcharge({ ...terms, net: each }).price)];
  const rest = extras.reduce<Money>((left, part) => subtract(left, part), total);
  if (rest.numerator >= 0n) return toParts(total, rest, extras);
  const alone = subtract(bookingTotal({ ...terms, net: fareNet }).total, fees);
  const [fare = rest, ...shares] = share(total, [alone, ...extras]);
  return toParts(total, fare, shares);
};

const toParts = (total: Money, fare: Money, extras: readonly Money[]): Breakdown => {
  const [fees = moneyOf(zero, total.currency), ...surcharges] = extras;
  return { total, fare, fees, surcharges };
};

/** A breakdown has no trace: its total has one. */
const untraced: Note = { recorder: undefined, amount: 'fees' };

const feesOf = (
  { markup, passengers, rates, settlementCurrency }: BreakdownInput,
  netCurrency: string,
): Money => {
  const fee = convertTraced(markup.fixedFee, { currency: netCurrency, rates }, untraced);
  const fees = multiplyRatios(fee, { numerator: countPassengers(passengers), denominator: 1n });
  return settle(moneyOf(fees, netCurrency), { currency: settlementCurrency ?? netCurrency, rates }, untraced);
};

const share = (total: Money, weights: readonly Money[]): Money[] =>
  allocate(
    total,
    weights.map((weight) => (weight.numerator < 0n ? '0' : toDecimal(weight, contractDecimals))),
    contractDecimals,
  );
