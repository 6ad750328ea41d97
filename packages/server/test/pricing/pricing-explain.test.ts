/** Why a price is what it is: the explanation of an itinerary ends in exactly the prices that search showed. */
import { inspectionSchema, type PriceStep, priceExplanationSchema } from '@partner-gateway/contract';
import { money, toContractAmount } from '@partner-gateway/pricing';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { until } from '../../../write-guard/test/support/until.ts';
import {
  bookingData,
  type Json,
  type PricingGateway,
  startPricingGateway,
} from '../support/pricing-gateway.ts';

let gateway: PricingGateway;
beforeAll(async () => {
  gateway = await startPricingGateway();
});
afterAll(() => gateway.close());
afterEach(() => gateway.rewrite((_path, body) => body));

/** The last rounding of a figure, as the contract prints it. */
const printed = (
  trace: readonly PriceStep[],
  figure: string,
): { amount: string; currency: string } | undefined => {
  const last = trace.findLast((step) => step.step === 'round' && step.figure === figure);
  if (last?.step !== 'round') return undefined;
  const { exact, currency } = last.after;
  return { amount: toContractAmount(money(exact, currency)), currency };
};

/** What search shows, put together from nothing but the explanation's last steps. */
const pricingOf = (trace: readonly PriceStep[]) => {
  const gross = printed(trace, 'gross_price');
  const inNet = printed(trace, 'amount_in_net_currency');
  const type = trace.find((step) => step.step === 'price_type');
  return {
    gross_price: {
      ...gross,
      price_type: type?.step === 'price_type' ? type.price_type : undefined,
      ...(inNet !== undefined && { amount_in_net_currency: inNet.amount }),
    },
    net_price: printed(trace, 'net_price'),
    taxes_and_fees: printed(trace, 'taxes_and_fees'),
  };
};

/** A search whose prices are final: while 12go is still rechecking some, they may move between two reads. */
const settledSearch = (clientId: string, query: Record<string, string>) =>
  until(async () => {
    const found = await gateway.search(clientId, query);
    expect(found.status).toBe(200);
    return found;
  });

/** POIs as partners know them, and the provinces behind them. */
const routes = [
  { poi: ['THBKK', 'THKCG'], province: ['1', '118'] },
  { poi: ['THBKK', 'THCNX'], province: ['1', '44'] },
  { poi: ['VNHAN', 'VNSPA'], province: ['310', '322'] },
  { poi: ['VNHAN', 'VNDAD'], province: ['310', '340'] },
  { poi: ['PHCEBU', 'PHBOHOL'], province: ['512', '530'] },
  { poi: ['KHPNH', 'KHREP'], province: ['610', '622'] },
  { poi: ['MYKUL', 'MYPEN'], province: ['710', '733'] },
  { poi: ['IDJKT', 'IDBDO'], province: ['810', '845'] },
  { poi: ['JPTYO', 'JPOSA'], province: ['910', '927'] },
] as const;

describe.each(['demo', 'native', 'settled'])('for the client %s', (clientId) => {
  test('the last steps are exactly the prices the search showed, on every trip, in every currency', async () => {
    const seen = new Set<string>();
    const law = fc.asyncProperty(
      fc.constantFrom(...routes),
      fc.constantFrom('', 'USD', 'THB', 'JPY', 'KWD', 'EUR'),
      fc.integer({ min: 1, max: 3 }),
      async (route, currency, pax) => {
        const [departure_poi, arrival_poi] = clientId === 'native' ? route.province : route.poi;
        const asked = currency === '' ? {} : { currency };
        const found = await settledSearch(clientId, { departure_poi, arrival_poi, pax: `${pax}`, ...asked });
        expect(found.body.itineraries.length).toBeGreaterThan(0);
        for (const itinerary of found.body.itineraries) {
          const { status, body } = await gateway.explain(clientId, itinerary.id, { ...asked, pax: `${pax}` });
          expect(status).toBe(200);
          const explained = priceExplanationSchema.parse(body);
          expect(explained.pricing).toEqual(itinerary.pricing);
          expect(pricingOf(explained.trace)).toEqual(itinerary.pricing);
          expect(explained).toMatchObject({
            client_id: clientId,
            itinerary_id: itinerary.id,
            passengers: pax,
          });
          seen.add(itinerary.pricing.gross_price.price_type);
        }
      },
    );
    await fc.assert(law, { numRuns: 15 });
    const [exact, max] = clientId === 'native' ? ['1', '44'] : ['THBKK', 'THCNX'];
    const { body } = await gateway.search(clientId, { departure_poi: exact, arrival_poi: max });
    for (const { pricing } of body.itineraries) seen.add(pricing.gross_price.price_type);
    expect([...seen].sort()).toEqual(['Exact', 'Max', 'Min', 'Recommended']);
  });
});

test('names the rule, the rates and the roundings as data', async () => {
  const { body } = await gateway.sapa('demo', { currency: 'JPY' });
  const explained = priceExplanationSchema.parse(
    (await gateway.explain('demo', body.itineraries[0].id, { currency: 'JPY' })).body,
  );
  expect(explained.contract_code).toBe('DEMO-VN');
  expect(explained.trace).toContainEqual(
    expect.objectContaining({
      step: 'markup',
      figure: 'net_price',
      client_id: 'demo',
      contract_code: 'DEMO-VN',
      chosen_by: 'country',
      terms: { percentage: '0.10', fixed_fee: '0.50', fixed_fee_currency: 'USD' },
      passengers: 1,
      before: { exact: '17.5', currency: 'USD' },
      after: { exact: '19.75', currency: 'USD' },
    }),
  );
  expect(explained.trace).toContainEqual(
    expect.objectContaining({
      step: 'convert',
      figure: 'gross_price',
      rates: [
        expect.objectContaining({
          from: 'USD',
          to: 'JPY',
          rate: '151.30',
          inverted: false,
          source: 'test-rates',
        }),
      ],
    }),
  );
  expect(explained.trace.at(-1)).toMatchObject({ step: 'round', mode: 'half_up', decimals: 2 });
  expect(explained.pricing).toEqual({
    net_price: { amount: '19.75', currency: 'USD' },
    taxes_and_fees: { amount: '2.30', currency: 'USD' },
    // 22.05 × 151.30
    gross_price: {
      amount: '3336.17',
      currency: 'JPY',
      price_type: 'Recommended',
      amount_in_net_currency: '22.05',
    },
  });
});

test('opens no cart', async () => {
  const { body } = await gateway.sapa('demo');
  const before = gateway.embedded.sandbox.calls('addToCart');
  await gateway.explain('demo', body.itineraries[0].id);
  expect(gateway.embedded.sandbox.calls('addToCart')).toBe(before);
});

test('refuses what it cannot explain with the contract’s codes', async () => {
  const { body } = await gateway.sapa('demo');
  const [{ id }] = body.itineraries;
  expect(await gateway.explain('nobody', id)).toMatchObject({
    status: 404,
    body: { code: 'client_not_found' },
  });
  expect(await gateway.explain('rival', id)).toMatchObject({
    status: 400,
    body: { code: 'invalid_request' },
  });
  expect(await gateway.explain('demo', 'nonsense')).toMatchObject({ status: 400 });
  expect(await gateway.explain('demo', id, { currency: 'XQX' })).toMatchObject({ status: 400 });
  expect(await gateway.explain('keyless', id)).toMatchObject({ status: 400 });
  const gone = id && `VN0fSc0fY87jib04V0pW41sX-2026-12-05-22:00`;
  expect(await gateway.explain('native', gone)).toMatchObject({
    status: 404,
    body: { code: 'itinerary_not_found' },
  });
  const url = `${gateway.embedded.opsBaseUrl}/ops/v1/clients/demo/itineraries/${encodeURIComponent(id)}/price`;
  expect((await fetch(url)).status).toBe(401);
});

/** Rewrites the prices of search and trip answers. */
const withPrices = (prices: Json) =>
  gateway.rewrite((path, body) => {
    if (!path.startsWith('/search') && !path.startsWith('/trip')) return body;
    const { trips } = body as { trips: { travel_options: Json[] }[] };
    for (const option of trips.flatMap(({ travel_options }) => travel_options)) Object.assign(option, prices);
    return body;
  });

const inCurrency = (
  fxcode: string,
  [net, sysfee, agfee, price]: readonly [number, number, number, number],
) => ({
  netprice: { value: net, fxcode },
  sysfee: { value: sysfee, fxcode },
  agfee: { value: agfee, fxcode },
  price: { value: price, fxcode },
});

describe('currencies with another number of decimals', () => {
  test('a yen price is printed with two decimals', async () => {
    const { body } = await gateway.search('demo', { departure_poi: 'JPTYO', arrival_poi: 'JPOSA' });
    expect(body.itineraries[0].pricing).toEqual({
      net_price: { amount: '7480.00', currency: 'JPY' },
      taxes_and_fees: { amount: '650.00', currency: 'JPY' },
      gross_price: { amount: '8130.00', currency: 'JPY', price_type: 'Recommended' },
    });
  });

  test('a dinar’s third decimal is rounded half up once, after the markup', async () => {
    withPrices({ ...inCurrency('KWD', [5.345, 0.102, 0.103, 5.55]), price_restriction: 0 });
    const { body } = await gateway.search('demo', { departure_poi: 'THBKK', arrival_poi: 'THKCG' });
    // 5.345 × 1.10 = 5.8795; 0.102 + 0.103 = 0.205
    expect(body.itineraries[0].pricing).toEqual({
      net_price: { amount: '5.88', currency: 'KWD' },
      taxes_and_fees: { amount: '0.21', currency: 'KWD' },
      gross_price: { amount: '6.09', currency: 'KWD', price_type: 'Recommended' },
    });
    const explained = (await gateway.explain('demo', body.itineraries[0].id)).body;
    expect(pricingOf(explained.trace)).toEqual(body.itineraries[0].pricing);
  });

  test('a settled client is charged in the settlement currency', async () => {
    withPrices({ ...inCurrency('KWD', [5.345, 0.102, 0.103, 5.55]), price_restriction: 3 });
    const { body } = await gateway.search('settled', { departure_poi: 'THBKK', arrival_poi: 'THKCG' });
    // at 3.2567: 5.8795 → 19.14777…, 0.205 → 0.66762…; Exact: 12go’s own 5.55 → 18.07468…
    expect(body.itineraries[0].pricing).toEqual({
      net_price: { amount: '19.15', currency: 'USD' },
      taxes_and_fees: { amount: '0.67', currency: 'USD' },
      gross_price: { amount: '18.07', currency: 'USD', price_type: 'Exact' },
    });
  });
});

test.for([
  [1, 'Min'],
  [2, 'Max'],
  [3, 'Exact'],
] as const)(
  'a price restricted with %i is 12go’s own, untouched, and called %s',
  async ([restriction, type]) => {
    withPrices({ ...inCurrency('THB', [780, 33.2, 45, 999.99]), price_restriction: restriction });
    const { body } = await gateway.search('demo', { departure_poi: 'THBKK', arrival_poi: 'THKCG' });
    expect(body.itineraries[0].pricing).toMatchObject({
      net_price: { amount: '858.00', currency: 'THB' },
      gross_price: { amount: '999.99', currency: 'THB', price_type: type },
    });
  },
);

test('amount_in_net_currency is there exactly when the currencies differ', async () => {
  const { body: same } = await gateway.sapa('demo', { currency: 'USD' });
  expect(same.itineraries[0].pricing.gross_price).not.toHaveProperty('amount_in_net_currency');
  const { body: other } = await gateway.sapa('demo', { currency: 'THB' });
  expect(other.itineraries[0].pricing.gross_price).toMatchObject({
    amount: '776.16',
    currency: 'THB',
    amount_in_net_currency: '22.05',
  });
});

test('booking inspect tells the steps of the total that the partner was told', async () => {
  const { body: found } = await gateway.sapa('settled');
  const opened = await gateway.partner('settled', `/itineraries/${found.itineraries[0].id}`);
  const { booking_token } = opened.body.itineraries[0];
  const created = await gateway.create('settled', { booking_token, booking_data: bookingData });
  expect(created).toMatchObject({ status: 200, body: { status: 'reserved' } });
  const inspected = await gateway.ops(`/ops/v1/bookings/${created.body.id}/inspection`);
  const { price, booking } = inspectionSchema.parse(inspected.body);
  expect(price?.total).toEqual(created.body.total_price);
  expect(booking?.total_price).toEqual(created.body.total_price);
  expect(printed(price?.trace ?? [], 'total_price')).toEqual(created.body.total_price);
  expect(price?.trace.map(({ step }) => step)).toEqual(['input', 'markup', 'round']);
});
