/** What is newer than the SDK passes; who asks is told of it, once a place, and a strict client refuses it. */
import { createClient, type Drift, type GatewayError } from '@partner-gateway/sdk';
import { describe, expect, test } from 'vitest';
import { canaryKey, clientOf, query } from './support/client.ts';
import { scriptedServer } from './support/scripted-server.ts';
import { accepted, example, json, problem } from './support/steps.ts';

const approved = example('booking-approved') as object;
const { status: _, ...withoutStatus } = approved as { status: string };
const newer = json(200, { ...approved, status: 'Lan Tran', loyalty: { points: 12 } });

describe('a drift', () => {
  test('is told by place and kind, once, and the answer passes as it came', async () => {
    const server = await scriptedServer(newer);
    const told: Drift[] = [];
    const gateway = clientOf(server, { onDrift: (drift) => told.push(drift) });
    expect(await gateway.getBooking('BK-1-AAAAA')).toMatchObject({ status: 'Lan Tran' });
    await gateway.getBooking('BK-1-AAAAA');
    expect(told).toEqual([
      { operation: 'getBooking', kind: 'unknown_value', path: 'status' },
      { operation: 'getBooking', kind: 'unknown_field', path: 'loyalty' },
    ]);
    expect(JSON.stringify(told)).not.toContain('Lan');
  });

  test('inside of lists is one place, however many items have it', async () => {
    const found = example('search-response') as { itineraries: { pricing: object }[] };
    const itineraries = [...found.itineraries, ...found.itineraries].map((itinerary) => ({
      ...itinerary,
      confirmation_type: 'Later',
      pricing: { ...itinerary.pricing, net_price: { currency: 'USD' } },
    }));
    const server = await scriptedServer(json(206, { ...found, itineraries }));
    const told: Drift[] = [];
    await clientOf(server, { onDrift: (drift) => told.push(drift) }).search(query);
    expect(told.map(({ kind, path }) => `${kind} ${path}`).sort()).toEqual([
      'missing_field itineraries[].pricing.net_price.amount',
      'unknown_value itineraries[].confirmation_type',
    ]);
  });

  test.for([
    ['search', 'search-response'],
    ['getItinerary', 'checkout-response'],
    ['quoteBooking', 'quote'],
    ['cancelBooking', 'refund-options'],
    ['cancelBooking', 'cancelled-booking'],
    ['getTicket', 'ticket'],
    ['getBooking', 'booking-reserved'],
  ] as const)('is none in %s, where the answer is %s of the contract', async ([method, name]) => {
    const server = await scriptedServer(json(200, example(name)));
    const gateway = clientOf(server, { strict: true });
    const argument = { search: query, quoteBooking: { booking_token: 't' } } as Record<string, unknown>;
    const call = gateway[method] as (given: unknown) => Promise<unknown>;
    await expect(call(argument[method] ?? 'BK-1-AAAAA')).resolves.toBeDefined();
  });

  test('is none in an answer that there is none yet, nor in one that means an error', async () => {
    const server = await scriptedServer(accepted({ 'retry-after': '1' }), problem('booking_not_found'));
    const gateway = clientOf(server, { strict: true });
    expect(await gateway.getTicket('BK-1-AAAAA')).toMatchObject({ state: 'pending' });
    await expect(gateway.getTicket('BK-1-AAAAA')).rejects.toMatchObject({ code: 'booking_not_found' });
  });
});

test('a drift in a refusal is told although the next attempt is answered', async () => {
  const busy = problem('overloaded', { fault: 'weather' }, { 'retry-after': '0' });
  const server = await scriptedServer(busy, json(200, approved));
  const told: Drift[] = [];
  await clientOf(server, { onDrift: (drift) => told.push(drift) }).getBooking('BK-1-AAAAA');
  expect(told).toEqual([{ operation: 'getBooking', kind: 'unknown_value', path: 'fault' }]);
});

describe('a strict client', () => {
  test('refuses it with an error that names each place and no value', async () => {
    const server = await scriptedServer(json(200, { ...withoutStatus, loyalty: 'Lan Tran' }));
    const call = clientOf(server, { strict: true }).confirmBooking('BK-1-AAAAA');
    const error = await call.catch((reason: GatewayError) => reason);
    expect(error).toMatchObject({ kind: 'unreadable_answer', code: 'contract_drift', outcome: 'unknown' });
    expect((error as GatewayError).message).toContain('status (missing_field), loyalty (unknown_field)');
    expect((error as GatewayError).message).not.toContain('Lan');
    expect(server.received).toHaveLength(1);
  });

  test('is none unless asked for', async () => {
    const server = await scriptedServer(newer);
    const options = { baseUrl: server.baseUrl, clientId: 'acme', apiKey: canaryKey };
    await expect(createClient(options).getBooking('BK-1-AAAAA')).resolves.toMatchObject({
      status: 'Lan Tran',
    });
    const fails = () => Promise.reject(new Error('mine'));
    await expect(
      createClient({ ...options, onDrift: fails }).getBooking('BK-1-AAAAA'),
    ).resolves.toBeDefined();
  });
});
