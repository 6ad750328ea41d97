/** What each method sends, and what it makes of the answers. */
import { createClient } from '@partner-gateway/sdk';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canaryKey, clientOf, query } from './support/client.ts';
import { type ScriptedServer, type Step, scriptedServer } from './support/scripted-server.ts';
import { accepted, example, json, problem } from './support/steps.ts';

const sent = async (step: Step, call: (server: ScriptedServer) => Promise<unknown>) => {
  const server = await scriptedServer(step);
  const result = await call(server);
  const [received] = server.received;
  if (received === undefined) throw new Error('nothing was sent');
  return { result, received };
};

const approved = json(200, example('booking-approved'));

describe('search', () => {
  test('writes lists with brackets, one pair an item, and leaves out what is not given', async () => {
    const { received } = await sent(json(200, example('search-response')), (server) =>
      clientOf(server).search({
        departures: ['THBKKEKM', 'THBKKMOC'],
        arrivals: ['THKCGASP', 'THKCGBBP'],
        departure_date: '2026-11-14',
        pax: 2,
        pax_ages: [30, 4],
        currency: undefined,
        cache_only: false,
      }),
    );

    expect(received.method).toBe('GET');
    const { pathname, search } = new URL(received.url, 'http://gateway');
    expect(pathname).toBe('/v1/acme/itineraries');
    expect(search).toBe(
      '?departures[]=THBKKEKM&departures[]=THBKKMOC&arrivals[]=THKCGASP&arrivals[]=THKCGBBP' +
        '&departure_date=2026-11-14&pax=2&pax_ages[]=30&pax_ages[]=4&cache_only=false',
    );
  });

  test('a query value reaches the server as it was given, whatever it holds', async () => {
    const server = await scriptedServer(json(200, example('search-response-empty')));
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', minLength: 1 }), async (locale) => {
        await clientOf(server).search({ ...query, locale });
        const { searchParams } = new URL(server.received.at(-1)?.url ?? '', 'http://gateway');
        expect(searchParams.get('locale')).toBe(locale);
      }),
      { numRuns: 50 },
    );
  });

  test.for([
    [200, true],
    [206, false],
  ] as const)('tells by %i whether the result is complete', async ([status, complete]) => {
    const { result } = await sent(json(status, example('search-response')), (server) =>
      clientOf(server).search(query),
    );
    expect(result).toEqual({ ...(example('search-response') as object), complete });
  });

  test('does not compile without a place on each side, or with two', () => {
    const base = { departure_date: '2026-11-14', pax: 1 };
    const search = createClient({ baseUrl: 'http://gateway.example', clientId: 'acme', apiKey: 'k' }).search;
    const mistakes = () => [
      // @ts-expect-error neither a POI nor stations to arrive at
      search({ ...base, departure_poi: 'THBKK' }),
      // @ts-expect-error both a POI and stations to depart from
      search({ ...base, departure_poi: 'THBKK', departures: ['THBKKEKM'], arrival_poi: 'THKCG' }),
    ];
    expect(mistakes).toBeTypeOf('function');
  });
});

describe('withResponse', () => {
  test('brings the result together with status, headers and ids of the answer, and sends nothing again', async () => {
    const server = await scriptedServer(
      json(200, example('booking-approved'), {
        'x-correlation-id': 'c-of-answer',
        'idempotent-replayed': 'true',
      }),
    );
    const call = clientOf(server).confirmBooking('BK-1-AAAAA', { idempotencyKey: 'order-77' });
    const { data, response } = await call.withResponse();
    expect(data).toEqual(await call);
    expect(response).toMatchObject({
      status: 200,
      correlationId: 'c-of-answer',
      idempotencyKey: 'order-77',
      attempts: 1,
    });
    expect(response.headers.get('idempotent-replayed')).toBe('true');
    expect(server.received).toHaveLength(1);
  });

  test('tells the key that was minted for a write, and none for a read', async () => {
    const server = await scriptedServer(approved);
    const write = await clientOf(server).confirmBooking('BK-1-AAAAA').withResponse();
    const read = await clientOf(server).getBooking('BK-1-AAAAA').withResponse();
    expect(write.response.idempotencyKey).toBe(server.received[0]?.headers['idempotency-key']);
    expect(read.response).toMatchObject({
      idempotencyKey: undefined,
      correlationId: server.received[1]?.headers['x-correlation-id'],
    });
  });

  test('rejects as the call does, wrong arguments included, and every method has it', async () => {
    const server = await scriptedServer(problem('booking_not_found'));
    const gateway = clientOf(server);
    await expect(gateway.getBooking('BK-1-AAAAA').withResponse()).rejects.toMatchObject({
      code: 'booking_not_found',
    });
    await expect(gateway.getBooking('').withResponse()).rejects.toThrow(TypeError);
    const calls: readonly object[] = [
      gateway.search(query),
      gateway.unlockSeats('t'),
      gateway.cancelBooking('BK-1-AAAAA'),
      gateway.poiList({ locale: 'en' }),
      gateway.ready(),
    ];
    for (const call of calls) expect(call).toHaveProperty('withResponse');
    await Promise.allSettled(calls);
  });
});

describe('requests', () => {
  test('carry the key, the version and a fresh correlation id', async () => {
    const server = await scriptedServer(approved);
    const gateway = clientOf(server, { version: '2023-07-01', headers: { 'X-Api-Experiment': 'blue' } });
    await gateway.getBooking('BK-1-AAAAA');
    await gateway.getBooking('BK-1-AAAAA', { headers: { 'x-request-id': 'r-7' } });

    const [first, second] = server.received.map(({ headers }) => headers);
    expect(first).toMatchObject({
      'x-api-key': canaryKey,
      'travelier-version': '2023-07-01',
      'x-api-experiment': 'blue',
    });
    expect(second).toMatchObject({ 'x-api-experiment': 'blue', 'x-request-id': 'r-7' });
    expect(first?.['x-correlation-id']).toMatch(/^[0-9a-f-]{36}$/);
    expect(second?.['x-correlation-id']).not.toBe(first?.['x-correlation-id']);
  });

  test('carry the ids the caller gives', async () => {
    const { received } = await sent(approved, (server) =>
      clientOf(server).confirmBooking('BK-1-AAAAA', { correlationId: 'c=1', idempotencyKey: 'order-77' }),
    );
    expect(received.headers).toMatchObject({ 'x-correlation-id': 'c=1', 'idempotency-key': 'order-77' });
  });

  test('write an id into one path segment, whatever it holds', async () => {
    const id = 'VN0fSc/0fY?87-2026-12-05-22:00';
    const { received } = await sent(json(200, example('checkout-response')), (server) =>
      clientOf(server).getItinerary(id, { pax: 2 }),
    );
    expect(received.url).toBe(`/v1/acme/itineraries/${encodeURIComponent(id)}?pax=2`);
  });

  test.for(['', '.', '..'])('refuse the id %j, which would reach another path', async (id) => {
    const server = await scriptedServer(approved);
    await expect(clientOf(server).getBooking(id)).rejects.toThrow(TypeError);
    expect(server.received).toHaveLength(0);
  });

  test('name the SDK and its version, unless the caller names himself', async () => {
    const server = await scriptedServer(approved);
    await clientOf(server).getBooking('BK-1-AAAAA');
    await clientOf(server, { headers: { 'User-Agent': 'acme/1' } }).getBooking('BK-1-AAAAA');
    const names = server.received.map(({ headers }) => headers['user-agent']);
    expect(names).toEqual([expect.stringMatching(/^partner-gateway-sdk\/\S+$/), 'acme/1']);
  });

  test.for(['', '/', '/v1', '/v1/'])('reach the same path from a base URL that ends in %j', async (end) => {
    const server = await scriptedServer(approved);
    await clientOf(server, { baseUrl: server.baseUrl + end }).getBooking('BK-1-AAAAA');
    expect(server.received[0]?.url).toBe('/v1/acme/bookings/BK-1-AAAAA');
  });

  test('go below the path of the base URL', async () => {
    const server = await scriptedServer(approved);
    await clientOf(server, { baseUrl: `${server.baseUrl}/partners/` }).getBooking('BK-1-AAAAA');
    expect(server.received[0]?.url).toBe('/partners/v1/acme/bookings/BK-1-AAAAA');
  });

  test('never follow a redirect, which would carry the key elsewhere', async () => {
    const elsewhere = await scriptedServer(approved);
    const server = await scriptedServer((response) =>
      response.writeHead(307, { location: `${elsewhere.baseUrl}/stolen` }).end(),
    );
    await expect(clientOf(server).getBooking('BK-1-AAAAA')).rejects.toMatchObject({
      kind: 'unreadable_answer',
      status: 307,
    });
    expect(elsewhere.received).toHaveLength(0);
  });

  test('go through the fetch that is given', async () => {
    const urls: string[] = [];
    const gateway = createClient({
      baseUrl: 'https://gateway.example',
      clientId: 'acme',
      apiKey: canaryKey,
      fetch: (input) => {
        urls.push(new Request(input).url);
        return Promise.resolve(Response.json(example('booking-approved')));
      },
    });
    await expect(gateway.getBooking('BK-1-AAAAA')).resolves.toEqual(example('booking-approved'));
    expect(urls).toEqual(['https://gateway.example/v1/acme/bookings/BK-1-AAAAA']);
  });
});

describe('the booking funnel', () => {
  test('lock seats sends its body without a key', async () => {
    const body = example('lock-seats-request') as {
      booking_token: string;
      booking_data: { seat_selection: string[] };
    };
    const { result, received } = await sent(json(200, example('locked-seats')), (server) =>
      clientOf(server).lockSeats(body),
    );
    expect(result).toEqual(example('locked-seats'));
    expect(received).toMatchObject({ method: 'POST', url: '/v1/acme/seats' });
    expect(JSON.parse(received.body)).toEqual(body);
    expect(received.headers['content-type']).toBe('application/json');
    expect(received.headers).not.toHaveProperty('idempotency-key');
  });

  test('unlocking sends the token in the body and takes an empty answer', async () => {
    const { result, received } = await sent(
      (response) => void response.writeHead(204).end(),
      (server) => clientOf(server).unlockSeats('k1.token'),
    );
    expect(result).toBeUndefined();
    expect(received).toMatchObject({ method: 'DELETE', url: '/v1/acme/seats' });
    expect(JSON.parse(received.body)).toEqual({ booking_token: 'k1.token' });
  });

  test('confirm sends no body', async () => {
    const { received } = await sent(approved, (server) => clientOf(server).confirmBooking('BK-1-AAAAA'));
    expect(received).toMatchObject({ method: 'POST', url: '/v1/acme/bookings/BK-1-AAAAA/confirm', body: '' });
    expect(received.headers).not.toHaveProperty('content-type');
  });

  test.for([
    '/incomplete_results/k1.cmVzdWx0',
    '/v1/acme/incomplete_results/k1.cmVzdWx0',
    'https://gateway.example/acme/incomplete_results/k1.cmVzdWx0?x=1',
  ])('create without an answer yet is pending at the id of %s', async (location) => {
    const step = accepted({ location, 'retry-after': '3' });
    const { result, received } = await sent(step, (server) =>
      clientOf(server).createBooking({ booking_token: 't', booking_data: { passengers: [] } }),
    );
    expect(result).toEqual({
      state: 'pending',
      operation: 'createBooking',
      incompleteResultId: 'k1.cmVzdWx0',
      retryAfterSeconds: 3,
      correlationId: received.headers['x-correlation-id'],
      idempotencyKey: received.headers['idempotency-key'],
    });
  });

  test('create without an answer and without a place to look is an error of unknown outcome', async () => {
    const server = await scriptedServer(accepted({}));
    const call = clientOf(server).createBooking({ booking_token: 't', booking_data: { passengers: [] } });
    await expect(call).rejects.toMatchObject({ kind: 'unreadable_answer', status: 202, outcome: 'unknown' });
  });

  test('an incomplete result goes on being pending under its own id, two seconds when none are named', async () => {
    const { result, received } = await sent(accepted({}), (server) =>
      clientOf(server).getIncompleteResult('k1.cmVzdWx0'),
    );
    expect(received.url).toBe('/v1/acme/incomplete_results/k1.cmVzdWx0');
    expect(result).toEqual({
      state: 'pending',
      incompleteResultId: 'k1.cmVzdWx0',
      retryAfterSeconds: 2,
      correlationId: received.headers['x-correlation-id'],
    });
  });

  test('an incomplete result that failed rejects with the error of the original call', async () => {
    const server = await scriptedServer(problem('trip_unavailable', { outcome: 'not_executed' }));
    await expect(clientOf(server).getIncompleteResult('k1.cmVzdWx0')).rejects.toMatchObject({
      kind: 'trip_unavailable',
      outcome: 'not_executed',
    });
  });

  test('a ticket is issued, or pending with the time to wait', async () => {
    const issued = await sent(json(200, example('ticket')), (server) =>
      clientOf(server).getTicket('BK-1-AAAAA'),
    );
    expect(issued.result).toEqual({ state: 'issued', ...(example('ticket') as object) });
    const pending = await sent(accepted({}), (server) => clientOf(server).getTicket('BK-1-AAAAA'));
    expect(pending.result).toEqual({ state: 'pending', retryAfterSeconds: 10 });
  });

  test('cancel tells a cancelled booking from a list of options', async () => {
    const cancelled = await sent(json(200, example('cancelled-booking')), (server) =>
      clientOf(server).cancelBooking('BK-1-AAAAA', { refund_option: 'k1.option' }),
    );
    expect(cancelled.result).toMatchObject({ state: 'cancelled', refund: { amount: '37.00' } });
    expect(JSON.parse(cancelled.received.body)).toEqual({ refund_option: 'k1.option' });
    const options = await sent(json(200, example('refund-options')), (server) =>
      clientOf(server).cancelBooking('BK-1-AAAAA'),
    );
    expect(options.result).toMatchObject({ state: 'options', booking_status: 'approved' });
    expect(options.received.body).toBe('');
  });
});

describe('the rest', () => {
  test.for([
    ['stations', '/v1/acme/stations?locale=en'],
    ['operatingCarriers', '/v1/acme/operating_carriers?locale=en'],
    ['pois', '/v1/acme/pois?locale=en'],
  ] as const)('%s answers with the URL of its file', async ([method, url]) => {
    const { result, received } = await sent(json(200, 'https://files.example/x.json'), (server) =>
      clientOf(server)[method]({ locale: 'en' }),
    );
    expect(result).toBe('https://files.example/x.json');
    expect(received.url).toBe(url);
  });

  test.for([
    ['stationList', '/v1/acme/stations/GetList'],
    ['operatingCarrierList', '/v1/acme/operating_carriers/GetList'],
    ['poiList', '/v1/acme/pois/GetList'],
  ] as const)('%s answers with the list itself', async ([method, path]) => {
    const { result, received } = await sent(json(200, [{ Id: 'PHCEBU', Name: 'Cebu' }]), (server) =>
      clientOf(server)[method]({ locale: 'en', top10K: true }),
    );
    expect(result).toEqual([{ Id: 'PHCEBU', Name: 'Cebu' }]);
    expect(received.url).toBe(`${path}?locale=en&top10K=true`);
  });

  test('health and readiness are asked for without the key', async () => {
    const health = { status: 'ok', version: '1.0.0', uptime_seconds: 3 };
    const healthy = await sent(json(200, health), (server) => clientOf(server).health());
    expect(healthy.result).toEqual(health);
    expect(healthy.received.headers).not.toHaveProperty('x-api-key');
    const unready = await sent(json(503, { status: 'not_ready', checks: [] }), (server) =>
      clientOf(server).ready(),
    );
    expect(unready.result).toEqual({ status: 'not_ready', checks: [] });
  });

  test('members and values that are newer than the SDK pass through', async () => {
    const newer = { ...(example('booking-approved') as object), status: 'postponed', loyalty_points: 12 };
    const { result } = await sent(json(200, newer), (server) => clientOf(server).getBooking('BK-1-AAAAA'));
    expect(result).toEqual(newer);
  });

  test.for([[[]], ['text'], [null]])(
    'a body of another shape, %j, is not taken for a booking',
    async ([body]) => {
      const server = await scriptedServer(json(200, body));
      await expect(clientOf(server).getBooking('BK-1-AAAAA')).rejects.toMatchObject({
        kind: 'unreadable_answer',
        status: 200,
      });
    },
  );
});
