/** Promises of the seat map: all four layouts, decks, aisles, availability and prices, or no map at all. */
import { describe, expect, it } from 'vitest';
import { readBookingForm } from '../src/booking-form.ts';
import { toSeatMap } from '../src/seat-map.ts';
import { fareOf, pricingAt, readCheckout, trip } from './support/checkout-forms.ts';

const seats = {
  '1A': { seat_level: 2, price: { value: 110, fxcode: 'THB' }, seat_type: 'berth' },
  '1B': { is_available: false },
  '1C': {},
  '2A': { price: { value: 5, fxcode: 'USD' } },
};
const map = async (layouts: unknown, base = fareOf('100', 'THB')) => {
  const seatmap = { seats, booked: { '1C': true }, layouts };
  const body = { [`selected_seats_${trip}`]: { data: { seatmap } } };
  return toSeatMap(readBookingForm(await readCheckout(JSON.stringify(body)), 1), pricingAt(base));
};
const draw = async (layout: unknown) => {
  const drawn = await map([{ layout }]);
  return drawn?.sections.flatMap(({ rows }) =>
    rows.map(({ row, cells }) => `${row}: ${cells.map((cell) => cell?.seat_id ?? '_').join(' ')}`),
  );
};

describe('a seat map', () => {
  it.each([
    [
      'a list of lists',
      [
        ['1A', null, '1B'],
        ['2A', ''],
      ],
      ['1: 1A _ 1B', '2: 2A _'],
    ],
    ['lists by row', { '10': ['1A'], '2': ['2A'] }, ['2: 2A', '10: 1A']],
    ['groups by row', { '1': { left: ['1A'], right: ['1B', '1C'] } }, ['1: 1A _ 1B 1C']],
    ['columns by row', { '1': { A: '1A', B: '', C: '1C' } }, ['1: 1A _ 1C']],
    ['rows by letter', { B: ['1A'], A: ['2A'] }, ['B: 1A', 'A: 2A']],
  ])('is drawn from %s', async (_, layout, rows) => {
    expect(await draw(layout)).toEqual(rows);
  });

  it('shows price, type and whether each seat can be taken', async () => {
    const cells = (await map([{ layout: [['1A', '1B', '1C', '9Z']] }]))?.sections[0]?.rows[0]?.cells;
    const free = { currency: 'THB', amount: '0.00' };
    expect(cells).toEqual([
      {
        seat_id: '1A',
        available: true,
        type: 'berth',
        price_difference: { currency: 'THB', amount: '11.00' },
      },
      { seat_id: '1B', available: false, price_difference: free },
      { seat_id: '1C', available: false, price_difference: free },
      { seat_id: '9Z', available: false, price_difference: free },
    ]);
  });

  it('never lets a seat be taken whose price cannot be told', async () => {
    const cell = (await map([{ layout: [['2A']] }]))?.sections[0]?.rows[0]?.cells[0];
    expect(cell).toMatchObject({ seat_id: '2A', available: false });
    const strange = await map([{ layout: [['1A']] }], fareOf('100', 'XXQ'));
    expect(strange?.sections[0]?.rows[0]?.cells[0]).toMatchObject({
      available: false,
      price_difference: { currency: 'XXQ', amount: '0.00' },
    });
  });

  it('takes the deck from the first known seat, else from the place of the section', async () => {
    const drawn = await map([{ layout: [['9Z', '1A']] }, { layout: [['1C']] }, { layout: [[null]] }]);
    expect(drawn?.sections.map(({ level }) => level)).toEqual([2, 2, 3]);
  });

  it.each([
    ['no layouts', []],
    ['a broken layout', [{ layout: [['1A']] }, { layout: 7 }]],
  ])('is left out with %s', async (_, layouts) => {
    expect(await map(layouts)).toBeUndefined();
  });
});
