/** The steps that led to a price: plain data, and how they are recorded while it is made. */
import type { Markup, MarkupTerms } from './markup.ts';
import type { Money } from './money.ts';
import { convert, findConversion } from './rates/conversion.ts';
import type { RateView } from './rates/rate-view.ts';
import { type DecimalText, printExact } from './ratio.ts';

/** An exact amount in a trace: decimal text, or a fraction such as `"100/3"` where no decimal ends. */
export type TraceAmount = { readonly exact: string; readonly currency: string };

/** One rate used in a conversion. */
export type TraceRate = {
  readonly from: string;
  readonly to: string;
  readonly rate: DecimalText;
  readonly inverted: boolean;
  readonly source: string;
  readonly asOf: string;
  readonly ageMs: number;
};

/** One step; `amount` says which figure of the price it belongs to (`net_price`, `fixed_fee`, …). */
export type TraceStep =
  | { readonly step: 'input'; readonly amount: string; readonly value: TraceAmount }
  | {
      readonly step: 'markup';
      readonly amount: string;
      readonly clientId: string | null;
      readonly contractCode: string | null;
      readonly chosenBy: string | null;
      readonly terms: MarkupTerms;
      readonly passengers: string;
      readonly before: TraceAmount;
      readonly after: TraceAmount;
    }
  | {
      readonly step: 'margin_limit';
      readonly amount: string;
      readonly limit: 'minimum' | 'maximum';
      readonly before: TraceAmount;
      readonly after: TraceAmount;
    }
  | {
      readonly step: 'convert';
      readonly amount: string;
      readonly before: TraceAmount;
      readonly rates: readonly TraceRate[];
      readonly after: TraceAmount;
    }
  | {
      readonly step: 'sum';
      readonly amount: string;
      readonly of: readonly TraceAmount[];
      readonly after: TraceAmount;
    }
  | {
      readonly step: 'round';
      readonly amount: string;
      readonly mode: 'halfUp';
      readonly decimals: 2;
      readonly before: TraceAmount;
      readonly after: TraceAmount;
    }
  | { readonly step: 'price_type'; readonly restriction: string; readonly priceType: string };

/** Every step in order, from the supplier's figures to the printed ones. Plain data: safe to serialise. */
export type Trace = readonly TraceStep[];

/** A trace being written; undefined when nobody asked, so that the fast path builds nothing. */
export type Recorder = TraceStep[] | undefined;

/** Where the steps of a figure are written, and which figure it is. */
export type Note = { readonly recorder: Recorder; readonly amount: string };

/** What a figure is converted to, and with what. */
export type Into = { readonly currency: string; readonly rates: RateView | null | undefined };

export const show = (amount: Money): TraceAmount => ({
  exact: printExact(amount),
  currency: amount.currency,
});

type MarkedUp = {
  readonly markup: Markup;
  readonly passengers: bigint;
  readonly before: Money;
  readonly after: Money;
};

export const markupStep = (amount: string, { markup, passengers, before, after }: MarkedUp): TraceStep => ({
  step: 'markup',
  amount,
  clientId: markup.origin?.clientId ?? null,
  contractCode: markup.origin?.contractCode ?? null,
  chosenBy: markup.origin?.chosenBy ?? null,
  terms: markup.terms,
  passengers: passengers.toString(),
  before: show(before),
  after: show(after),
});

/** Converts, and when somebody listens and the currency changes, says with which rates. */
export const convertTraced = (
  before: Money,
  { currency, rates }: Into,
  { recorder, amount }: Note,
): Money => {
  const after = convert(before, currency, rates);
  if (before.currency !== currency && before.numerator !== 0n)
    recorder?.push(convertStep(amount, { before, after }, rates));
  return after;
};

const convertStep = (
  amount: string,
  { before, after }: { readonly before: Money; readonly after: Money },
  view: RateView | null | undefined,
): TraceStep => {
  const { legs } = findConversion(view, before.currency, after.currency);
  const rates = legs.map(({ rate, inverted }) => ({
    from: rate.from,
    to: rate.to,
    rate: rate.rate,
    inverted,
    source: rate.source,
    asOf: rate.asOf,
    ageMs: (view?.nowMs ?? rate.asOfMs) - rate.asOfMs,
  }));
  return { step: 'convert', amount, before: show(before), rates, after: show(after) };
};
