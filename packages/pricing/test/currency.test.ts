/** Currency codes and exponents against dinero.js's own ISO 4217 table. */
import { currencyCodes, currencyExponent, isCurrency, money } from '@partner-gateway/pricing';
import * as dineroCurrencies from 'dinero.js/bigint/currencies';
import { describe, expect, it } from 'vitest';

/** ISO 4217 gives two decimals; dinero counts in fifths, which no decimal text can carry. */
const countedInFifths = ['MGA', 'MRU'];

describe('currencies', () => {
  it('are those of dinero.js, in alphabetical order', () => {
    expect(currencyCodes).toEqual(Object.keys(dineroCurrencies).sort());
  });

  it.each(Object.values(dineroCurrencies))(
    '$code has the exponent dinero.js gives it',
    ({ code, exponent }) => {
      expect(BigInt(currencyExponent(code))).toBe(countedInFifths.includes(code) ? 2n : exponent);
    },
  );

  it('are refused when unknown, in lower case or named after an object member', () => {
    for (const code of ['XXX', 'thb', '', 'constructor', '__proto__']) {
      expect(isCurrency(code)).toBe(false);
      expect(() => money('1', code)).toThrow(
        expect.objectContaining({
          code: 'unknown_currency',
          message: 'currency must be an upper-case ISO 4217 code',
        }),
      );
    }
    expect(isCurrency('THB')).toBe(true);
  });
});
