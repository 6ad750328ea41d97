/** Seats, quotes, creates and their idempotency keys, on both sides. */
import type { Api, Case } from '../api.ts';
import { at, contact, dataFor, lock, openCart, orderFor, searchTrip, type Wanted } from '../steps.ts';

const create = (
  name: string,
  change: (order: Awaited<ReturnType<typeof orderFor>>) => unknown,
  wanted?: Wanted,
): Case => ({
  name: `a create with ${name}`,
  run: async (api) => {
    await api.ask('POST /bookings', { body: change(await orderFor(api, wanted)) });
  },
});

const withData = (name: string, data: Readonly<Record<string, unknown>>, wanted?: Wanted): Case =>
  create(name, ({ booking_token }) => ({ booking_token, booking_data: data }), wanted);

const lan = { first_name: 'Lan', last_name: 'Tran', country_id: 'AU' };
const hanoi = dataFor.hanoi;

const creates: readonly Case[] = [
  create('all that is asked', (order) => order),
  create('all that is asked, and a bag', (order) => order, { route: 'cebu' }),
  create('two legs', (order) => order, { route: 'island' }),
  withData('a seat that costs', { ...hanoi, seat_selection: ['B1'] }),
  withData('titles in place of values', {
    ...hanoi,
    passengers: [{ ...lan, country_id: 'australia', gender: 'FEMALE' }],
  }),
  withData('a phone and names as people write them', {
    ...hanoi,
    mobile_phone: ' +61 (400) 111-222 ',
    passengers: [{ ...lan, first_name: ' Lan  ', last_name: 'Tra\u0302n' }],
  }),
  withData('a phone of other digits', { ...hanoi, mobile_phone: '+٦١٤٠٠١١١٢٢٢' }),
  withData('a phone in words', { ...hanoi, mobile_phone: 'call me (61) 400-111' }),
  withData('nulls where nothing is meant', {
    ...hanoi,
    seat_selection: null,
    upgrades: null,
    passengers: [{ ...lan, gender: null }],
  }),
  withData('texts that are empty', {
    ...hanoi,
    additional_fields: { points_pickup: 'oldq', points_pickup_text: '' },
    passengers: [{ ...lan, gender: '' }],
  }),
  withData('a required text that is empty', { ...hanoi, passengers: [{ ...lan, first_name: '' }] }),
  withData('a required text that is blank', { ...hanoi, passengers: [{ ...lan, first_name: '   ' }] }),
  withData('titles with blanks around them', {
    ...hanoi,
    passengers: [{ ...lan, country_id: ' Australia ' }],
  }),
  withData('a value in another letter case', { ...hanoi, passengers: [{ ...lan, country_id: 'au' }] }),
  withData(
    'a flag in words',
    {
      ...contact,
      passengers: [
        {
          first_name: 'Lan',
          last_name: 'Tran',
          id_type: '0',
          id_number: 'AB1234567',
          dob: '1990-05-31',
          is_child: 'true',
        },
      ],
    },
    { route: 'cebu' },
  ),
  withData('upgrades', { ...hanoi, upgrades: {}, allow_automatic_seat_selection: true }),
  withData('no data', {}),
  withData('data that do not fit', { email: 'nobody', passengers: [{ first_name: 'L' }], colour: 'red' }),
  withData('data of other types', {
    ...contact,
    allow_automatic_seat_selection: 'yes',
    passengers: [{ ...lan, last_name: 5, zip: '1' }],
    additional_fields: { points_pickup: 'nowhere', q: '1' },
  }),
  withData('lists and objects that are none', {
    ...contact,
    seat_selection: 'A1',
    passengers: 'x',
    additional_fields: [],
  }),
  withData('too many passengers', { ...hanoi, passengers: [lan, lan] }),
  withData('too many seats', { ...hanoi, seat_selection: ['A1', 'B1'] }),
  withData('a seat that there is none of', { ...hanoi, seat_selection: ['Z9'] }),
  withData('a seat that is taken', { ...hanoi, seat_selection: ['A2'] }),
  withData(
    'a document that is none',
    {
      ...contact,
      passengers: [
        {
          first_name: 'Lan',
          last_name: 'Tran',
          id_type: '7',
          id_number: '-',
          dob: '1990-13-01',
          is_child: 'no',
        },
      ],
      additional_fields: { delivery: 'hotel', delivery_hotel_checkin_date: 'soon' },
    },
    { route: 'cebu' },
  ),
  create('no data at all', ({ booking_token }) => ({ booking_token })),
  create('nothing', () => ({})),
  create('other types', () => ({ booking_token: 5, booking_data: [] })),
  create('a list', () => []),
  create('half a body', () => '{x'),
  create('a body that is too large', () => `{"a":"${'x'.repeat(300_000)}"}`),
  create('a token that is none', (order) => ({ ...order, booking_token: 'k1.bad' })),
  create('a total that is not ours', (order) => ({
    ...order,
    total_price: { currency: 'USD', amount: '1.00' },
  })),
  create('our total', (order) => ({ ...order, total_price: { currency: 'USD', amount: '19.75' } })),
  create('a total with one decimal', (order) => ({
    ...order,
    total_price: { currency: 'USD', amount: '1.0' },
  })),
  create('a total of another currency', (order) => ({
    ...order,
    total_price: { currency: 'EUR', amount: '19.75' },
  })),
  create('a member that is misspelt', (order) => ({
    ...order,
    total_pric: { currency: 'USD', amount: '1.00' },
  })),
  create('a member that is not known', (order) => ({ ...order, colour: 'red' })),
  {
    name: 'a create that is no JSON',
    run: async (api) => {
      await api.ask('POST /bookings', { body: 'a=1', headers: { 'content-type': 'text/plain' } });
    },
  },
  {
    name: 'a create after 20 minutes',
    run: async (api) => {
      const order = await orderFor(api);
      api.advance(21 * 60_000);
      await api.ask('POST /bookings', { body: order });
      await lock(api, order.booking_token, 'A1');
      await api.ask('POST /bookings/quote', { body: order });
      await api.ask('DELETE /seats', { body: { booking_token: order.booking_token } });
    },
  },
];

const key = (api: Api, name: string) => ({ 'idempotency-key': `${name}-${api.day}` });

const keys: readonly Case[] = [
  {
    name: 'a create under a key, again, changed, and under others',
    run: async (api) => {
      const order = await orderFor(api);
      const one = key(api, 'one');
      await api.ask('POST /bookings', { body: order, headers: one });
      await api.ask('POST /bookings', { body: order, headers: { 'x-idempotency-key': `"one-${api.day}"` } });
      const changed = { ...order, total_price: { currency: 'USD', amount: '19.75' } };
      await api.ask('POST /bookings', { body: changed, headers: one });
      await api.ask('POST /bookings', { body: order, headers: key(api, 'two') });
      await api.ask('POST /bookings', { body: order });
      await api.ask('POST /bookings/quote', { body: order });
    },
  },
  {
    name: 'a create that was refused leaves its key free',
    run: async (api) => {
      const order = await orderFor(api);
      const headers = key(api, 'free');
      const wrong = { ...order, total_price: { currency: 'USD', amount: '1.00' } };
      await api.ask('POST /bookings', { body: wrong, headers });
      await api.ask('POST /bookings', { body: order, headers });
    },
  },
  {
    name: 'two keys in one request',
    run: async (api) => {
      const body = await orderFor(api);
      await api.ask('POST /bookings', {
        body,
        headers: { 'idempotency-key': 'a', 'x-idempotency-key': 'b' },
      });
    },
  },
  {
    name: 'a key with a blank',
    run: async (api) => {
      await api.ask('POST /bookings', { body: await orderFor(api), headers: { 'idempotency-key': 'a b' } });
    },
  },
];

const seats: readonly Case[] = [
  {
    name: 'seats that are locked, by two, let go, and locked by the other',
    run: async (api) => {
      const [one, other] = [await openCart(api), await openCart(api)];
      await lock(api, one, 'A1');
      await lock(api, one, 'B1');
      await lock(api, one, 'A1');
      await lock(api, other, 'A1');
      await api.ask('POST /bookings', {
        body: { booking_token: other, booking_data: { ...hanoi, seat_selection: ['A1'] } },
      });
      await api.ask('POST /bookings/quote', {
        body: { booking_token: other, booking_data: { ...hanoi, seat_selection: ['A1'] } },
      });
      await api.ask('DELETE /seats', { body: { booking_token: one } });
      await lock(api, other, 'A1');
    },
  },
  {
    name: 'a seat that another of our sessions holds shows until when',
    run: async (api) => {
      await lock(api, await openCart(api), 'A1');
      await api.ask(`GET /itineraries/VN0fSc0fY87jib04V0pW41sL-${api.day}-22:00`);
    },
  },
  {
    name: 'seats that cannot be locked',
    run: async (api) => {
      const token = await openCart(api);
      await lock(api, token, 'B1', 'B2');
      await lock(api, token, 'Z9');
      await lock(api, token, 'A2');
      await lock(api, token);
      await lock(api, token, 'B1', 'B1');
      await lock(api, 'k1.bad', 'A1');
      await api.ask('POST /seats', { body: {} });
      await api.ask('DELETE /seats');
      await api.ask('DELETE /seats?booking_token=k1.bad');
      await lock(api, await openCart(api, { route: 'cebu' }), 'A1');
    },
  },
  {
    name: 'seats by their older names',
    run: async (api) => {
      const bookingToken = await openCart(api);
      await api.ask('POST //demo/bookings/lock_seats', { body: { bookingToken, seats: ['A1'] } });
      await api.ask(`DELETE /seats?booking_token=${bookingToken}`);
    },
  },
  {
    name: 'a seat that was locked is booked',
    run: async (api) => {
      const order = await orderFor(api);
      await lock(api, order.booking_token, 'B1');
      const { body } = await api.ask('POST /bookings', { body: order });
      await api.ask(`GET /bookings/${at(body, 'id')}`);
      await api.ask(`GET /itineraries/VN0fSc0fY87jib04V0pW41sL-${api.day}-22:00`);
    },
  },
];

const quote = (name: string, data: unknown, wanted?: Wanted): Case => ({
  name: `a quote for ${name}`,
  run: async (api) => {
    await api.ask('POST /bookings/quote', {
      body: { booking_token: await openCart(api, wanted), booking_data: data },
    });
  },
});

const quotes: readonly Case[] = [
  quote('nothing yet', undefined, { pax: 2 }),
  quote('all that is asked', hanoi),
  quote('a seat, and half the rest', {
    seat_selection: ['B1'],
    additional_fields: { points_pickup: 'oldq' },
    email: 'x',
  }),
  quote('a bag', dataFor.cebu, { route: 'cebu' }),
  {
    name: 'a quote and a create for a pick-up that costs',
    run: async (api) => {
      // The supplier's price is an old one until it was searched for.
      await searchTrip(api, 'siem');
      const booking_token = await openCart(api, { route: 'siem' });
      const body = { booking_token, booking_data: dataFor.siem };
      await api.ask('POST /bookings/quote', { body });
      await api.ask('POST /bookings', { body });
    },
  },
  quote('a bag that there is none of', { passengers: [{ baggage_option: 'zzz' }] }, { route: 'cebu' }),
  {
    name: 'a quote with a total that is not ours, and without a token',
    run: async (api) => {
      const booking_token = await openCart(api);
      const total_price = { currency: 'USD', amount: '1.00' };
      await api.ask('POST /bookings/quote', { body: { booking_token, booking_data: hanoi, total_price } });
      await api.ask('POST /bookings/quote', { body: {} });
      await api.ask('POST /bookings/quote', { body: { booking_token: 'k1.bad' } });
    },
  },
];

/** Those that wait for the supplier to be asked again. */
const isSlow = ({ name }: Case): boolean => /two legs|pick-up that costs/.test(name);

const all: readonly Case[] = [...creates, ...keys, ...seats, ...quotes];

export const bookingCases: readonly Case[] = all.filter((one) => !isSlow(one));
export const slowBookingCases: readonly Case[] = all.filter(isSlow);
