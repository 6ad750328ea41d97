/** What must not compile: mixing currencies, and passing a number where decimal text is meant. */
import {
  add,
  compare,
  createMarkup,
  createRateTable,
  judgeDrift,
  type Money,
  money,
  moneyFromMinor,
  multiply,
  quote,
  round,
  subtract,
  toContractMoney,
} from '@partner-gateway/pricing';

const baht = money('858.20', 'THB');
const dollars = money('24.00', 'USD');
const markup = createMarkup({ percentage: '0.10', fixedFee: '0', fixedFeeCurrency: 'THB' });

baht satisfies Money<'THB'>;
add(baht, baht) satisfies Money<'THB'>;
round(moneyFromMinor(1n, 'JPY')) satisfies Money<'JPY'>;
baht satisfies Money;

// @ts-expect-error two currencies
add(baht, dollars);
// @ts-expect-error two currencies
subtract(baht, dollars);
// @ts-expect-error two currencies
compare(dollars, baht);
// @ts-expect-error baht are not dollars
baht satisfies Money<'USD'>;
// @ts-expect-error money of any currency is not money of one
money('1', 'THB' as string) satisfies Money<'THB'>;

// @ts-expect-error a number
money(858.2, 'THB');
// @ts-expect-error a number
moneyFromMinor(85820, 'THB');
// @ts-expect-error a number
multiply(baht, 1.1);
// @ts-expect-error a number
createMarkup({ percentage: 0.1, fixedFee: '0', fixedFeeCurrency: 'THB' });
const pair = { from: 'USD', to: 'THB' };
// @ts-expect-error a number
createRateTable({ source: 'a', asOf: '2026-11-14T07:30:00Z', rates: [{ ...pair, rate: 34.1 }] });
// @ts-expect-error a number
quote({ price: { net: { value: 858.2, currency: 'THB' } }, markup });
// @ts-expect-error a number
judgeDrift({ quoted: baht, current: baht, thresholdPercent: 1 });

// @ts-expect-error nobody forges money from its parts
toContractMoney({ numerator: 1n, denominator: 1n, currency: 'THB' });
// @ts-expect-error money does not change in place
baht.numerator = 0n;
