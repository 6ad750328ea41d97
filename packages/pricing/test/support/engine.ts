/** Runs one oracle case through the public door of the engine. */
import {
  type ContractPricing,
  createMarkup,
  createRateTable,
  type Markup,
  quote,
  type RateView,
  toContractPricing,
  viewRates,
} from '@partner-gateway/pricing';
import type { OracleCase, OracleRates } from './oracle.ts';

export const viewOf = (rates: OracleRates): RateView => {
  const rows = Object.entries(rates).map(([pair, rate]) => {
    const [from = '', to = ''] = pair.split('>');
    return { from, to, rate };
  });
  const asOf = '2026-11-14T07:30:00Z';
  return viewRates(createRateTable({ source: 'test', asOf, rates: rows }), asOf);
};

export const markupOf = (item: OracleCase): Markup => {
  const { percentage, fixedFee, fixedFeeCurrency, minimumMargin, maximumMargin } = item;
  return createMarkup({ percentage, fixedFee, fixedFeeCurrency, minimumMargin, maximumMargin });
};

export const enginePricing = (item: OracleCase, rates: RateView, explain = false): ContractPricing => {
  const of = (value: string | null) => ({ value, currency: item.currency });
  const { net, sysfee, agfee, price, restriction } = item;
  return toContractPricing(
    quote({
      price: { net: of(net), sysfee: of(sysfee), agfee: of(agfee), price: of(price), restriction },
      markup: markupOf(item),
      rates,
      settlementCurrency: item.settlement,
      grossCurrency: item.gross,
      explain,
    }),
  );
};
