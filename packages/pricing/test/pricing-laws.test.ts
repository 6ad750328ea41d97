/** Laws of pricing over tens of thousands of random cases, against an oracle written apart from the engine. */
import {
  add,
  bookingTotal,
  compare,
  convert,
  createMarkupBook,
  createRateTable,
  equals,
  expectedNet,
  fromContractMoney,
  judgeDrift,
  money,
  moneyFromMinor,
  multiply,
  quote,
  refreshRates,
  selectMarkup,
  toContractMoney,
  viewRates,
} from '@partner-gateway/pricing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amount, currency, oracleCase, percentage, printed, rates, view } from './support/arbitraries.ts';
import { enginePricing, markupOf, viewOf } from './support/engine.ts';
import { casesRun, law } from './support/law.ts';
import { centsText, hundredths, oraclePricing, oracleSell } from './support/oracle.ts';

describe('laws of pricing', () => {
  it('a quote is what the rules say, to the cent', () => {
    law([oracleCase], (item) => expect(enginePricing(item, view)).toEqual(oraclePricing(item, rates)));
  });

  it('a booking total is what the rules say, to the cent', () => {
    law([oracleCase, fc.integer({ min: 1, max: 100 })], (item, passengers) => {
      const net = { value: item.net, currency: item.currency };
      const { total } = bookingTotal({ net, passengers, markup: markupOf(item), rates: view });
      const expected = hundredths(oracleSell(item, rates, BigInt(passengers)));
      expect(toContractMoney(total).amount).toBe(centsText(expected));
    });
  });

  it('a higher net price never sells for less', () => {
    law([oracleCase, amount], (item, other) => {
      const price = (net: string) =>
        quote({
          price: { net: { value: net, currency: item.currency } },
          markup: markupOf(item),
          rates: view,
        }).netPrice;
      const netOrder = compare(money(item.net, item.currency), money(other, item.currency));
      const sellOrder = compare(price(item.net), price(other));
      expect(netOrder * sellOrder).toBeGreaterThanOrEqual(0);
    });
  });

  it('gross is net plus taxes, from the printed figures', () => {
    law([oracleCase], (item) => {
      const { net_price, taxes_and_fees, gross_price } = enginePricing({ ...item, restriction: 0 }, view);
      const sum = add(fromContractMoney(net_price), fromContractMoney(taxes_and_fees));
      expect(toContractMoney(sum).amount).toBe(gross_price.amount_in_net_currency ?? gross_price.amount);
    });
  });

  it('order does not matter: of rates, of contracts, of fares, of sums', () => {
    const shuffledRates = fc.shuffledSubarray(Object.entries(rates), { minLength: 4 });
    const contracts = ['TH', 'VN', 'JP'].map((country, index) => ({
      contractCode: country,
      countries: [country],
      markup: { percentage: `0.0${index + 1}`, fixedFee: '0', fixedFeeCurrency: 'USD' },
    }));
    const nets = fc.array(amount, { minLength: 2, maxLength: 5 });
    law(
      [shuffledRates, fc.shuffledSubarray(contracts, { minLength: 3 }), nets, currency, currency],
      (rows, rules, texts, from, to) => {
        const one = money(texts[0] ?? '0', from);
        expect(equals(convert(one, to, viewOf(Object.fromEntries(rows))), convert(one, to, view))).toBe(true);
        const book = createMarkupBook([{ clientId: 'acme', defaultContract: 'JP', contracts: rules }]);
        const query = { clientId: 'acme', country: 'VN', at: '2026-11-14T07:30:00Z' };
        expect(selectMarkup(book, query).terms.percentage).toBe('0.02');
        const fares = texts.map((value) => ({ net: { value, currency: from }, passengers: 2 }));
        const [first, ...others] = fares;
        const [last, ...before] = fares.toReversed();
        if (first === undefined || last === undefined) throw new Error('no fares');
        expect(equals(expectedNet([first, ...others]), expectedNet([last, ...before]))).toBe(true);
      },
    );
  });

  it('the threshold is exact: at it the price stands, the least step beyond it is refused', () => {
    const quotedMinor = fc.bigInt(1n, 10n ** 9n);
    law([quotedMinor, fc.bigInt(0n, 500n)], (minor, permille) => {
      const quoted = moneyFromMinor(minor, 'USD');
      const factor = printed(1_000n + permille, 3);
      const thresholdPercent = printed(permille, 1);
      const atLimit = multiply(quoted, factor);
      const beyond = add(atLimit, money('0.00000001', 'USD'));
      expect(judgeDrift({ quoted, current: atLimit, thresholdPercent }).kind).not.toBe('changed');
      expect(judgeDrift({ quoted, current: beyond, thresholdPercent }).kind).toBe('changed');
    });
  });

  it('a drop in price is never refused, whatever its size and the threshold', () => {
    law([amount, amount, percentage], (one, other, thresholdPercent) => {
      const [low, high] = compare(money(one, 'THB'), money(other, 'THB')) < 0 ? [one, other] : [other, one];
      const drift = judgeDrift({ quoted: money(high, 'THB'), current: money(low, 'THB'), thresholdPercent });
      expect(drift.kind).toBe(equals(money(low, 'THB'), money(high, 'THB')) ? 'equal' : 'dropped');
    });
  });

  it('a refresh never takes a rate that moved by more than the limit, and always keeps one', () => {
    const asOf = '2026-11-14T07:30:00Z';
    const thousandths = fc.bigInt(1n, 100_000n);
    law([thousandths, thousandths], (before, after) => {
      const rows = (units: bigint) => [{ from: 'USD', to: 'THB', rate: printed(units, 3) }];
      const current = createRateTable({ source: 'a', asOf, rates: rows(before) });
      const { table, refusals } = refreshRates(current, { source: 'b', asOf, rates: rows(after) });
      const moved = (after > before ? after - before : before - after) * 10n;
      const taken = moved <= before;
      expect(refusals).toHaveLength(taken ? 0 : 1);
      const used = convert(money('1', 'USD'), 'THB', viewRates(table, asOf));
      expect(equals(used, moneyFromMinor(taken ? after : before, 'THB', 3))).toBe(true);
    });
  });

  it('held over at least eighty thousand cases', () => {
    expect(casesRun()).toBeGreaterThanOrEqual(80_000);
  });
});
