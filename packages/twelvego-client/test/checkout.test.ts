/** The checkout form keeps every key as 12go spells it, and seat maps of every shape become rows. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeReserveForm, readCheckoutForm } from '../src/checkout.ts';
import { toDecimal } from '../src/reading/amounts.ts';
import { encodeRefund } from '../src/refunds.ts';
import { readSeatMap } from '../src/seat-map.ts';
import { fixture } from './support/fixture.ts';

describe('the documented forms', () => {
  it('keep keys, order and patterns verbatim', () => {
    const body = fixture('checkout-hanoi-sapa');
    const form = readCheckoutForm(body);
    expect([...(form?.fields.keys() ?? [])]).toEqual(Object.keys(body));
    const name = form?.fields.get('passenger[0][first_name]');
    expect(name).toMatchObject({
      type: 'input',
      required: true,
      regexp: ['/^[\\s\\pLA-Za-z\\x{1EA0}-\\x{1EF9}]{2,30}$/u'],
    });
    expect(form?.fields.get('seats')?.value).toBe(2);
    expect(form?.fields.get('selected_seats_VN0fSc0fY87jib04V0pW41sL_allow_auto')).toMatchObject({
      type: null,
      required: false,
    });
  });

  it('keep groups of choices and priced choices', () => {
    const hanoi = readCheckoutForm(fixture('checkout-hanoi-sapa'));
    const groups = hanoi?.fields.get('passenger[0][country_id]')?.options;
    expect(
      groups?.map((group) => [group.value, group.text, group.values.map((option) => option.value)]),
    ).toEqual([
      [null, 'Popular', ['VN', 'AU']],
      [null, 'All', ['AR', 'VN']],
    ]);
    const cebu = readCheckoutForm(fixture('checkout-cebu-extras'));
    expect(cebu?.fields.get('passenger[0][baggage_PH0igu0ihJaIDf09S01mZc8D]')?.options[1]?.price).toEqual({
      value: '120',
      fxcode: 'PHP',
    });
  });

  it.each([
    [{ price: 'free' }],
    [{ price: 0 }],
    [{ price: ['120'] }],
    [{ price: { value: -1, fxcode: 'PHP' } }],
    [{ price: { value: 1e18, fxcode: 'PHP' } }],
    [{ price: { value: 120 } }],
    [{ price: { value: 120, fxcode: 'peso' } }],
  ])('never offer a choice as free whose price cannot be read: %j', (data) => {
    const options = [
      { value: 'none', text: 'Carry-on only' },
      { value: '15kg', text: '15 kg checked', data },
      { value: null, text: 'More', values: [{ value: '30kg', text: '30 kg checked', data }] },
    ];
    const form = readCheckoutForm({ baggage: { type: 'select', options } });
    const [free, group, ...others] = form?.fields.get('baggage')?.options ?? [];
    expect(free).toMatchObject({ value: 'none', price: null });
    expect(group).toMatchObject({ text: 'More', values: [] });
    expect(others).toEqual([]);
  });

  it.each([[undefined], [null], [[]], [{}], [{ price: null }], [{ price: '' }], [{ price: [] }]])(
    'keep a choice without a price: %j',
    (data) => {
      const form = readCheckoutForm({ gift: { options: [{ value: 'a', text: 'A', data }] } });
      expect(form?.fields.get('gift')?.options).toEqual([{ value: 'a', text: 'A', values: [], price: null }]);
    },
  );

  it('hold the seat map', () => {
    const map = readCheckoutForm(fixture('checkout-hanoi-sapa'))?.fields.get(
      'selected_seats_VN0fSc0fY87jib04V0pW41sL',
    )?.data;
    expect(map?.min_seats).toBe(2);
    expect([...(map?.seatmap?.booked ?? [])]).toEqual(['A2']);
    expect(map?.seatmap?.seats.get('B1')).toMatchObject({
      seat_level: 1,
      price: { value: '19.5' },
      price_diff: { value: '2' },
    });
    expect(map?.seatmap?.layouts).toEqual([
      { shape: 'row_list', rows: [{ row: '1', cells: ['B1', null, 'B2'] }] },
      { shape: 'row_map', rows: [{ row: '1', cells: ['A1', null, 'A2'] }] },
    ]);
  });
});

describe('layouts', () => {
  const layout = (value: unknown) => readSeatMap({ seats: {}, layouts: [{ layout: value }] })?.layouts?.[0];

  it('sorts numeric rows by number and leaves other rows in order', () => {
    expect(layout({ 10: ['J'], 2: ['B'], '1': ['A'] })?.rows.map(({ row }) => row)).toEqual(['1', '2', '10']);
    expect(layout({ upper: ['J'], lower: ['B'] })?.rows.map(({ row }) => row)).toEqual(['upper', 'lower']);
    expect(layout({ '010': ['J'], '09': ['B'] })?.rows.map(({ row }) => row)).toEqual(['09', '010']);
  });

  it('puts an aisle between groups', () => {
    expect(layout({ 1: { left: ['1A', '1B'], right: ['1C'] } })).toEqual({
      shape: 'grouped_rows',
      rows: [{ row: '1', cells: ['1A', '1B', null, '1C'] }],
    });
  });

  it('reads columns', () => {
    expect(layout({ 1: { A: '1A', B: '', C: 7 } })).toEqual({
      shape: 'column_map',
      rows: [{ row: '1', cells: ['1A', null, '7'] }],
    });
  });

  it.each([
    ['text', 'seats'],
    ['a row of objects', [[{}]]],
    ['mixed rows', { 1: ['1A'], 2: { A: '2A' } }],
    ['no rows', 5],
  ])('is null for %s while the seats stay', (_name, value) => {
    const map = readSeatMap({ seats: { '1A': {} }, layouts: [{ layout: value }] });
    expect(map?.layouts).toBeNull();
    expect(map?.seats.has('1A')).toBe(true);
  });

  it('gives the same cells for a row list and its row map', () => {
    const cell = fc.oneof(fc.constant(null), fc.constant(''), fc.stringMatching(/^[A-Z]\d$/));
    fc.assert(
      fc.property(fc.array(fc.array(cell, { maxLength: 5 }), { minLength: 1, maxLength: 12 }), (rows) => {
        const asMap = Object.fromEntries(rows.map((cells, index) => [String(index + 1), cells]));
        expect(layout(asMap)?.rows).toEqual(layout(rows)?.rows);
      }),
    );
  });

  it("reads PHP's empty maps", () => {
    expect(readSeatMap({ booked: [], seats: [], layouts: [] })).toEqual({
      booked: new Set(),
      seats: new Map(),
      layouts: null,
    });
    expect(readSeatMap({ booked: null, seats: null })?.booked.size).toBe(0);
    expect(readSeatMap([])).toBeUndefined();
  });
});

describe('seats', () => {
  const read = (seat: Readonly<Record<string, unknown>>) =>
    readSeatMap({ seats: { B1: seat, B2: { is_available: true } }, layouts: [{ layout: [['B1', 'B2']] }] });

  it.each(['price', 'price_diff'])('are not for sale when their %s cannot be read', (name) => {
    for (const unreadable of [
      'dear',
      -2,
      ['2'],
      { value: 'dear', fxcode: 'USD' },
      { value: 2, fxcode: 'dollar' },
    ]) {
      const map = read({ is_available: true, [name]: unreadable });
      expect([...(map?.seats.keys() ?? [])]).toEqual(['B2']);
      expect(map?.layouts?.[0]?.rows).toEqual([{ row: '1', cells: ['B1', 'B2'] }]);
    }
  });

  it('are for sale below the fare, and at no surcharge where none is told', () => {
    expect(read({ price_diff: { value: -2, fxcode: 'USD' } })?.seats.get('B1')?.price_diff).toEqual({
      value: '-2',
      fxcode: 'USD',
    });
    expect(read({ price_diff: { value: 5.55e-17, fxcode: 'USD' } })?.seats.get('B1')?.price_diff?.value).toBe(
      '0',
    );
    for (const nothing of [[], false, '', null, {}])
      expect(read({ price: nothing, price_diff: nothing })?.seats.get('B1')).toMatchObject({
        price: null,
        price_diff: null,
      });
  });

  it('are priced by their price, whatever the difference beside it is', () => {
    const price = { value: 19.5, fxcode: 'USD' };
    expect(read({ price, price_diff: 'dear' })?.seats.get('B1')).toMatchObject({
      price: { value: '19.5' },
      price_diff: null,
    });
  });

  it('keep their places in a row whose aisles were filtered out', () => {
    const rows = (layout: unknown) => readSeatMap({ layouts: { 1: { layout } } })?.layouts?.[0]?.rows;
    const drawn = [
      { row: '1', cells: ['A1', null, 'A2'] },
      { row: '2', cells: ['B1', null, 'B2'] },
    ];
    expect(rows([{ 0: 'A1', 2: 'A2' }, ['B1', null, 'B2']])).toEqual(drawn);
    expect(rows({ 1: { 0: 'A1', 2: 'A2' }, 2: { 0: 'B1', 2: 'B2' } })).toEqual(drawn);
    expect(rows([{ 0: 'A1', 200: 'A2' }])).toBeUndefined();
  });
});

describe('lists with holes', () => {
  it('are lists: choices, groups of choices and patterns', () => {
    const form = readCheckoutForm({
      country: {
        type: 'select',
        options: { 1: { value: null, text: 'All', values: { 3: { value: 'AR', text: 'Argentina' } } } },
        regexp: { 2: '/^[A-Z]{2}$/' },
      },
      name: { type: 'input', regexp: '/^.{2,30}$/' },
    });
    expect(form?.fields.get('country')?.options[0]?.values[0]?.value).toBe('AR');
    expect(form?.fields.get('country')?.regexp).toEqual(['/^[A-Z]{2}$/']);
    expect(form?.fields.get('name')?.regexp).toEqual(['/^.{2,30}$/']);
  });
});

describe('hostile forms', () => {
  it('are no form when nothing in them is a field', () => {
    for (const body of [{}, [], null, 'x', { a: 1, b: null }]) expect(readCheckoutForm(body)).toBeUndefined();
  });

  it('keep keys such as __proto__ as keys', () => {
    const form = readCheckoutForm(
      JSON.parse('{"__proto__":{"type":"input","required":true},"constructor":{"type":"input"}}'),
    );
    expect([...(form?.fields.keys() ?? [])]).toEqual(['__proto__', 'constructor']);
    expect(({} as Record<string, unknown>).required).toBeUndefined();
  });

  it('end options that never end', () => {
    let option: unknown = { value: 'x', text: 'x' };
    for (let depth = 0; depth < 5_000; depth += 1) option = { value: null, text: 'group', values: [option] };
    const form = readCheckoutForm({ country: { type: 'select', options: [option] } });
    expect(form?.fields.get('country')?.options).toHaveLength(1);
  });
});

describe('bodies of writes', () => {
  it('survive the trip through JSON whatever the keys are', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.string(), fc.oneof(fc.string(), fc.integer(), fc.boolean()))),
        (entries) => {
          const form = new Map(entries);
          const decoded = new Map(Object.entries(JSON.parse(encodeReserveForm(form)) as object));
          expect(decoded).toEqual(form);
        },
      ),
    );
    expect(encodeReserveForm(new Map([['__proto__', 'x']]))).toBe('{"__proto__":"x"}');
  });

  it('print a refund amount digit for digit as a JSON number', () => {
    const refund = (amount: string) =>
      encodeRefund({ hash: 'h', refund_fxcode: 'USD', refund_amount: toDecimal(amount) });
    expect(refund('999999999999.99')).toBe(
      '{"hash":"h","refund_fxcode":"USD","refund_amount":999999999999.99}',
    );
    expect(refund('037.50')).toBe('{"hash":"h","refund_fxcode":"USD","refund_amount":37.50}');
    expect(JSON.parse(refund('00'))).toMatchObject({ refund_amount: 0 });
    fc.assert(
      fc.property(fc.stringMatching(/^\d{1,10}(\.\d{1,4})?$/), (amount) => {
        expect(() => JSON.parse(refund(amount))).not.toThrow();
      }),
    );
  });
});
