/** The steps that led to a price as lines for people. */
import type { Trace, TraceAmount, TraceRate, TraceStep } from './trace.ts';

type StepOf<Kind extends TraceStep['step']> = Extract<TraceStep, { step: Kind }>;

const printers: { readonly [Kind in TraceStep['step']]: (step: StepOf<Kind>) => string } = {
  input: ({ amount, value }) => `${amount}: upstream says ${text(value)}`,
  markup: (step) => `${step.amount}: ${formula(step)} = ${text(step.after)} (${origin(step)})`,
  margin_limit: ({ amount, limit, before, after }) =>
    `${amount}: ${limit} margin moves ${text(before)} to ${text(after)}`,
  convert: ({ amount, before, rates, after }) =>
    `${amount}: ${text(before)} × ${rates.map(rateText).join(' × ')} = ${text(after)}`,
  sum: ({ amount, of, after }) => `${amount}: ${of.map(text).join(' + ')} = ${text(after)}`,
  round: ({ amount, before, after, decimals }) =>
    `${amount}: ${text(before)} rounds half up to ${decimals} decimals: ${text(after)}`,
  price_type: ({ restriction, priceType }) => `price_type: restriction ${restriction} means ${priceType}`,
};

/**
 * One line per step, in order.
 *
 * @example
 * ```ts
 * for (const line of explainTrace(quote({ price, markup, explain: true }).trace ?? [])) console.log(line);
 * // net_price: 17.5 USD × (1 + 0.10) + 0.50 USD × 1 = 19.75 USD (client acme, contract ACME-VN, by country)
 * ```
 */
export const explainTrace = (trace: Trace): string[] => trace.map(lineOf);

const lineOf = <Kind extends TraceStep['step']>(step: StepOf<Kind>): string =>
  printers[step.step as Kind](step);

const formula = ({ before, terms, passengers }: StepOf<'markup'>): string => {
  const marked = `${text(before)} × (1 + ${terms.percentage})`;
  return passengers === '0'
    ? marked
    : `${marked} + ${terms.fixedFee} ${terms.fixedFeeCurrency} × ${passengers}`;
};

const origin = ({ clientId, contractCode, chosenBy }: StepOf<'markup'>): string => {
  if (clientId === null) return 'terms given directly';
  return `client ${clientId}, contract ${contractCode}, by ${chosenBy}`;
};

const rateText = ({ from, to, rate, inverted, source, asOf }: TraceRate): string =>
  `${inverted ? '1/' : ''}${rate} [${from} to ${to}, ${source}, ${asOf}]`;

const text = ({ exact, currency }: TraceAmount): string => `${exact} ${currency}`;
