/** Dry runs: what create would do, and that they never do it. */
import { createHmac } from 'node:crypto';
import { type DryRun, dryRunSchema } from '@partner-gateway/contract';
import { type ScenarioName, scenarios } from '@partner-gateway/sandbox';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Answer, type Api, sendTo, startApi } from '../support/api.ts';
import { bangkokData, bangkokTrip, hanoiSapaData, hanoiTrip, open } from '../support/builders.ts';
import { expectProblem } from '../support/problems.ts';

const digest_key = 'a key that both systems have';

let api: Api;
beforeAll(async () => {
  api = await startApi({ timing: { twelveGoTimeoutsMs: { checkoutForm: 250 } } });
  api.creditLine.set('demo', { balance: '1000000.00', currency: 'USD' });
});
afterAll(() => api.close());
afterEach(() => api.sandbox.scenarios.clear());

const ask = (body: object): Promise<Answer> =>
  sendTo(api.opsBaseUrl, 'POST', '/ops/v1/dry-runs', {
    headers: { 'x-ops-key': api.opsKey },
    body: { client_id: 'demo', digest_key, ...body },
  });
const dryRun = async (body: object): Promise<DryRun> => (await ask(body)).read(dryRunSchema);
const payloadOf = (booking_token: string) => {
  const { tokens, clock } = api.gateway.parts.deps;
  return tokens.booking.open(booking_token, { clientId: 'demo', nowSeconds: clock.nowSeconds() });
};
const digestOf = (value: string): string =>
  createHmac('sha256', digest_key).update(value).digest('hex').slice(0, 16);

/** What an old system's token says of a cart that was opened here. */
const cartOf = (booking_token: string) => {
  const { cartId, tripKey, departure, passengers, netMinor, currency, contractCode } =
    payloadOf(booking_token);
  return {
    cart_id: cartId,
    trip_key: tripKey,
    departure,
    passengers,
    net_price: { amount: (netMinor.adult / 100).toFixed(2), currency },
    contract_code: contractCode,
  };
};

describe('a dry run', () => {
  test('tells the total and the lines of a quote, and every field of the reserve by its digest', async () => {
    const { booking_token } = await open(api.as('demo'), hanoiTrip(), 2);
    const judged = await dryRun({ booking_token, booking_data: hanoiSapaData });

    expect(judged).toMatchObject({
      verdict: 'would_book',
      problems: [],
      total_price: { amount: '41.70', currency: 'USD' },
    });
    expect(judged.lines.map(({ kind, amount }) => `${kind} ${amount.amount}`)).toEqual([
      'fare 38.50',
      'fees 1.00',
      'seat 2.20',
    ]);
    expect(judged.reserve).toContainEqual({ name: 'passenger[1][first_name]', digest: digestOf('Minh') });
    expect(judged.reserve).toContainEqual({ name: 'seats', digest: digestOf('2') });
  });

  test('of the facts of a cart says the same as of the token that was sealed for it', async () => {
    const { booking_token } = await open(api.as('demo'), hanoiTrip(), 2);
    const { contract_code: _code, ...cart } = cartOf(booking_token);
    const { judged_at: _sealedAt, ...sealed } = await dryRun({ booking_token, booking_data: hanoiSapaData });
    const { judged_at: _cartAt, ...ofCart } = await dryRun({ cart, booking_data: hanoiSapaData });

    expect(ofCart).toEqual(sealed);
  });

  test('refuses what create would refuse, and has no body where the data do not fit', async () => {
    const { booking_token } = await open(api.as('demo'), bangkokTrip());
    const wrong = { ...bangkokData(), email: 'no address' };
    const judged = await dryRun({
      booking_token,
      booking_data: wrong,
      total_price: { amount: '1.00', currency: 'THB' },
    });

    expect(judged).toMatchObject({ verdict: 'would_refuse', reserve: [] });
    expect(judged.problems.map(({ code, field }) => `${code} ${field}`)).toEqual([
      'schema_validation_failed booking_data.email',
      'cost_mismatch total_price',
    ]);
  });

  test('of a token that is none and of a cart that is gone refuses without a price', async () => {
    const { booking_token } = await open(api.as('demo'), bangkokTrip());
    const cart = { ...cartOf(booking_token), cart_id: 'gone0000' };
    const booking_data = bangkokData();

    expect(await dryRun({ booking_token: 'k1.none', booking_data })).toMatchObject({
      verdict: 'would_refuse',
      problems: [{ code: 'invalid_booking_token' }],
      total_price: null,
    });
    expect(await dryRun({ cart, booking_data })).toMatchObject({
      verdict: 'would_refuse',
      problems: [{ code: 'trip_unavailable' }],
      total_price: null,
    });
  });

  test('wants a client that there is, and a token or a cart', async () => {
    expectProblem(
      await ask({ client_id: 'nobody', booking_token: 'k1.x', booking_data: {} }),
      'client_not_found',
    );
    expectProblem(await ask({ booking_data: {} }), 'invalid_request');
  });

  test('shows no value of the booking data, neither in its answer nor in a log line', async () => {
    const { booking_token } = await open(api.as('demo'), bangkokTrip());
    const booking_data = { ...bangkokData('Canarina'), mobile_phone: '+66899999999' };
    const before = api.logLines.length;
    const { text } = await ask({ booking_token, booking_data });
    const said = [text, ...api.logLines.slice(before)].join('\n');

    expect(JSON.parse(text).verdict).toBe('would_book');
    for (const secret of ['Canarina', '+66899999999', 'mali.chai', digest_key, booking_token])
      expect(said).not.toContain(secret);
  });
});

test('200 dry runs of every kind, in every scenario of 12go, write nothing at 12go and leave nothing here', async () => {
  const { booking_token } = await open(api.as('demo'), bangkokTrip());
  const subject = { clientId: 'demo', operation: 'reserve', subject: payloadOf(booking_token).cartId };
  const kinds = [
    { booking_token, booking_data: bangkokData() },
    { booking_token, booking_data: {} },
    { cart: cartOf(booking_token), booking_data: bangkokData() },
    { cart: { ...cartOf(booking_token), cart_id: 'gone0000' }, booking_data: bangkokData() },
    { booking_token, booking_data: bangkokData(), total_price: { amount: '1.00', currency: 'THB' } },
  ];
  const { guard, seatLocks, journal } = api.gateway.parts.deps.writes;
  const left = async () => [
    await guard.inspect(subject),
    await seatLocks.listOfClient('demo'),
    await journal.read({ clientId: 'demo', id: subject.subject }),
  ];
  const before = await left();
  const written = [...api.sandbox.ledger];
  const names = Object.keys(scenarios) as ScenarioName[];
  const runs = Array.from({ length: 200 }, (_, index) => index);
  for (const index of runs) {
    const scenario = names[index % names.length] ?? 'slow';
    const operation = index % 2 === 0 ? 'checkoutForm' : 'reserve';
    api.sandbox.scenarios.set({ operation, scenario, delayMs: 1 });
    const { status } = await ask(kinds[index % kinds.length] ?? {});
    expect([200, 502, 503, 504]).toContain(status);
    api.sandbox.scenarios.clear();
  }

  expect(api.sandbox.ledger).toEqual(written);
  for (const write of ['addToCart', 'reserve', 'confirm', 'refund'] as const)
    expect(api.sandbox.calls(write)).toBe(written.filter(({ operation }) => operation === write).length);
  expect(await left()).toEqual(before);
});
