/** Laws of money over tens of thousands of random cases: nothing is lost, nothing is invented. */
import {
  add,
  allocate,
  convert,
  equals,
  fromContractMoney,
  money,
  moneyFromMinor,
  round,
  roundingModes,
  subtract,
  toContractMoney,
  toDecimal,
  toMinor,
} from '@partner-gateway/pricing';
import { calculator, halfUp } from 'dinero.js/bigint';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amount, currency, view } from './support/arbitraries.ts';
import { casesRun, law } from './support/law.ts';
import { floorDivide } from './support/oracle.ts';

describe('laws of money', () => {
  it('allocation loses nothing and favours nobody by more than one unit', () => {
    const weights = fc
      .array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 8 })
      .filter((parts) => parts.some((part) => part > 0));
    law([fc.bigInt(-1_000_000n, 1_000_000n), weights, currency], (minor, parts, code) => {
      const shares = allocate(moneyFromMinor(minor, code), parts.map(String));
      expect(shares.reduce((sum, share) => sum + toMinor(share), 0n)).toBe(minor);
      const total = BigInt(parts.reduce((sum, part) => sum + part, 0));
      const favoured = shares.filter((share, index) => {
        const off = toMinor(share) * total - minor * BigInt(parts[index] ?? 0);
        return off < -total || off > total;
      });
      expect(favoured).toEqual([]);
    });
  });

  it('decimal text, minor units and contract money survive a round trip', () => {
    law([fc.bigInt(0n, 10n ** 15n), currency], (minor, code) => {
      const exact = moneyFromMinor(minor, code);
      expect(toMinor(exact)).toBe(minor);
      expect(equals(money(toDecimal(exact), code), exact)).toBe(true);
      const cents = moneyFromMinor(minor, code, 2);
      expect(equals(fromContractMoney(toContractMoney(cents)), cents)).toBe(true);
    });
  });

  it('a conversion there and back changes nothing', () => {
    law([amount, currency, currency], (text, from, to) => {
      const start = money(text, from);
      expect(equals(convert(convert(start, to, view), from, view), start)).toBe(true);
    });
  });

  it('halfUp is what dinero.js calls so, for every fraction of either sign', () => {
    const denominators = fc.constantFrom(3, 4, 5, 6, 7);
    law([fc.bigInt(-(10n ** 12n), 10n ** 12n), denominators, fc.nat(2)], (units, decimals, kept) => {
      const rounded = toMinor(moneyFromMinor(units, 'USD', decimals), kept, 'halfUp');
      expect(rounded).toBe(halfUp(units * 10n ** BigInt(kept), 10n ** BigInt(decimals), calculator));
    });
  });

  it('every rounding mode picks one of the two neighbours, and the nearer one in the half modes', () => {
    law([fc.bigInt(-(10n ** 9n), 10n ** 9n), fc.constantFrom(...roundingModes)], (units, mode) => {
      const exact = moneyFromMinor(units, 'USD', 5);
      const cents = toMinor(exact, 2, mode);
      const floor = floorDivide(units, 1000n);
      const [top] = [units - floor * 1000n];
      expect(cents).toBe(floor + (top === 0n ? 0n : neighbour(mode, floor, top)));
      expect(equals(round(exact, 2, mode), moneyFromMinor(cents, 'USD', 2))).toBe(true);
    });
  });

  it('subtracting what was added gives back the same amount', () => {
    law([amount, amount, currency], (one, other, code) => {
      const start = money(one, code);
      expect(equals(subtract(add(start, money(other, code)), money(other, code)), start)).toBe(true);
    });
  });

  it('held over at least fifty thousand cases', () => {
    expect(casesRun()).toBeGreaterThanOrEqual(50_000);
  });
});

/** 0 for the lower neighbour, 1 for the upper one; `top` thousandths above the lower. */
const neighbour = (mode: string, floor: bigint, top: bigint): bigint => {
  const negative = floor < 0n;
  if (mode === 'down') return 0n;
  if (mode === 'up') return 1n;
  if (top !== 500n) return top > 500n ? 1n : 0n;
  const odd = floor % 2n !== 0n;
  const onTie: Readonly<Record<string, boolean>> = {
    halfUp: true,
    halfDown: false,
    halfEven: odd,
    halfOdd: !odd,
    halfAwayFromZero: !negative,
    halfTowardsZero: negative,
  };
  return onTie[mode] ? 1n : 0n;
};
