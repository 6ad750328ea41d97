/** The pricing engine's trace as the ops API tells it. */
import type { PriceStep } from '@partner-gateway/contract';
import { explainTrace, type Trace, type TraceStep } from '@partner-gateway/pricing';

type StepOf<Kind extends TraceStep['step']> = Extract<TraceStep, { readonly step: Kind }>;

const termsOf = ({ terms }: StepOf<'markup'>) => ({
  percentage: terms.percentage,
  fixed_fee: terms.fixedFee,
  fixed_fee_currency: terms.fixedFeeCurrency,
  ...(terms.minimumMargin ? { minimum_margin: terms.minimumMargin } : {}),
  ...(terms.maximumMargin ? { maximum_margin: terms.maximumMargin } : {}),
});

const ratesOf = ({ rates }: StepOf<'convert'>) =>
  rates.map(({ asOf, ageMs, ...rate }) => ({
    ...rate,
    as_of: asOf,
    age_seconds: Math.max(0, Math.round(ageMs / 1000)),
  }));

const toStep = (step: TraceStep, text: string): PriceStep => {
  switch (step.step) {
    case 'input':
      return { step: 'input', figure: step.amount, text, value: step.value };
    case 'markup':
      return {
        step: 'markup',
        figure: step.amount,
        text,
        client_id: step.clientId,
        contract_code: step.contractCode,
        chosen_by: step.chosenBy,
        terms: termsOf(step),
        passengers: Number(step.passengers),
        before: step.before,
        after: step.after,
      };
    case 'margin_limit': {
      const { limit, before, after } = step;
      return { step: 'margin_limit', figure: step.amount, text, limit, before, after };
    }
    case 'convert': {
      const { before, after } = step;
      return { step: 'convert', figure: step.amount, text, rates: ratesOf(step), before, after };
    }
    case 'sum':
      return { step: 'sum', figure: step.amount, text, of: [...step.of], after: step.after };
    case 'round': {
      const { before, after, decimals } = step;
      return { step: 'round', figure: step.amount, text, mode: 'half_up', decimals, before, after };
    }
    case 'price_type': {
      const { restriction, priceType } = step;
      return { step: 'price_type', figure: 'price_type', text, restriction, price_type: priceType };
    }
  }
};

/**
 * Translates a trace, each step with its line for people.
 *
 * @example
 * const { total, trace } = pricer.explain.total(net, 2);
 * toPriceSteps(trace).at(-1); // { step: 'round', figure: 'total_price', … }
 */
export const toPriceSteps = (trace: Trace): PriceStep[] => {
  const lines = explainTrace(trace);
  return trace.map((step, index) => toStep(step, lines[index] ?? ''));
};
