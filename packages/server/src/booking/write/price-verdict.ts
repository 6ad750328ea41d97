/** Whether the supplier's price may still be charged after it was quoted, and what to tell the partner when not. */
import type { PriceChange } from '@partner-gateway/contract';
import { type AmountInput, fromContractMoney, judgeDrift, type Money } from '@partner-gateway/pricing';
import { GatewayError } from '../../errors.ts';
import { asGateway, type Pricer } from '../../partners/price-book.ts';

/** What became of a price after it was quoted. */
export type PriceVerdict =
  | { readonly kind: 'kept' | 'dropped' }
  /** `priceChanged` is missing only when the new price cannot be told in the partner's currency. */
  | { readonly kind: 'changed'; readonly priceChanged?: PriceChange };

/** The supplier's net price expected for the whole booking and the one charged now. */
export type NetPrices = {
  readonly expected: Money;
  readonly current: AmountInput;
  readonly passengers: number;
  readonly thresholdPercent: string;
};

/** Partners see totals; the supplier's net prices that decide are never told. */
const totalsOf = (pricer: Pricer, { expected, current, passengers }: NetPrices) => {
  try {
    return {
      quoted: fromContractMoney(pricer.total(expected, passengers)),
      current: fromContractMoney(pricer.total(current, passengers)),
    };
  } catch (error) {
    if (error instanceof GatewayError) return undefined;
    throw error;
  }
};

/**
 * Judges by net price against the threshold, as percent of the expected one; exactly at it is kept, a drop always is,
 * another currency never. What is told are the partner's totals, and the percent between them.
 *
 * @throws GatewayError `upstream_error` for a price that cannot be read.
 */
export const judgePrice = (pricer: Pricer, nets: NetPrices): PriceVerdict =>
  asGateway(() => {
    const { expected: quoted, current, thresholdPercent } = nets;
    const decided = judgeDrift({ quoted, current, thresholdPercent });
    if (decided.kind === 'dropped') return { kind: 'dropped' };
    if (decided.kind !== 'changed') return { kind: 'kept' };
    const shown = totalsOf(pricer, nets);
    if (shown === undefined) return { kind: 'changed' };
    const told = judgeDrift({ quoted, current, thresholdPercent, shown });
    if (told.kind !== 'changed') return { kind: 'changed' };
    const { difference_percent: difference, ...totals } = told.priceChanged;
    const isSameCurrency = decided.reason === 'threshold' && difference !== null;
    return {
      kind: 'changed',
      priceChanged: { ...totals, ...(isSameCurrency ? { difference_percent: difference } : {}) },
    };
  });
