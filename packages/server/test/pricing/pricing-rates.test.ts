/** Rates through the real gateway: refused pair by pair, told when they age, and never priced with when too old. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { until } from '../../../write-guard/test/support/until.ts';
import {
  type Answer,
  bookingData,
  type PricingGateway,
  soundRates,
  startPricingGateway,
} from '../support/pricing-gateway.ts';

type Options = Parameters<typeof startPricingGateway>[0];

const started = async (options: Options = {}): Promise<PricingGateway> => {
  const gateway = await startPricingGateway(options);
  onTestFinished(() => gateway.close());
  return gateway;
};

const minutes = (count: number): number => count * 60_000;
const ready = async ({ embedded }: PricingGateway) => {
  const response = await fetch(`${embedded.baseUrl}/ready`);
  const body = (await response.json()) as { status: string; checks: { name: string }[] };
  return { status: body.status, rates: body.checks.find(({ name }) => name === 'exchange_rates') };
};
const thailand = { departure_poi: 'THBKK', arrival_poi: 'THKCG' };
const netOf = ({ body }: Answer) => body.itineraries[0].pricing.net_price;
const changed = (pair: string, rate: unknown) =>
  soundRates.map((row) => (`${row.from}>${row.to}` === pair ? { ...row, rate } : row));

test.each([
  ['an exponent', '3.52e1'],
  ['a large E and a sign', '352E-01'],
  ['a number', 35.2],
])('a rate written with %s is exact', async (_how, rate) => {
  const gateway = await started();
  const before = netOf(await gateway.search('settled', thailand));
  gateway.writeRates(changed('USD>THB', rate));
  expect(await gateway.reload()).toMatchObject({ status: 200, body: { rates: { refused: [] } } });
  expect(netOf(await gateway.search('settled', thailand))).toEqual(before);
});

test.for([
  ['zero', '0', 'zero'],
  ['negative', '-35.2', 'negative'],
  ['NaN', 'NaN', 'not_a_number'],
  ['a word', 'ten', 'not_a_number'],
  ['a text with a comma', '4,100', 'not_a_number'],
  ['a text with blanks', ' 35.2', 'not_a_number'],
  ['null', null, 'missing'],
  ['moved up by more than 10 %', '38.73', 'moved_too_far'],
  ['moved down by more than 10 %', 31.67, 'moved_too_far'],
  ['half as much again', '52.80', 'moved_too_far'],
] as const)(
  'a rate that is %s is refused, logged and counted; the old one prices on',
  async ([, rate, reason]) => {
    const gateway = await started();
    const before = netOf(await gateway.search('settled', thailand));
    gateway.writeRates(changed('USD>THB', rate));
    const reloaded = await gateway.reload();
    expect(reloaded).toMatchObject({
      status: 200,
      body: { rates: { refused: [{ from: 'USD', to: 'THB', reason, kept: '35.20' }] } },
    });
    expect(netOf(await gateway.search('settled', thailand))).toEqual(before);
    expect(gateway.lines).toContainEqual(
      expect.objectContaining({ message: 'An exchange rate was refused', reason: `USD>THB ${reason}` }),
    );
    expect(await gateway.metrics()).toMatch(
      new RegExp(`gateway_fx_refused_total\\{reason="${reason}".*\\} 1\\b`),
    );
  },
);

test('a pair that is no longer given stays; one that moved by 10 % is taken', async () => {
  const gateway = await started();
  gateway.writeRates(changed('USD>THB', '38.72').filter(({ to }) => to !== 'PHP'));
  expect((await gateway.reload()).body.rates).toMatchObject({
    pairs: soundRates.length,
    refused: [{ from: 'USD', to: 'PHP', reason: 'missing', kept: '58.10' }],
  });
  // 858.00 THB at 38.72
  expect(netOf(await gateway.search('settled', thailand))).toEqual({ amount: '22.16', currency: 'USD' });
});

test('the sound pairs of a first answer are taken, whatever is wrong with the others', async () => {
  const gateway = await started({ rates: changed('USD>JPY', 'NaN') });
  expect((await gateway.search('settled', thailand)).body.itineraries).not.toHaveLength(0);
  const japan = await gateway.search('settled', { departure_poi: 'JPTYO', arrival_poi: 'JPOSA' });
  expect(japan.body.itineraries).toEqual([]);
});

test.for([
  ['not JSON', '{"rates": ', 'rates', 'is not JSON'],
  [
    'no instant',
    JSON.stringify({ source: 'x', asOf: 'today', rates: [] }),
    'rates.asOf',
    'must be an ISO 8601',
  ],
  [
    'no currency',
    JSON.stringify({
      source: 'x',
      asOf: '2026-11-14T07:30:00Z',
      rates: [{ from: 'usd', to: 'THB', rate: '1' }],
    }),
    'rates.rates.0.from',
    'must be three capitals',
  ],
] as const)('an answer with %s is refused whole and its mistake named', async ([, text, field, message]) => {
  const gateway = await started();
  const { writeFileSync } = await import('node:fs');
  writeFileSync(gateway.ratesFile, text);
  const { status, body } = await gateway.reload();
  expect(status).toBe(422);
  expect(body).toMatchObject({
    code: 'unprocessable',
    fields: [{ field, message: expect.stringContaining(message) }],
  });
  expect(body.detail).toBe(
    'The client settings were reloaded. The exchange rates were refused; the old ones stay. The secrets were reloaded.',
  );
  expect((await gateway.search('settled', thailand)).body.itineraries).not.toHaveLength(0);
});

test('an answer from the future is refused: later ones would look out of date', async () => {
  const gateway = await started();
  gateway.writeRates(soundRates, -16);
  expect((await gateway.reload()).body.fields).toEqual([
    { field: 'rates.asOf', message: 'is ahead of this clock by more than 15 minutes' },
  ]);
  gateway.writeRates(soundRates);
  expect((await gateway.reload()).status).toBe(200);
});

test('up to 15 minutes rates are fresh; then they are told as stale everywhere, and still used', async () => {
  const gateway = await started({ ratesAgeMinutes: 14 });
  expect(await ready(gateway)).toMatchObject({ rates: { status: 'ok', required: false } });
  expect(gateway.lines.filter((line) => line['pricing.stale'])).toEqual([]);

  gateway.advance(2);
  await gateway.reload();
  expect(await ready(gateway)).toMatchObject({
    status: 'degraded',
    rates: { status: 'degraded', age_seconds: expect.closeTo(960, -1) },
  });
  expect(gateway.lines).toContainEqual(
    expect.objectContaining({
      level: 'warn',
      message: 'Exchange rates are stale',
      'pricing.stale': true,
      age_seconds: expect.closeTo(960, -1),
    }),
  );
  expect(await gateway.metrics()).toMatch(/gateway_fx_age_seconds(?:\{.*\})? 96\d/);
  expect((await gateway.search('settled', thailand)).body.itineraries).not.toHaveLength(0);
});

test('the age is that of the oldest pair: a refused one is refused in the end, by whoever needs it', async () => {
  const gateway = await started();
  gateway.advance(61);
  gateway.writeRates(changed('USD>THB', '70'));
  await gateway.reload();
  expect(await ready(gateway)).toMatchObject({
    rates: { status: 'degraded', age_seconds: expect.closeTo(3660, -1) },
  });
  expect(await gateway.search('settled', thailand)).toMatchObject({
    status: 503,
    body: { code: 'pricing_stale' },
  });
  const japan = { departure_poi: 'JPTYO', arrival_poi: 'JPOSA' };
  expect(await gateway.search('settled', japan)).toMatchObject({ status: 200 });
});

const tokenOf = async (gateway: PricingGateway, clientId: string): Promise<string> => {
  const { body } = await gateway.sapa(clientId);
  const opened = await gateway.partner(clientId, `/itineraries/${body.itineraries[0].id}`);
  return opened.body.itineraries[0].booking_token;
};

/** Settles in baht, so that the night bus in dollars needs a rate. */
const inBaht = { settled: { settlement_currency: 'THB' } };
const reserves = ({ embedded }: PricingGateway): number => embedded.sandbox.calls('reserve');

test('above 60 minutes what needs a rate is refused with pricing_stale, and nothing is booked', async () => {
  const gateway = await started({ ratesAgeMinutes: 50, clients: inBaht });
  const booking_token = await tokenOf(gateway, 'settled');
  const { body } = await gateway.sapa('settled');
  gateway.advance(9);
  expect(await gateway.sapa('settled')).toMatchObject({ status: 200 });
  gateway.advance(2);

  const stale = { status: 503, body: { code: 'pricing_stale', retryable: true, fault: 'gateway' } };
  expect(await gateway.sapa('settled')).toMatchObject(stale);
  expect(await gateway.partner('settled', `/itineraries/${body.itineraries[0].id}`)).toMatchObject(stale);
  expect(await gateway.explain('settled', body.itineraries[0].id)).toMatchObject(stale);
  const created = await gateway.create('settled', { booking_token, booking_data: bookingData });
  expect(created).toMatchObject({ ...stale, body: { ...stale.body, outcome: 'not_executed' } });
  expect(created.headers.get('x-outcome')).toBe('not_executed');
  expect(reserves(gateway)).toBe(0);
});

test('above 60 minutes what needs no rate works to the end', async () => {
  const gateway = await started({ ratesAgeMinutes: 50 });
  const booking_token = await tokenOf(gateway, 'demo');
  gateway.advance(15);
  expect(await gateway.sapa('demo')).toMatchObject({ status: 200 });
  expect(await gateway.sapa('demo', { currency: 'THB' })).toMatchObject({ status: 503 });
  const created = await gateway.create('demo', { booking_token, booking_data: bookingData });
  expect(created).toMatchObject({ status: 200, body: { total_price: { amount: '19.75', currency: 'USD' } } });
  const confirmed = await gateway.partner('demo', `/bookings/${created.body.id}/confirm`, { method: 'POST' });
  expect(confirmed).toMatchObject({ status: 200, body: { status: 'approved' } });
});

test('rates that grow too old during a reserve change nothing: the booking costs what was checked', async () => {
  const gateway = await started({ ratesAgeMinutes: 50, clients: inBaht });
  const booking_token = await tokenOf(gateway, 'settled');
  gateway.embedded.sandbox.scenarios.set({ operation: 'reserve', scenario: 'slow', delayMs: 300 });
  const creating = gateway.create('settled', { booking_token, booking_data: bookingData });
  await until(() => expect(reserves(gateway)).toBe(1));
  gateway.advance(15);
  // 19.75 USD at 35.20
  expect(await creating).toMatchObject({
    status: 200,
    body: { status: 'reserved', total_price: { amount: '695.20', currency: 'THB' } },
  });
});

test('rates that grow too old during a confirm never make it read as not executed', async () => {
  const gateway = await started({ ratesAgeMinutes: 50, clients: inBaht });
  const booking_token = await tokenOf(gateway, 'settled');
  const { body } = await gateway.create('settled', { booking_token, booking_data: bookingData });
  gateway.embedded.sandbox.scenarios.set({ operation: 'confirm', scenario: 'slow', delayMs: 300 });
  const confirming = gateway.partner('settled', `/bookings/${body.id}/confirm`, { method: 'POST' });
  await until(() => expect(gateway.embedded.sandbox.calls('confirm')).toBe(1));
  gateway.advance(15);
  const answer = await confirming;
  expect(answer.status).toBe(202);
  expect(answer.headers.get('x-outcome')).toBe('unknown');

  gateway.writeRates(soundRates);
  await gateway.reload();
  const polled = await gateway.partner('settled', answer.headers.get('location') ?? '');
  expect(polled).toMatchObject({ status: 200, body: { status: 'approved' } });
});

test('a reservation that 12go shows without a price is told as booked, at the price that was checked', async () => {
  const gateway = await started();
  const booking_token = await tokenOf(gateway, 'demo');
  gateway.rewrite((path, body) =>
    path.startsWith('/booking/') ? { ...body, netprice: null, seller_price: null } : body,
  );
  const created = await gateway.create('demo', { booking_token, booking_data: bookingData });
  expect(created).toMatchObject({
    status: 200,
    body: { status: 'reserved', total_price: { amount: '19.75', currency: 'USD' } },
  });
  const again = await gateway.create('demo', { booking_token, booking_data: bookingData });
  expect(again).toMatchObject({ status: 409, body: { code: 'already_reserved' } });
  expect(reserves(gateway)).toBe(1);
});

test('a pair without any rate: search drops the itinerary and counts it, the others answer 502', async () => {
  const gateway = await started({ rates: soundRates.filter(({ to }) => to !== 'THB'), clients: inBaht });
  expect(await gateway.sapa('settled')).toMatchObject({ status: 200, body: { itineraries: [] } });
  expect(await gateway.metrics()).toMatch(/gateway_search_dropped_total\{reason="rate_missing".*\} 1\b/);
  const { body } = await gateway.sapa('demo');
  expect(await gateway.partner('demo', `/itineraries/${body.itineraries[0].id}?currency=THB`)).toMatchObject({
    status: 502,
    body: { code: 'upstream_error', detail: 'There is no exchange rate for this price.' },
  });
});

test('without any rates the gateway serves what needs none, says so, and recovers', async () => {
  const gateway = await started({ rates: 'none', clients: inBaht });
  expect(await ready(gateway)).toMatchObject({
    status: 'degraded',
    rates: { status: 'not_loaded', required: false },
  });
  expect(await gateway.sapa('demo')).toMatchObject({ status: 200 });
  expect(await gateway.sapa('settled')).toMatchObject({ status: 503, body: { code: 'pricing_stale' } });
  expect(await gateway.metrics()).not.toMatch(/^gateway_fx_age_seconds/m);
  gateway.writeRates(soundRates);
  expect((await gateway.reload()).status).toBe(200);
  expect(await gateway.sapa('settled')).toMatchObject({ status: 200 });
});

test('rates come over HTTP as well; while the service fails the old ones price on', async () => {
  let isUp = true;
  const server = createServer((_request, response) => {
    response.writeHead(isUp ? 200 : 500, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ source: 'service', asOf: new Date().toISOString(), rates: soundRates }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const gateway = await started({ ratesUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
  const before = netOf(await gateway.search('settled', thailand));
  isUp = false;
  const { status, body } = await gateway.reload();
  expect(status).toBe(422);
  expect(body.fields).toEqual([{ field: 'rates', message: 'cannot be read (rates: status (HTTP 500))' }]);
  expect(netOf(await gateway.search('settled', thailand))).toEqual(before);
});

test('the sandbox’s own rates service feeds the gateway', async () => {
  const gateway = await started({ ratesUrl: 'fuji' });
  const { body } = await gateway.reload();
  expect(body.rates).toMatchObject({ source: 'sandbox', refused: [] });
  expect(netOf(await gateway.search('settled', thailand))).toEqual({ amount: '24.38', currency: 'USD' });
});

test('without a rule in force a client gets 503 client_misconfigured, never 0 %', async () => {
  const lapsed = {
    contract_code: 'DEMO',
    countries: [],
    markup: { percentage: '0.10', fixed_fee: '0.00', fixed_fee_currency: 'USD' },
    valid_until: new Date(Date.now() + minutes(30)).toISOString(),
  };
  const gateway = await started({ clients: { demo: { contracts: [lapsed] } } });
  const booking_token = await tokenOf(gateway, 'demo');
  const { body } = await gateway.sapa('demo');
  gateway.advance(15);
  expect(await gateway.sapa('demo')).toMatchObject({ status: 200 });
  const inTime = await tokenOf(gateway, 'demo');
  gateway.advance(16);
  const refused = { status: 503, body: { code: 'client_misconfigured' } };
  expect(await gateway.sapa('demo')).toMatchObject(refused);
  expect(await gateway.partner('demo', `/itineraries/${body.itineraries[0].id}`)).toMatchObject(refused);
  expect(booking_token).not.toBe(inTime);
  const created = await gateway.create('demo', { booking_token: inTime, booking_data: bookingData });
  expect(created).toMatchObject({ ...refused, body: { ...refused.body, outcome: 'not_executed' } });
  expect(reserves(gateway)).toBe(0);
});
