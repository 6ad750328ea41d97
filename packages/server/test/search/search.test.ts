/** Search: what is found for each kind of place, for each kind of client, at which prices. */
import { readFileSync } from 'node:fs';
import { type SearchResponse, searchResponseSchema } from '@partner-gateway/contract';
import { timetable } from '@partner-gateway/sandbox';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Api, startApi } from '../support/api.ts';
import { expectProblem } from '../support/problems.ts';

let api: Api;
beforeAll(async () => {
  api = await startApi({ clients: { rival: { itinerary_id_mode: 'plain' } } });
});
afterAll(() => api.close());

const when = 'departure_date=2026-11-14&pax=2';
const bangkokToKohChang = `departure_poi=THBKK&arrival_poi=THKCG&${when}`;
const example = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../../contract/examples/${name}.json`, import.meta.url), 'utf8'));

const search = async (query: string, clientId = 'demo'): Promise<SearchResponse> =>
  (await api.as(clientId).get(`/itineraries?${query}`)).read(searchResponseSchema);

const stationsOf = ({ segments }: SearchResponse): readonly string[] =>
  segments.flatMap(({ from_station, to_station }) => [from_station, to_station]);

/** Every reference resolves, and nothing is there that nothing refers to. */
const expectWhole = ({ itineraries, segments, vehicles }: SearchResponse): void => {
  const used = new Set(itineraries.flatMap(({ departure_segments }) => departure_segments));
  expect(new Set(segments.map(({ id }) => id))).toEqual(used);
  expect(segments).toHaveLength(used.size);
  expect(new Set(vehicles.map(({ id }) => id))).toEqual(
    new Set(segments.map(({ vehicle_id }) => vehicle_id)),
  );
  for (const { vehicle_id, seat_class_id } of segments) {
    const classes = vehicles.find(({ id }) => id === vehicle_id)?.seat_classes.map(({ id }) => id);
    expect(classes).toContain(seat_class_id);
  }
};

describe('places', () => {
  test.each([
    ['POI to POI', 'departure_poi=THBKK&arrival_poi=THKCG', 3],
    ['POI to stations', 'departure_poi=THBKK&arrivals[]=THKCGASP', 3],
    ['stations to POI', 'departures[]=THBKKEKM&arrival_poi=THKCG', 3],
    ['stations to stations', 'departures[]=THBKKEKM&arrivals[]=THKCGASP', 3],
    [
      'pairs by index',
      'departures[]=THBKKEKM&departures[]=VNHANMYD&arrivals[]=THKCGASP&arrivals[]=VNSPASPT',
      4,
    ],
    ['stations that nothing runs between', 'departures[]=THBKKHLP&arrivals[]=THKCGASP', 0],
    ['a POI whose stations lie in provinces inside it', 'departure_poi=THBKK&arrival_poi=THTRT', 3],
  ])('are searched from %s, and every reference resolves', async (_kind, places, count) => {
    const response = await search(`${places}&${when}`);
    expect(response.itineraries).toHaveLength(count);
    expectWhole(response);
  });

  test.each([
    'departures[]=THBKKEKM&departures[]=THBKKHLP&arrivals[]=THKCGASP&arrivals[]=THCNXRWY',
    'departures%5B%5D=THBKKEKM&departures%5B%5D=THBKKHLP&arrivals%5B%5D=THKCGASP&arrivals%5B%5D=THCNXRWY',
    'departures=THBKKEKM&departures=THBKKHLP&arrivals=THKCGASP&arrivals=THCNXRWY',
    'departures[0]=THBKKEKM&departures[1]=THBKKHLP&arrivals[0]=THKCGASP&arrivals[1]=THCNXRWY',
  ])('may be listed with and without brackets: %s', async (places) => {
    const response = await search(`${places}&${when}`);
    expect(new Set(stationsOf(response))).toEqual(
      new Set(['THBKKEKM', 'THTRTLNP', 'THKCGASP', 'THBKKHLP', 'THCNXRWY']),
    );
  });

  test('may be one station without brackets', async () => {
    expect((await search(`departures=THBKKEKM&arrivals=THKCGASP&${when}`)).itineraries).toHaveLength(3);
  });

  test('pair each with each for a client that is set up so, and only for it', async () => {
    const lists = `departures=4101&departures=61020&arrivals=5688&arrivals=61388&arrivals=4402&${when}`;
    expect((await search(lists, 'native')).itineraries).toHaveLength(5);
    const fuji = 'departures=THBKKEKM&departures=VNHANMYD&arrivals=THKCGASP';
    expectProblem(await api.as('demo').get(`/itineraries?${fuji}&${when}`), 'invalid_request');
  });
});

describe('paths', () => {
  test('take the version as v1 or v1.0, and search takes no path without it', async () => {
    const { send } = api.as('demo');
    expect((await send('GET', `/v1.0/demo/itineraries?${bangkokToKohChang}`)).status).toBeLessThan(300);
    expect((await send('GET', `/v1/demo/itineraries/?${bangkokToKohChang}`)).status).toBeLessThan(300);
    expectProblem(await send('GET', `/demo/itineraries?${bangkokToKohChang}`), 'route_not_found');
  });
});

describe('dates', () => {
  test('are judged where the journey starts', async () => {
    const on = (date: string, places: string) =>
      api.as('demo').get(`/itineraries?${places}&departure_date=${date}&pax=1`);
    const [bangkok, nowhere] = [
      'departure_poi=THBKK&arrival_poi=THKCG',
      'departure_poi=THXXX&arrival_poi=THKCG',
    ];
    expectProblem(await on('2026-10-27', bangkok), 'invalid_request');
    expect((await on('2026-10-28', bangkok)).status).toBe(200);
    expect((await on('2026-10-28', nowhere)).status).toBe(200);
    expectProblem(await on('2026-10-26', nowhere), 'invalid_request');
  });

  test.each(['2026-12-05T22:00', '2026-12-05T22:00:00Z', '2026-12-05'])(
    'may carry a time, which is not used: %s',
    async (date) => {
      const { itineraries } = await search(
        `departure_poi=VNHAN&arrival_poi=VNSPA&departure_date=${date}&return_date=2026-12-09&pax=1`,
      );
      expect(itineraries).toHaveLength(1);
      expect(itineraries[0]).not.toHaveProperty('return_segments');
    },
  );
});

describe('the answer', () => {
  test('is the contract’s example for a client with plain ids', async () => {
    const expected = searchResponseSchema.parse(example('search-response'));
    for (const { seat_classes } of expected.vehicles)
      for (const seatClass of seat_classes) seatClass.images = null; // 12go's API has no pictures
    expect(await search(bangkokToKohChang, 'rival')).toEqual(expected);
  });

  test('has the contract’s example ids for a client in the native space', async () => {
    const { itineraries } = await search(`departure_poi=1&arrival_poi=118&${when}`, 'native');
    expect(itineraries).toContainEqual(expect.objectContaining(example('native-itinerary-ids')));
  });

  test('holds three empty arrays when nothing was found', async () => {
    const answer = await api.as('demo').get(`/itineraries?departure_poi=THKCG&arrival_poi=JPTYO&${when}`);
    expect([answer.status, JSON.parse(answer.text)]).toEqual([200, example('search-response-empty')]);
  });

  test('gives one client the same sealed ids each time, and another client others', async () => {
    const ids = async (clientId: string) =>
      (await search(bangkokToKohChang, clientId)).itineraries.map(({ id }) => id);
    expect(await ids('demo')).toEqual(await ids('demo'));
    const strict = await ids('strict');
    expect((await ids('demo')).filter((id) => strict.includes(id))).toEqual([]);
  });

  test('leaves out what cannot be sold, and counts it', async () => {
    const { itineraries } = await search(`departure_poi=THSBX&arrival_poi=THSCB&${when}`, 'rival');
    const shown = itineraries.map(({ id }) => id.slice(0, 24));
    const isLeftOut = ({ fares }: (typeof timetable)[number]) => !shown.includes(fares[0].key);
    const staged = timetable.filter(({ scenario }) => scenario !== undefined);
    const leftOut = staged.filter(isLeftOut).map(({ scenario }) => scenario);
    expect(leftOut.toSorted()).toEqual(['broken_option', 'hidden_trip', 'no_prices', 'sold_out']);
    const { text } = await api.ops('/metrics');
    expect(text).toMatch(/gateway_search_dropped\w*\{[^}]*reason="/);
  });
});

describe('prices', () => {
  const pricesOf = async (clientId: string, more = '') =>
    (await search(`${bangkokToKohChang}${more}`, clientId)).itineraries.map(({ pricing }) => pricing);

  test('add up: gross is net plus taxes and fees', async () => {
    for (const { gross_price, net_price, taxes_and_fees } of await pricesOf('demo')) {
      const minor = (amount: string) => Number(amount.replace('.', ''));
      expect(minor(gross_price.amount)).toBe(minor(net_price.amount) + minor(taxes_and_fees.amount));
      expect(gross_price).not.toHaveProperty('amount_in_net_currency');
    }
  });

  test('are in the currency a client settles in', async () => {
    const [first] = await pricesOf('settled');
    expect(first?.net_price.currency).toBe('USD');
    expect(first?.taxes_and_fees.currency).toBe('USD');
    expect(Number(first?.net_price.amount)).toBeCloseTo(858 / 35.2, 1);
  });

  test('have the gross price in the currency asked for, and then in the net currency too', async () => {
    const [first] = await pricesOf('demo', '&currency=USD');
    expect(first?.net_price).toEqual({ amount: '858.00', currency: 'THB' });
    expect(first?.gross_price).toMatchObject({ currency: 'USD', amount_in_net_currency: '936.20' });
    expect(Number(first?.gross_price.amount)).toBeCloseTo(936.2 / 35.2, 1);
  });

  test('of Exact and Max fares are shown as they are, and counted where the partner would lose by them', async () => {
    const { itineraries } = await search(`departure_poi=THBKK&arrival_poi=THCNX&${when}`);
    const exact = itineraries.find(({ pricing }) => pricing.net_price.amount === '968.00');
    expect(exact?.pricing.gross_price).toMatchObject({ amount: '960.00', price_type: 'Exact' });
    const { text } = await api.ops('/metrics');
    const counted = [...text.matchAll(/^gateway_pricing_net_above_gross_total\{([^}]*)\} (\d+)/gm)];
    const ofDemo = counted
      .map(([, label = '']) => label)
      .filter((label) => label.includes('client_id="demo"'));
    const types = ofDemo.map((label) => /price_type="(\w+)"/.exec(label)?.[1]);
    expect(types.toSorted()).toEqual(['Exact', 'Max']);
  });

  test('are left out where there is no rate, and the search goes on', async () => {
    expect(await pricesOf('demo', '&currency=CHF')).toEqual([]);
  });

  test('are refused as stale when every rate is too old', async () => {
    api.sandbox.clock.advance(61 * 60_000);
    expectProblem(await api.as('settled').get(`/itineraries?${bangkokToKohChang}`), 'pricing_stale');
    expect(await pricesOf('demo')).toHaveLength(3);
    api.sandbox.clock.reset();
  });
});
