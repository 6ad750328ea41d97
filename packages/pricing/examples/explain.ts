/** Answers "why is it this price?" line by line, from the same arithmetic that priced it. */
import { createMarkup, createRateTable, explainTrace, quote, viewRates } from '@partner-gateway/pricing';

const asOf = '2026-11-14T07:30:00Z';
const table = createRateTable({
  source: 'rates-service',
  asOf,
  rates: [{ from: 'USD', to: 'THB', rate: '34.10' }],
});
const markup = createMarkup({ percentage: '0.10', fixedFee: '0.00', fixedFeeCurrency: 'THB' });

const { trace = [] } = quote({
  price: { net: { value: '780.0', currency: 'THB' }, sysfee: { value: '45.0', currency: 'THB' } },
  markup,
  rates: viewRates(table, '2026-11-14T07:32:00Z'),
  settlementCurrency: 'USD',
  explain: true,
});
for (const line of explainTrace(trace)) if (line.startsWith('net_price')) console.log(line);
// prints: net_price: 780 THB × (1 + 0.10) + 0.00 THB × 1 = 858 THB (terms given directly)
// prints: net_price: 858 THB × 1/34.10 [USD to THB, rates-service, 2026-11-14T07:30:00Z] = 780/31 USD
// prints: net_price: 780/31 USD rounds half up to 2 decimals: 25.16 USD
