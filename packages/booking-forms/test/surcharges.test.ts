/** Promises of surcharges: upstream's own net price of what was chosen, never a price that cannot be added. */
import { type Money, toDecimal } from '@partner-gateway/pricing';
import { describe, expect, it } from 'vitest';
import { readBookingForm } from '../src/booking-form.ts';
import { chosenSurcharges, seatSurcharges } from '../src/surcharges.ts';
import { fareOf, readCheckout, trip } from './support/checkout-forms.ts';

const priced = (value: number | null, fxcode = 'THB') => ({ data: { price: { value, fxcode } } });
const body = {
  [`selected_seats_${trip}`]: {
    data: {
      seatmap: {
        seats: {
          same: { price: { value: 100, fxcode: 'THB' } },
          dear: { price: { value: 112.345, fxcode: 'THB' }, price_diff: { value: 1, fxcode: 'THB' } },
          cheap: { price: { value: 90, fxcode: 'THB' } },
          differs: { price_diff: { value: 7, fxcode: 'THB' } },
          bare: {},
          foreign: { price: { value: 200, fxcode: 'USD' } },
        },
      },
    },
  },
  [`passenger[0][baggage_${trip}]`]: {
    type: 'select',
    options: [
      { value: 'none', text: 'None', ...priced(0) },
      { value: 'bag', text: 'Bag', ...priced(30) },
      { value: 'abroad', text: 'Abroad', ...priced(5, 'EUR') },
      { value: 'unknown', text: 'Unknown', ...priced(null) },
    ],
  },
  [`points[${trip}][pickup]`]: {
    type: 'select',
    options: [{ value: 'hotel', text: 'Hotel', ...priced(12.5) }],
  },
};
const base = fareOf('100', 'THB');
const read = async () => readBookingForm(await readCheckout(JSON.stringify(body)), 2);
const print = (amounts: readonly Money[]): readonly string[] =>
  amounts.map((amount) => `${toDecimal(amount, 3)} ${amount.currency}`);

describe('surcharges', () => {
  it.each([
    ['same', []],
    ['dear', ['12.345 THB']],
    ['cheap', []],
    ['differs', ['7.000 THB']],
    ['bare', []],
    ['foreign', []],
    ['nowhere', []],
  ])('of the seat %s are %j', async (seat, amounts) => {
    expect(print(seatSurcharges(await read(), [seat], base))).toEqual(amounts);
  });

  it('are counted for seats, each passenger and each additional choice', async () => {
    const chosen = {
      seat_selection: ['dear', 'differs'],
      passengers: [{ baggage_option: 'bag' }, { baggage_option: 'bag' }],
      additional_fields: { points_pickup: 'hotel' },
    };
    expect(print(chosenSurcharges(await read(), chosen, base).map(({ net }) => net))).toEqual([
      '12.345 THB',
      '7.000 THB',
      '12.500 THB',
      '30.000 THB',
      '30.000 THB',
    ]);
  });

  it.each(['none', 'abroad', 'unknown', 'undeclared'])('are none for the bag %s', async (bag) => {
    expect(chosenSurcharges(await read(), { passengers: [{ baggage_option: bag }] }, base)).toEqual([]);
  });

  it('are none over a fare that has no amount or no known currency', async () => {
    const form = await read();
    const chosen = { seat_selection: ['dear'], passengers: [{ baggage_option: 'bag' }] };
    expect(chosenSurcharges(form, chosen, { value: null, fxcode: 'USD' })).toEqual([]);
    expect(chosenSurcharges(form, chosen, fareOf('100', 'XXQ'))).toEqual([]);
  });
});
