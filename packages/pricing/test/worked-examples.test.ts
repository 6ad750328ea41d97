/** The worked examples of the pricing rules and of the partner contract, to the cent. */
import {
  bookingTotal,
  createMarkup,
  expectedNet,
  judgeDrift,
  money,
  quote,
  seatNet,
  surcharge,
  toContractMoney,
  toContractPricing,
} from '@partner-gateway/pricing';
import { describe, expect, it } from 'vitest';

const thai = createMarkup({ percentage: '0.10', fixedFee: '0.00', fixedFeeCurrency: 'THB' });
const vietnamese = createMarkup({ percentage: '0.10', fixedFee: '0.50', fixedFeeCurrency: 'USD' });
const thb = (value: string) => ({ value, currency: 'THB' });
const usd = (value: string) => ({ value, currency: 'USD' });

describe('worked examples', () => {
  it.each([
    [
      'Ekkamai to Koh Chang, bus and ferry',
      ['780.0', '45.0', '33.2', '858.2'],
      ['858.00', '78.20', '936.20'],
    ],
    ['Ekkamai to Koh Chang, VIP van', ['890.0', '40.0', '35.6', '965.6'], ['979.00', '75.60', '1054.60']],
    ['Ekkamai to Koh Chang, van', ['650.0', '40.0', '26.0', '716.0'], ['715.00', '66.00', '781.00']],
  ])('%s prices as agreed', (_, [net = '', sysfee = '', agfee = '', price = ''], [sell, taxes, gross]) => {
    const input = {
      net: thb(net),
      sysfee: thb(sysfee),
      agfee: thb(agfee),
      price: thb(price),
      restriction: 0,
    };
    expect(toContractPricing(quote({ price: input, markup: thai }))).toEqual({
      gross_price: { amount: gross, currency: 'THB', price_type: 'Recommended' },
      net_price: { amount: sell, currency: 'THB' },
      taxes_and_fees: { amount: taxes, currency: 'THB' },
    });
  });

  it('Hanoi to Sapa, per passenger, prices as agreed', () => {
    const price = {
      net: usd('17.5'),
      sysfee: usd('1.4'),
      agfee: usd('0.9'),
      price: usd('19.8'),
      restriction: 0,
    };
    expect(toContractPricing(quote({ price, markup: vietnamese }))).toEqual({
      gross_price: { amount: '22.05', currency: 'USD', price_type: 'Recommended' },
      net_price: { amount: '19.75', currency: 'USD' },
      taxes_and_fees: { amount: '2.30', currency: 'USD' },
    });
  });

  it('Hanoi to Sapa, two passengers and one seat at +2.00, totals 41.70 before and after the reserve', () => {
    const seat = seatNet({ price: usd('19.5'), difference: usd('2'), base: usd('17.5') });
    const before = expectedNet([{ net: usd('17.50'), passengers: 2 }], [seat]);
    for (const net of [before, usd('37.0')]) {
      const { total } = bookingTotal({ net, passengers: 2, markup: vietnamese });
      expect(toContractMoney(total)).toEqual({ amount: '41.70', currency: 'USD' });
    }
  });

  it('shows that seat at 2.20', () => {
    const { price } = surcharge({ net: usd('2.00'), markup: vietnamese });
    expect(toContractMoney(price)).toEqual({ amount: '2.20', currency: 'USD' });
  });

  it("answers the contract's price_changed of 5.76 %", () => {
    const drift = judgeDrift({
      quoted: money('41.70', 'USD'),
      current: money('44.10', 'USD'),
      thresholdPercent: '1.0',
    });
    expect(drift).toEqual({
      kind: 'changed',
      reason: 'threshold',
      priceChanged: {
        quoted: { amount: '41.70', currency: 'USD' },
        current: { amount: '44.10', currency: 'USD' },
        difference_percent: '5.76',
      },
    });
  });

  it.each([
    ['JPY', '1000', '150', '50', '1200', ['1000.00', '200.00', '1200.00']],
    ['KWD', '1.255', '0.120', '0.005', '1.380', ['1.26', '0.13', '1.39']],
    ['THB', '780.0', '45.0', '33.2', '858.2', ['780.00', '78.20', '858.20']],
  ])(
    'with zero markup repeats the supplier in %s',
    (currency, net, sysfee, agfee, price, [sell, taxes, gross]) => {
      const free = createMarkup({ percentage: '0', fixedFee: '0', fixedFeeCurrency: 'USD' });
      const of = (value: string) => ({ value, currency });
      const input = { net: of(net), sysfee: of(sysfee), agfee: of(agfee), price: of(price), restriction: 0 };
      const pricing = toContractPricing(quote({ price: input, markup: free }));
      expect(pricing.net_price.amount).toBe(sell);
      expect(pricing.taxes_and_fees.amount).toBe(taxes);
      expect(pricing.gross_price.amount).toBe(gross);
    },
  );
});
