/** Keeps exchange rates: a wild one is refused, an old one is noticed, a stale one is not used. */
import {
  convert,
  createRateTable,
  money,
  PricingError,
  refreshRates,
  toContractMoney,
  viewRates,
} from '@partner-gateway/pricing';

const current = createRateTable({
  source: 'rates-service',
  asOf: '2026-11-14T07:30:00Z',
  rates: [{ from: 'USD', to: 'THB', rate: '34.10' }],
});

const { table, refusals } = refreshRates(current, {
  source: 'rates-service',
  asOf: '2026-11-14T07:35:00Z',
  rates: [{ from: 'USD', to: 'THB', rate: '51.00' }],
});
for (const { from, to, reason, movedPercent, kept } of refusals)
  console.log(from, to, reason, movedPercent, 'kept', kept);
// prints: USD THB moved_too_far 49.56 kept 34.10

const rates = viewRates(table, '2026-11-14T07:52:00Z');
console.log(rates.freshness, toContractMoney(convert(money('100.00', 'USD'), 'THB', rates)).amount);
// prints: warn 3410.00

try {
  convert(money('100.00', 'USD'), 'THB', viewRates(table, '2026-11-14T09:00:00Z'));
} catch (error) {
  if (PricingError.isInstance(error)) console.log(error.code);
}
// prints: rate_stale
