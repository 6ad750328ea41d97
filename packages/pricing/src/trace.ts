/** The steps that led to a price, as plain data a command line can print. */
import { convert } from './convert.ts';
import type { DecimalText } from './decimal.ts';
import type { Markup, MarkupTerms } from './markup.ts';
import type { Money } from './money.ts';
import { findConversion, type RateView } from './rate-view.ts';
import { printExact } from './ratio.ts';

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

export function show(amount: Money): TraceAmount {
  return { exact: printExact(amount), currency: amount.currency };
}

export function markupStep(
  amount: string,
  markup: Markup,
  passengers: bigint,
  before: Money,
  after: Money,
): TraceStep {
  return {
    step: 'markup',
    amount,
    clientId: markup.origin?.clientId ?? null,
    contractCode: markup.origin?.contractCode ?? null,
    chosenBy: markup.origin?.chosenBy ?? null,
    terms: markup.terms,
    passengers: passengers.toString(),
    before: show(before),
    after: show(after),
  };
}

/** Converts, and when somebody listens and the currency changes, says with which rates. */
export function convertTraced(
  recorder: Recorder,
  amount: string,
  before: Money,
  to: string,
  rates: RateView | null | undefined,
): Money {
  const after = convert(before, to, rates);
  if (before.currency !== to && before.numerator !== 0n)
    recorder?.push(convertStep(amount, before, after, rates));
  return after;
}

function convertStep(
  amount: string,
  before: Money,
  after: Money,
  view: RateView | null | undefined,
): TraceStep {
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
}
