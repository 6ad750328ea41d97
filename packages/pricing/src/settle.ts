/** Converts and rounds once: the last thing that happens to every printed figure. */
import { roundForContract } from './contract-money.ts';
import type { Money } from './money.ts';
import type { RateView } from './rate-view.ts';
import { convertTraced, type Recorder, show, type TraceStep } from './trace.ts';

/** The exact amount in `currency`, rounded half up to the contract's two decimals. */
export function settle(
  recorder: Recorder,
  amount: string,
  exact: Money,
  currency: string,
  rates: RateView | null | undefined,
): Money {
  const converted = convertTraced(recorder, amount, exact, currency, rates);
  const rounded = roundForContract(converted);
  recorder?.push(roundStep(amount, converted, rounded));
  return rounded;
}

function roundStep(amount: string, before: Money, after: Money): TraceStep {
  return { step: 'round', amount, mode: 'halfUp', decimals: 2, before: show(before), after: show(after) };
}
