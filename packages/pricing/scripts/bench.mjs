/** Times one printed quote of the built package: without conversion, with two conversions, and explained. */
import { createMarkup, createRateTable, quote, toContractPricing, viewRates } from '../dist/index.js';

const asOf = '2026-11-14T07:30:00Z';
const rows = [
  { from: 'EUR', to: 'USD', rate: '1.0874' },
  { from: 'USD', to: 'THB', rate: '34.10' },
];
const rates = viewRates(createRateTable({ source: 'bench', asOf, rates: rows }), asOf);
const markup = createMarkup({ percentage: '0.10', fixedFee: '0.50', fixedFeeCurrency: 'USD' });
const usd = (value) => ({ value, currency: 'USD' });
const price = { net: usd('17.5'), sysfee: usd('1.4'), agfee: usd('0.9'), price: usd('19.8'), restriction: 0 };

const inputs = {
  'one currency': { price, markup },
  'settled in EUR, shown in THB': { price, markup, rates, settlementCurrency: 'EUR', grossCurrency: 'THB' },
  'the same, explained': {
    price,
    markup,
    rates,
    settlementCurrency: 'EUR',
    grossCurrency: 'THB',
    explain: true,
  },
};

/** Nanoseconds per run, the best of seven rounds: the others measured the neighbours on this machine. */
const nanoseconds = (run, count = 50_000) => {
  const rounds = Array.from({ length: 7 }, () => {
    const start = process.hrtime.bigint();
    for (let turn = 0; turn < count; turn += 1) run();
    return Number(process.hrtime.bigint() - start) / count;
  });
  return Math.min(...rounds);
};

for (const [name, input] of Object.entries(inputs)) {
  console.log(`${name}: ${(nanoseconds(() => toContractPricing(quote(input))) / 1000).toFixed(2)} µs`);
}
