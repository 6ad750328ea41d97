/** An ESM consumer: one quote, exact to the last satang. */
import assert from 'node:assert/strict';
import { createMarkup, quote, toContractPricing } from '@partner-gateway/pricing';

const priced = quote({
  price: { net: { value: '780.0', currency: 'THB' }, sysfee: { value: '45.0', currency: 'THB' } },
  markup: createMarkup({ percentage: '0.10', fixedFee: '0', fixedFeeCurrency: 'THB' }),
});
assert.deepEqual(toContractPricing(priced).net_price, { amount: '858.00', currency: 'THB' });
