/** Prices that move between quote and reservation: decided by the supplier's net price, told as the partner's totals. */
import { problemSchema } from '@partner-gateway/contract';
import { describe, expect, onTestFinished, test } from 'vitest';
import { until } from '../../../write-guard/test/support/until.ts';
import {
  bookingData,
  type Json,
  type PricingGateway,
  startPricingGateway,
} from '../support/pricing-gateway.ts';

const started = async (clients: Record<string, Json> = {}): Promise<PricingGateway> => {
  const gateway = await startPricingGateway({ clients });
  onTestFinished(() => gateway.close());
  return gateway;
};

const tokenOf = async (gateway: PricingGateway, clientId: string): Promise<string> => {
  const { body } = await gateway.sapa(clientId);
  const opened = await gateway.partner(clientId, `/itineraries/${body.itineraries[0].id}`);
  return opened.body.itineraries[0].booking_token;
};

/** Quoted at 17.50 net, 19.75 in total; the reservation costs `percent` more. */
const moved = async (gateway: PricingGateway, percent: number, clientId = 'demo') => {
  const booking_token = await tokenOf(gateway, clientId);
  gateway.embedded.sandbox.scenarios.set({ operation: 'reserve', scenario: 'price_moved', percent });
  return gateway.create(clientId, { booking_token, booking_data: bookingData });
};

/** Changes what 12go charges for a reservation. */
const charged = (gateway: PricingGateway, netprice: number, fxcode: string) =>
  gateway.rewrite((path, body) =>
    path.startsWith('/booking/')
      ? {
          ...body,
          netprice: { value: netprice, fxcode },
          seller_price: { ...(body.seller_price as Json), netprice, fxcode },
        }
      : body,
  );

const counted = async (gateway: PricingGateway, name: string): Promise<number> =>
  Number(
    new RegExp(`^gateway_booking_${name}_total\\{client_id="\\w+".*\\} (\\d+)`, 'm').exec(
      await gateway.metrics(),
    )?.[1] ?? 0,
  );

test('a rise beyond the threshold is 409 price_changed with both totals and the percent between them', async () => {
  const gateway = await started();
  const { status, headers, body } = await moved(gateway, 6);
  expect(status).toBe(409);
  expect(headers.get('x-outcome')).toBe('executed');
  const problem = problemSchema.parse(body);
  expect(problem).toMatchObject({
    code: 'price_changed',
    outcome: 'executed',
    retryable: false,
    fault: 'supplier',
  });
  // 17.50 → 18.55 net; 18.55 × 1.10 + 0.50 = 20.905; 20.91 ÷ 19.75 = 1.05873…
  expect(problem.price_changed).toEqual({
    quoted: { amount: '19.75', currency: 'USD' },
    current: { amount: '20.91', currency: 'USD' },
    difference_percent: '5.87',
    booking_id: expect.stringMatching(/^BK-\d+-[0-9A-Z]{5}$/),
  });
  expect(problem.detail).toBe('The price moved by 5.87 % after it was quoted.');
  expect(await counted(gateway, 'price_mismatch')).toBe(1);
  expect(JSON.stringify(body)).not.toMatch(/17\.5|18\.55/);
});

test('a settled client is told in its settlement currency', async () => {
  const gateway = await started({ settled: { settlement_currency: 'THB' } });
  const { body } = await moved(gateway, 6, 'settled');
  expect(body.price_changed).toMatchObject({
    quoted: { amount: '695.20', currency: 'THB' },
    current: { amount: '735.86', currency: 'THB' },
    difference_percent: '5.85',
  });
});

test('a rise is told by the rates of the quote, even when they grow too old during the reserve', async () => {
  const gateway = await started({ settled: { settlement_currency: 'THB' } });
  gateway.advance(50);
  const booking_token = await tokenOf(gateway, 'settled');
  charged(gateway, 18.55, 'USD');
  gateway.embedded.sandbox.scenarios.set({ operation: 'reserve', scenario: 'slow', delayMs: 300 });
  const creating = gateway.create('settled', { booking_token, booking_data: bookingData });
  await until(() => expect(gateway.embedded.sandbox.calls('reserve')).toBe(1));
  gateway.advance(15);
  const { status, body } = await creating;
  expect(status).toBe(409);
  expect(body.price_changed).toMatchObject({
    quoted: { amount: '695.20', currency: 'THB' },
    current: { amount: '735.86', currency: 'THB' },
  });
});

describe('the threshold', () => {
  test.for([
    ['1.0', 0.9, 200],
    ['1.0', 1.2, 409],
    ['0', 0.1, 409],
    ['6.0', 6, 200],
    ['5.99', 6, 409],
  ] as const)('of %s % and a rise of %d % is %i', async ([threshold, percent, expected]) => {
    const gateway = await started({ demo: { price_mismatch_threshold_percent: threshold } });
    const { status, body } = await moved(gateway, percent);
    expect(status).toBe(expected);
    if (expected === 200) expect(Number(body.total_price.amount)).toBeGreaterThan(19.75);
    expect(await counted(gateway, 'price_mismatch')).toBe(expected === 409 ? 1 : 0);
  });
});

test('a drop of any size is charged at the lower price and counted', async () => {
  const gateway = await started();
  // 8.75 × 1.10 + 0.50 = 10.125
  expect(await moved(gateway, -50)).toMatchObject({
    status: 200,
    body: { status: 'reserved', total_price: { amount: '10.13', currency: 'USD' } },
  });
  expect(await counted(gateway, 'price_drop')).toBe(1);
  expect(await counted(gateway, 'price_mismatch')).toBe(0);
});

test('another currency is always 409, also for a lower amount, with no percent to tell', async () => {
  const gateway = await started();
  const booking_token = await tokenOf(gateway, 'demo');
  charged(gateway, 10, 'EUR');
  const { status, body } = await gateway.create('demo', { booking_token, booking_data: bookingData });
  expect(status).toBe(409);
  expect(body).toMatchObject({ code: 'price_changed', detail: 'The currency changed after the quote.' });
  // 10 × 1.10 + 0.50 USD at 1 ÷ 1.0850
  expect(problemSchema.parse(body).price_changed).toEqual({
    quoted: { amount: '19.75', currency: 'USD' },
    current: { amount: '11.46', currency: 'EUR' },
    booking_id: expect.any(String),
  });
});

test('another currency is 409 for a settled client as well, told in the settlement currency', async () => {
  const gateway = await started();
  const booking_token = await tokenOf(gateway, 'settled');
  charged(gateway, 17.5, 'EUR');
  const { status, body } = await gateway.create('settled', { booking_token, booking_data: bookingData });
  expect(status).toBe(409);
  expect(body.price_changed.quoted.currency).toBe('USD');
  expect(body.price_changed.current).toEqual({ amount: '21.39', currency: 'USD' });
  expect(body.price_changed).not.toHaveProperty('difference_percent');
});

test('a currency without any rate is 409 with the booking’s id; the supplier’s net price is not told', async () => {
  const gateway = await started();
  const booking_token = await tokenOf(gateway, 'settled');
  charged(gateway, 33.33, 'SGD');
  const { status, headers, body } = await gateway.create('settled', {
    booking_token,
    booking_data: bookingData,
  });
  expect(status).toBe(409);
  expect(headers.get('x-outcome')).toBe('executed');
  expect(problemSchema.parse(body)).toMatchObject({
    code: 'price_changed',
    booking_id: expect.stringMatching(/^BK-/),
  });
  expect(body).not.toHaveProperty('price_changed');
  expect(JSON.stringify(body)).not.toContain('33.33');
});

test.for([
  ['amount', { amount: '19.76', currency: 'USD' }],
  ['currency', { amount: '19.75', currency: 'EUR' }],
] as const)(
  'a total_price of another %s is 422 cost_mismatch before anything is sent',
  async ([, total_price]) => {
    const gateway = await started();
    const booking_token = await tokenOf(gateway, 'demo');
    const { status, body } = await gateway.create('demo', {
      booking_token,
      booking_data: bookingData,
      total_price,
    });
    expect(status).toBe(422);
    expect(body).toMatchObject({ code: 'cost_mismatch', outcome: 'not_executed' });
    expect(gateway.embedded.sandbox.calls('reserve')).toBe(0);
  },
);
