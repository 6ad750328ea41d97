/** Writes test/__golden__/quotes.json from the test oracle, never from the engine it is there to judge. */
import { writeFileSync } from 'node:fs';
import { type OracleCase, type OracleLimit, oraclePricing } from '../test/support/oracle.ts';

const rates = {
  'USD>THB': '34.10',
  'USD>VND': '25410',
  'JPY>USD': '0.00642',
  'EUR>USD': '1.0874',
  'KWD>USD': '3.2573',
  'EUR>THB': '37.0512',
  'THB>JPY': '4.5718',
};

const supplier: Readonly<
  Record<string, readonly [net: string, sysfee: string | null, agfee: string | null, price: string]>
> = {
  THB: ['780.0', '45.0', '33.2', '858.2'],
  USD: ['17.5', '1.4', '0.9', '19.8'],
  EUR: ['23.335', '1.115', null, '24.45'],
  JPY: ['12345', '617', '123', '13085'],
  KWD: ['4.625', '0.235', '0.115', '4.975'],
  VND: ['350000', '17500', '0', '367500'],
};

type Terms = Pick<
  OracleCase,
  'percentage' | 'fixedFee' | 'fixedFeeCurrency' | 'minimumMargin' | 'maximumMargin'
>;

const least: OracleLimit = { amount: '1.25', currency: 'USD' };
const most: OracleLimit = { percentage: '0.05' };
const markups: Readonly<Record<string, Terms>> = {
  zero: { percentage: '0', fixedFee: '0', fixedFeeCurrency: 'USD' },
  'ten percent': { percentage: '0.10', fixedFee: '0.00', fixedFeeCurrency: 'THB' },
  'ten percent and a fee': { percentage: '0.10', fixedFee: '0.50', fixedFeeCurrency: 'USD' },
  'odd percent and a far fee': { percentage: '0.0725', fixedFee: '99', fixedFeeCurrency: 'JPY' },
  'one percent, at least 1.25 USD': {
    percentage: '0.01',
    fixedFee: '0',
    fixedFeeCurrency: 'USD',
    minimumMargin: least,
  },
  'nine percent, at most five': {
    percentage: '0.09',
    fixedFee: '0',
    fixedFeeCurrency: 'USD',
    maximumMargin: most,
  },
};

const currencies: readonly (readonly [settlement: string | null, gross: string | null])[] = [
  [null, null],
  ['USD', null],
  [null, 'EUR'],
  ['THB', 'JPY'],
  ['KWD', 'VND'],
];

/** Every currency meets every price type, every markup and every pair of currencies at least once. */
function* cases(): Generator<{ name: string; input: OracleCase }> {
  let turn = 0;
  for (const [currency, [net, sysfee, agfee, price]] of Object.entries(supplier)) {
    for (const restriction of [0, 1, 2, 3]) {
      for (const [settlement, gross] of currencies) {
        const [name, terms] = Object.entries(markups)[turn % 6] as [string, Terms];
        turn += 1;
        const words = `${currency}, ${name}, restriction ${restriction}, settled in ${settlement}, shown in ${gross}`;
        yield {
          name: words,
          input: { currency, net, sysfee, agfee, price, restriction, ...terms, settlement, gross },
        };
      }
    }
    const zero = { ...(markups.zero as Terms), settlement: null, gross: null };
    yield {
      name: `${currency}, zero markup`,
      input: { currency, net, sysfee, agfee, price, restriction: 0, ...zero },
    };
  }
}

const quotes = [...cases()].map((one) => ({ ...one, expected: oraclePricing(one.input, rates) }));
const target = new URL('../test/__golden__/quotes.json', import.meta.url);
writeFileSync(target, `${JSON.stringify({ rates, quotes }, null, 2)}\n`);
console.log(`${quotes.length} quotes written`);
