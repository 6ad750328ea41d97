/** How far one search may fan out: every distinct pair of places is a call to 12go. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type EmbeddedGateway, startEmbedded } from '../../embedded/start.ts';

let gateway: EmbeddedGateway;
beforeAll(async () => {
  gateway = await startEmbedded({ environment: { SEARCH_PLACE_MODE: 'station' } });
});
afterAll(() => gateway.close());

const day = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
/** Native ids: any digits are a station. */
const stations = (name: string, count: number, first: number): string =>
  Array.from({ length: count }, (_, index) => `${name}[]=${first + index}`).join('&');

const search = async (places: string) => {
  const apiKey = gateway.clients.find(({ clientId }) => clientId === 'native')?.apiKey ?? '';
  const url = `${gateway.baseUrl}/v1/native/itineraries?${places}&departure_date=${day}&pax=1`;
  const response = await fetch(url, { headers: { 'x-api-key': apiKey } });
  return { status: response.status, body: await response.json() };
};

test('a cross product of 100 pairs is searched', async () => {
  const before = gateway.sandbox.calls('search');
  const { status } = await search(`${stations('departures', 10, 100)}&${stations('arrivals', 10, 900)}`);
  expect([status, gateway.sandbox.calls('search') - before]).toEqual([200, 100]);
});

test.each([
  ['arrivals', 10, 11, 110],
  ['departures', 101, 1, 101],
])('a longer one is refused before any call, naming %s', async (field, from, to, pairs) => {
  const before = gateway.sandbox.calls('search');
  const { status, body } = await search(
    `${stations('departures', from, 100)}&${stations('arrivals', to, 900)}`,
  );
  expect(status).toBe(400);
  expect(body).toMatchObject({
    code: 'invalid_request',
    fields: [{ field, message: `makes ${pairs} pairs of places to search; at most 100 are allowed` }],
  });
  expect(gateway.sandbox.calls('search')).toBe(before);
});
