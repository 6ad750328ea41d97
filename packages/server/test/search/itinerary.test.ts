/** Get itinerary: both forms of the id, the contract's example, and every way it can be refused. */
import { readFileSync } from 'node:fs';
import { checkoutResponseSchema, searchResponseSchema } from '@partner-gateway/contract';
import type { ScenarioName } from '@partner-gateway/sandbox';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Api, startApi } from '../support/api.ts';
import { bangkokTrip, hanoiSapa, open, scenarioTrip } from '../support/builders.ts';
import { expectProblem, fieldsOf } from '../support/problems.ts';

let api: Api;
let impatient: Api;
beforeAll(async () => {
  const twelveGoTimeoutsMs = { trip: 250, addToCart: 250, checkoutForm: 250 };
  [api, impatient] = await Promise.all([startApi(), startApi({ timing: { twelveGoTimeoutsMs } })]);
});
afterAll(() => Promise.all([api.close(), impatient.close()]));
beforeEach(() => api.sandbox.scenarios.clear());

const get = (path: string, clientId = 'demo') => api.as(clientId).get(`/itineraries/${path}`);

describe('the id', () => {
  const sealedId = async (clientId: string, pax: number): Promise<string> => {
    const query = `departure_poi=VNHAN&arrival_poi=VNSPA&departure_date=2026-12-05&pax=${pax}`;
    const answer = await api.as(clientId).get(`/itineraries?${query}`);
    return answer.read(searchResponseSchema).itineraries[0]?.id ?? '';
  };

  test('is repeated in the answer, and carries the passengers when it is sealed', async () => {
    const id = await sealedId('demo', 2);
    const { itineraries } = (await get(`${id}?pax=1`)).read(checkoutResponseSchema);
    expect(itineraries).toMatchObject([
      { id, booking_schema: { properties: { passengers: { minItems: 2 } } } },
    ]);
  });

  test('that is sealed makes another pax mean nothing, which a header says', async () => {
    const id = await sealedId('demo', 2);
    expect((await get(`${id}?pax=1`)).headers['x-ignored']).toBe('query.pax=1');
    expect((await get(`${id}?pax=2`)).headers['x-ignored']).toBeUndefined();
    expect((await get(`${hanoiSapa}?pax=2`)).headers['x-ignored']).toBeUndefined();
  });

  test('is accepted in both forms for every client', async () => {
    for (const clientId of ['demo', 'native']) {
      expect((await get(hanoiSapa, clientId)).status).toBe(200);
    }
    expect((await get(await sealedId('demo', 1), 'demo')).status).toBe(200);
  });

  test.each([
    ['with a raw colon', `/v1/demo/itineraries/${hanoiSapa}`],
    ['with an encoded colon', `/v1/demo/itineraries/${hanoiSapa.replace(':', '%3A')}`],
    ['with a lower-case encoding', `/v1/demo/itineraries/${hanoiSapa.replace(':', '%3a')}`],
    ['below v1.0', `/v1.0/demo/itineraries/${hanoiSapa}`],
    ['without a version', `/demo/itineraries/${hanoiSapa}`],
    ['without a version, encoded', `/demo/itineraries/${hanoiSapa.replace(':', '%3A')}?pax=2`],
  ])('is read %s', async (_how, path) => {
    expect((await api.as('demo').send('GET', path)).status).toBe(200);
  });

  test.each([
    'nonsense',
    'k1.AAAA',
    'VN0fSc0fY87jib04V0pW41sL-2026-12-05-22',
    'VN0fSc0fY87jib04V0pW41sL-2026-12-05-22:00:00',
    'short-2026-12-05-22:00',
    'VN0fSc0fY87jib04V0pW41sL-2026-13-05-22:00',
    'VN0fSc0fY87jib04V0pW41sL-2026-02-30-22:00',
    'VN0fSc0fY87jib04V0pW41sL-2026-12-05-24:60',
    'VN0fSc0fY87jib04V0pW41sL-0000-00-00-00:00',
    '..%2f..%2fhealth',
  ])('is refused when it cannot be decoded: %s', async (id) => {
    const before = api.upstreamCalls();
    const problem = expectProblem(await get(id), 'invalid_request');
    expect(fieldsOf(problem)).toEqual(['itinerary_id']);
    expect(problem.detail).toBe('itinerary_id is not an itinerary id that search gave to this client.');
    expect(api.upstreamCalls()).toBe(before);
  });

  test('is refused when one letter of a sealed one was changed', async () => {
    const id = await sealedId('demo', 1);
    const at = id.length - 9;
    const changed = `${id.slice(0, at)}${id[at] === 'A' ? 'B' : 'A'}${id.slice(at + 1)}`;
    expectProblem(await get(changed), 'invalid_request');
  });

  test.each(['pax=0', 'pax=101', 'pax=x', 'currency=usd', 'currency=ZZZ'])(
    'comes with a readable query: %s',
    async (query) => {
      expectProblem(await get(`${hanoiSapa}?${query}`), 'invalid_request');
    },
  );
});

describe('the answer', () => {
  test('is the contract’s example under its contract’s 10 % and 0.50', async () => {
    const text = readFileSync(
      new URL('../../../contract/examples/checkout-response.json', import.meta.url),
      'utf8',
    );
    const expected = checkoutResponseSchema.parse(JSON.parse(text));
    const answer = (await get(`${hanoiSapa}?pax=2`)).read(checkoutResponseSchema);
    const [itinerary] = answer.itineraries;
    const [example] = expected.itineraries;
    expect({ ...answer, itineraries: [{ ...itinerary, booking_token: '' }] }).toEqual({
      ...expected,
      itineraries: [{ ...example, booking_token: '' }],
    });
  });

  test('has a booking token of at most 512 characters', async () => {
    for (const id of [hanoiSapa, bangkokTrip()])
      expect((await open(api.as('demo'), id, 2)).booking_token.length).toBeLessThanOrEqual(512);
  });

  test('is one passenger’s without pax, and makes a cart each time', async () => {
    const before = api.executed('addToCart');
    const [one, other] = [await open(api.as('demo'), hanoiSapa), await open(api.as('demo'), hanoiSapa)];
    expect(one.booking_schema).toMatchObject({ properties: { passengers: { minItems: 1, maxItems: 1 } } });
    expect(one.booking_token).not.toBe(other.booking_token);
    expect(api.executed('addToCart')).toBe(before + 2);
  });

  test('has the gross price in the currency asked for', async () => {
    const { pricing } =
      (await get(`${hanoiSapa}?currency=EUR`)).read(checkoutResponseSchema).itineraries[0] ?? {};
    expect(pricing?.gross_price).toMatchObject({ currency: 'EUR', amount_in_net_currency: '22.05' });
    expect(pricing?.net_price).toEqual({ currency: 'USD', amount: '19.75' });
  });

  test('refers to several legs, and prices them under the default contract of its country', async () => {
    const answer = (await get('TH014901tK0Rob00F0kQ2r7M-2026-11-14-07:30')).read(checkoutResponseSchema);
    expect(answer.segments).toHaveLength(2);
    expect(answer.itineraries[0]?.to_segments).toEqual(answer.segments.map(({ id }) => id));
    expect(answer.itineraries[0]?.pricing.net_price).toEqual({ currency: 'THB', amount: '858.00' });
  });
});

describe('is refused', () => {
  const trips = {
    'a trip that 12go does not know': 'TH000000000000000000000A-2026-12-01-07:30',
    'a trip at another time': hanoiSapa.replace('22:00', '21:00'),
    'a trip that is gone': scenarioTrip('trip_gone'),
  };
  test.each(Object.entries(trips))('with 404: %s', async (_what, id) => {
    expectProblem(await get(id), 'itinerary_not_found');
  });

  test('with 422: sold out, too few seats', async () => {
    expectProblem(await get(scenarioTrip('sold_out')), 'unprocessable');
    expectProblem(await get(`${hanoiSapa}?pax=13`), 'unprocessable');
    expect(expectProblem(await get(`${hanoiSapa}?pax=20`), 'unprocessable').detail).toContain('seats');
  });

  test('with 404 once departed, because 12go no longer sells it', async () => {
    expectProblem(await get(hanoiSapa.replace('2026-12-05', '2026-10-27')), 'itinerary_not_found');
  });

  test('with 409: the cart cannot be made', async () => {
    for (const scenario of ['sold_out', 'trip_gone'] as const) {
      api.sandbox.scenarios.set({ operation: 'addToCart', scenario, times: 1 });
      expectProblem(await get(bangkokTrip()), 'trip_unavailable');
    }
  });

  test('with 503: the checkout form is refused or unreadable', async () => {
    expectProblem(await get(scenarioTrip('checkout_refused')), 'schema_unavailable');
    for (const scenario of ['wrong_types', 'redirect', 'cart_expired'] satisfies ScenarioName[]) {
      api.sandbox.scenarios.set({ operation: 'checkoutForm', scenario, times: 1 });
      expectProblem(await get(bangkokTrip()), 'schema_unavailable');
    }
  });

  test.each(['trip', 'addToCart', 'checkoutForm'] as const)(
    'with 502 and 503: %s fails',
    async (operation) => {
      api.sandbox.scenarios.set({ operation, scenario: 'server_error', times: 1 });
      expectProblem(await get(bangkokTrip()), 'upstream_error');
      api.sandbox.scenarios.clear();
      api.sandbox.scenarios.set({ operation, scenario: 'rate_limited', times: 1 });
      const limited = await get(bangkokTrip());
      expectProblem(limited, 'upstream_rate_limited');
      expect(limited.headers['retry-after']).toBe('7');
    },
  );

  test.each(['trip', 'addToCart', 'checkoutForm'] as const)(
    'with 504: %s does not answer',
    async (operation) => {
      impatient.sandbox.scenarios.set({ operation, scenario: 'timeout_before', times: 1 });
      expectProblem(await impatient.as('demo').get(`/itineraries/${bangkokTrip()}`), 'upstream_timeout');
    },
  );

  test('never, while one more try helps', async () => {
    for (const operation of ['trip', 'addToCart', 'checkoutForm'] as const)
      api.sandbox.scenarios.set({ operation, scenario: 'reset_before', times: 1 });
    expect((await get(bangkokTrip())).status).toBe(200);
  });
});
