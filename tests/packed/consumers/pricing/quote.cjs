/** A CJS consumer: one quote in another currency. */
const assert = require('node:assert/strict');
const {
  createMarkup,
  createRateTable,
  quote,
  toContractPricing,
  viewRates,
} = require('@partner-gateway/pricing');

const table = createRateTable({
  source: 'consumer',
  asOf: '2026-11-14T07:30:00Z',
  rates: [{ from: 'USD', to: 'THB', rate: '40' }],
});
const priced = quote({
  price: { net: { value: '10', currency: 'USD' } },
  markup: createMarkup({ percentage: '0', fixedFee: '0', fixedFeeCurrency: 'USD' }),
  rates: viewRates(table, '2026-11-14T07:31:00Z'),
  settlementCurrency: 'THB',
});
assert.deepEqual(toContractPricing(priced).net_price, { amount: '400.00', currency: 'THB' });
