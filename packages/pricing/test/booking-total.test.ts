/** Booking totals, the net price they expect upstream, and surcharges of seats and bags. */
import {
  type AmountInput,
  bookingTotal,
  createMarkup,
  createRateTable,
  expectedNet,
  money,
  seatNet,
  surcharge,
  toContractMoney,
  toDecimal,
  viewRates,
} from '@partner-gateway/pricing';
import { describe, expect, it } from 'vitest';

const asOf = '2026-11-14T07:30:00Z';
const rates = viewRates(
  createRateTable({ source: 't', asOf, rates: [{ from: 'USD', to: 'THB', rate: '34.00' }] }),
  asOf,
);
const markup = createMarkup({ percentage: '0.10', fixedFee: '0.50', fixedFeeCurrency: 'USD' });
const usd = (value: string | null): AmountInput => ({ value, currency: 'USD' });

describe('a booking total', () => {
  it('charges the fixed fee once per passenger, in the settlement currency when there is one', () => {
    const { total, supplierNet } = bookingTotal({
      net: usd('37.00'),
      passengers: 2,
      markup,
      rates,
      settlementCurrency: 'THB',
    });
    expect(toContractMoney(total)).toEqual({ amount: '1417.80', currency: 'THB' });
    expect(toContractMoney(supplierNet)).toEqual({ amount: '37.00', currency: 'USD' });
  });

  it('rounds the whole and not each passenger', () => {
    const { total } = bookingTotal({ net: usd('10.014'), passengers: 3, markup });
    expect(toContractMoney(total).amount).toBe('12.52');
  });

  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])(
    'refuses %s passengers',
    (passengers) => {
      expect(() => bookingTotal({ net: usd('1'), passengers, markup })).toThrow(
        expect.objectContaining({
          code: 'invalid_passengers',
          message: 'passengers must be a whole number from 1 up',
        }),
      );
    },
  );

  it('takes one passenger', () => {
    expect(toContractMoney(bookingTotal({ net: usd('10'), passengers: 1, markup }).total).amount).toBe(
      '11.50',
    );
  });

  it('refuses a net price that is missing or below zero', () => {
    expect(() => bookingTotal({ net: usd(null), passengers: 1, markup })).toThrow(
      expect.objectContaining({ code: 'missing_amount', message: 'net has no value' }),
    );
    expect(() => bookingTotal({ net: usd('-1'), passengers: 1, markup })).toThrow(
      expect.objectContaining({ code: 'negative_amount', message: 'net is below zero' }),
    );
  });

  it('carries a trace only when asked', () => {
    expect(bookingTotal({ net: usd('1'), passengers: 1, markup })).not.toHaveProperty('trace');
    expect(bookingTotal({ net: usd('1'), passengers: 1, markup, explain: true })).toHaveProperty('trace');
  });
});

describe('the expected net price', () => {
  it('is every fare times its passengers plus the chosen surcharges, exact', () => {
    const fares = [
      { net: usd('17.505'), passengers: 2 },
      { net: usd('8.75'), passengers: 1 },
    ] as const;
    expect(toDecimal(expectedNet([...fares], [usd('2.00'), money('0.001', 'USD')]), 3)).toBe('45.761');
    expect(toDecimal(expectedNet([fares[0]]))).toBe('35.01');
  });

  it('refuses fares and surcharges that cannot be added up', () => {
    const fare = { net: usd('1'), passengers: 1 };
    const mismatch = expect.objectContaining({ code: 'currency_mismatch' });
    expect(() => expectedNet([fare, { net: money('1', 'THB'), passengers: 1 }])).toThrow(mismatch);
    expect(() => expectedNet([fare], [money('1', 'THB')])).toThrow(mismatch);
    expect(() => expectedNet([{ ...fare, passengers: 0 }])).toThrow(
      expect.objectContaining({ code: 'invalid_passengers' }),
    );
    expect(() => expectedNet([{ ...fare, net: usd('-1') }])).toThrow(
      expect.objectContaining({ message: 'net is below zero' }),
    );
    expect(() => expectedNet([fare], [usd('-1')])).toThrow(
      expect.objectContaining({ message: 'surcharge is below zero' }),
    );
  });
});

describe('a surcharge', () => {
  it('carries the percentage and neither the fixed fee nor a margin limit', () => {
    const limited = createMarkup({ ...markup.terms, minimumMargin: { percentage: '0.9' } });
    const { price, supplierNet } = surcharge({
      net: usd('2.00'),
      markup: limited,
      rates,
      settlementCurrency: 'THB',
    });
    expect(toContractMoney(price)).toEqual({ amount: '74.80', currency: 'THB' });
    expect(toContractMoney(supplierNet)).toEqual({ amount: '2.00', currency: 'USD' });
  });

  it('is 0.00 when it is free, with no rate', () => {
    const { price } = surcharge({ net: usd('0'), markup, settlementCurrency: 'THB' });
    expect(toContractMoney(price)).toEqual({ amount: '0.00', currency: 'THB' });
  });

  it('refuses what is missing or below zero', () => {
    expect(() => surcharge({ net: null, markup })).toThrow(
      expect.objectContaining({ code: 'missing_amount', message: 'surcharge has no value' }),
    );
    expect(() => surcharge({ net: usd('-1'), markup })).toThrow(
      expect.objectContaining({ code: 'negative_amount' }),
    );
  });

  it('refuses a currency that does not exist', () => {
    expect(() => surcharge({ net: { value: '1', currency: 'ZZZ' }, markup })).toThrow(
      expect.objectContaining({ code: 'unknown_currency' }),
    );
  });

  it('carries a trace only when asked', () => {
    expect(surcharge({ net: usd('1'), markup })).not.toHaveProperty('trace');
    expect(surcharge({ net: usd('1'), markup, explain: true })).toHaveProperty('trace');
  });
});

describe("a seat's net surcharge", () => {
  const base = usd('17.5');
  it.each<[string, AmountInput | null | undefined, AmountInput | null | undefined, string]>([
    ['seat price less base', usd('19.5'), usd('9'), '2.00'],
    ['the stated difference without a price', usd(null), usd('2.25'), '2.25'],
    ['the stated difference without any price', undefined, money('2.25', 'USD'), '2.25'],
    ['zero when neither is known', null, null, '0.00'],
    ['zero for a cheaper seat', usd('15'), null, '0.00'],
    ['zero for a difference below zero', null, usd('-2'), '0.00'],
  ])('is %s', (_, price, difference, expected) => {
    const net = seatNet({ price, difference, base });
    expect(toContractMoney(net)).toEqual({ amount: expected, currency: 'USD' });
  });

  it('refuses another currency than the trip', () => {
    expect(() => seatNet({ price: money('1', 'THB'), base })).toThrow(
      expect.objectContaining({ code: 'currency_mismatch' }),
    );
    expect(() => seatNet({ difference: money('1', 'THB'), base })).toThrow(
      expect.objectContaining({
        code: 'currency_mismatch',
        message: 'the seat and the trip are priced in different currencies',
      }),
    );
  });

  it('names the figure it cannot read', () => {
    expect(() => seatNet({ price: usd('x'), base })).toThrow(
      expect.objectContaining({ message: 'seat price must be decimal text such as "12.50"' }),
    );
    expect(() => seatNet({ difference: usd('x'), base })).toThrow(
      expect.objectContaining({ message: 'seat difference must be decimal text such as "12.50"' }),
    );
    expect(() => seatNet({ base: usd(null) })).toThrow(
      expect.objectContaining({ message: 'base has no value' }),
    );
  });
});
