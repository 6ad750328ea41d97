/** The log line of every request: its trace, what it was about, the code of its refusal, and what of the time was ours. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { bookingSchema, inspectionSchema } from '@partner-gateway/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { until } from '../../../write-guard/test/support/until.ts';
import type { Answer, Api, Caller } from '../support/api.ts';
import { sendTo, startApi } from '../support/api.ts';
import { bangkokTrip, confirm, createBody, hanoiSapa, open, ownKey } from '../support/builders.ts';

type Line = Readonly<Record<string, string | number | undefined>>;

let api: Api;
let demo: Caller;
beforeAll(async () => {
  api = await startApi({ clients: { rival: { rate_limits: { master_data_per_min: 1 } } } });
  demo = api.as('demo');
});
afterAll(() => api.close());

let asked = 0;
/** The lines of one request. */
const linesOf = async (
  ask: (headers: Record<string, string>) => Promise<Answer>,
): Promise<readonly Line[]> => {
  asked += 1;
  const id = `line-${asked}`;
  await ask({ 'x-correlation-id': id });
  const lines = () =>
    api.logLines
      .map((line) => JSON.parse(line) as Line)
      .filter(({ correlation_id }) => correlation_id === id);
  await until(() => expect(lines().map(({ message }) => message)).toContain('Request answered'));
  return lines();
};
const lastOf = async (ask: (headers: Record<string, string>) => Promise<Answer>): Promise<Line> =>
  (await linesOf(ask)).find(({ message }) => message === 'Request answered') ?? {};

const search = '/itineraries?departure_poi=VNHAN&arrival_poi=VNSPA&departure_date=2026-12-05&pax=1';

describe('“Request answered” has the code', () => {
  test.each([
    [
      'a body that lacks something',
      'missing_parameter',
      (headers: Record<string, string>) => demo.post('/bookings', {}, headers),
    ],
    [
      'a booking that is not there',
      'booking_not_found',
      (headers: Record<string, string>) => demo.get('/bookings/BK-1-00000', headers),
    ],
    [
      'a path that is none',
      'route_not_found',
      (headers: Record<string, string>) => api.send('GET', '/nowhere', { headers }),
    ],
    [
      'a key that is missing',
      'unauthorized',
      (headers: Record<string, string>) => api.send('GET', `/v1/demo${search}`, { headers }),
    ],
    [
      'a client without a key of 12go',
      'client_misconfigured',
      (headers: Record<string, string>) => api.as('keyless').get(search, headers),
    ],
  ])('of %s', async (_what, code, ask) => {
    expect((await lastOf(ask)).error_code).toBe(code);
  });

  test('of a limit that is reached', async () => {
    await api.as('rival').get('/stations');
    const line = await lastOf((headers) => api.as('rival').get('/stations', headers));
    expect(line).toMatchObject({ error_code: 'rate_limited', client_id: 'rival', status_code: 429 });
  });

  test('of a refusal that was stored, the first time and every time after', async () => {
    const body = await createBody(demo);
    const key = ownKey();
    api.sandbox.scenarios.set({ operation: 'reserve', scenario: 'seat_taken', times: 1 });
    for (const _time of ['first', 'repeated']) {
      const line = await lastOf((headers) => demo.post('/bookings', body, { ...headers, ...key }));
      expect(line).toMatchObject({ error_code: 'trip_unavailable', status_code: 409, contract_code: 'DEMO' });
    }
  });

  test('of no answer that is none', async () => {
    expect(await lastOf((headers) => demo.get(search, headers))).not.toHaveProperty('error_code');
  });
});

describe('lines say what the request is about', () => {
  test('the itinerary that was opened, and its contract', async () => {
    const line = await lastOf((headers) => demo.get(`/itineraries/${hanoiSapa}?pax=1`, headers));
    expect(line).toMatchObject({
      itinerary_id: hanoiSapa,
      contract_code: expect.stringMatching(/^DEMO/),
      operator_id: expect.stringMatching(/^[A-Z0-9]+$/),
    });
  });

  test('the booking, by its partner’s id and by that of 12go', async () => {
    let booked: Answer | undefined;
    const body = await createBody(demo);
    const line = await lastOf(async (headers) => {
      booked = await demo.post('/bookings', body, headers);
      return booked;
    });
    const { id } = booked?.read(bookingSchema) ?? {};
    const [, bid] = id?.split('-') ?? [];
    expect(line).toMatchObject({ booking_id: id, integration_id: bid, contract_code: 'DEMO' });
    const confirmed = await lastOf((headers) => demo.post(`/bookings/${id}/confirm`, undefined, headers));
    expect(confirmed).toMatchObject({ booking_id: id, integration_id: bid });
    expect(await lastOf((headers) => demo.get(`/bookings/${id}`, headers))).toMatchObject({ booking_id: id });
  });

  test('an itinerary id that nobody gave is not repeated', async () => {
    const lines = await linesOf((headers) => demo.get('/itineraries/canary-of-a-name', headers));
    expect(JSON.stringify(lines)).not.toContain('canary');
  });
});

test('a request of a trace has its ids in every line though tracing is off, and one without has none', async () => {
  const traced = await linesOf((headers) =>
    demo.get(`/itineraries/${bangkokTrip()}`, {
      ...headers,
      traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
    }),
  );
  expect(traced.length).toBeGreaterThan(3);
  for (const line of traced)
    expect(line).toMatchObject({
      trace_id: '4bf92f3577b34da6a3ce929d0e0e4736',
      span_id: '00f067aa0ba902b7',
    });
  for (const line of await linesOf((headers) => demo.get(search, headers)))
    expect(line).not.toHaveProperty('trace_id');
});

test('the time that is ours is that without 12go’s, however many of its calls go on at once', async () => {
  api.sandbox.scenarios.set({ operation: 'trip', scenario: 'slow', delayMs: 600, times: 1 });
  const line = await lastOf((headers) => demo.get(`/itineraries/${bangkokTrip()}`, headers));
  const [durationMs, oursMs] = [Number(line.duration_ms), Number(line.our_overhead_ms)];
  expect(durationMs).toBeGreaterThanOrEqual(600);
  expect(oursMs).toBeLessThanOrEqual(durationMs - 590);
  expect(oursMs).toBeGreaterThanOrEqual(0);
});

describe('levels', () => {
  const levelsOf = (lines: readonly Line[]) => lines.map(({ level, message }) => [level, message]);

  test('a fault of 12go is an error, what it says no with a warning', async () => {
    api.sandbox.scenarios.set({ operation: 'trip', scenario: 'server_error', times: 9 });
    const faulty = await linesOf((headers) => demo.get(`/itineraries/${bangkokTrip()}`, headers));
    expect(levelsOf(faulty)).toContainEqual(['error', '12go failed']);
    api.sandbox.scenarios.clear();
    api.sandbox.scenarios.set({ operation: 'trip', scenario: 'rate_limited', times: 9 });
    const limited = await linesOf((headers) => demo.get(`/itineraries/${bangkokTrip()}`, headers));
    expect(levelsOf(limited)).toContainEqual(['warn', '12go failed']);
    api.sandbox.scenarios.clear();
  });

  test('a client without a key of 12go is an error', async () => {
    const lines = await linesOf((headers) => api.as('keyless').get(search, headers));
    expect(levelsOf(lines)).toContainEqual(['error', 'Request refused']);
  });
});

describe('a client that leaves', () => {
  /** Sends the bytes of a request, waits for what `until` waits for, and goes. */
  const leave = async (id: string, head: string, seen: () => void): Promise<Line> => {
    const { hostname, port } = new URL(api.baseUrl);
    const socket = connect(Number(port), hostname);
    socket.write(`${head}\r\nhost: gateway\r\nx-api-key: ${api.apiKey}\r\nx-correlation-id: ${id}\r\n`);
    socket.write('content-type: application/json\r\ncontent-length: 50\r\nexpect: 100-continue\r\n\r\n{"a":');
    await once(socket, 'data');
    await until(seen);
    socket.destroy();
    const lines = () => api.logLines.map((line) => JSON.parse(line) as Line);
    const isEnd = ({ correlation_id, message }: Line) =>
      correlation_id === id && message === 'The client left before its answer';
    await until(() => expect(lines().filter(isEnd)).toHaveLength(1));
    return lines().find(isEnd) ?? {};
  };

  test('while 12go is asked has a line with the time that it waited, and is found', async () => {
    api.sandbox.scenarios.set({ operation: 'search', scenario: 'timeout_after', times: 1 });
    const before = api.sandbox.calls('search');
    const line = await leave('left-waiting', `GET /v1/demo${search} HTTP/1.1`, () =>
      expect(api.sandbox.calls('search')).toBeGreaterThan(before),
    );
    expect(line).toMatchObject({ status_code: 499, endpoint: 'search', client_id: 'demo' });
    expect(line.duration_ms).toBeGreaterThanOrEqual(0);
    const found = await sendTo(api.opsBaseUrl, 'POST', '/ops/v1/find', {
      headers: { 'x-ops-key': api.opsKey },
      body: { text: 'left-waiting' },
    });
    expect(found.read(inspectionSchema).diagnosis.cause).toBe('client_left');
    api.sandbox.scenarios.clear();
  });

  test('before its request has arrived has one too, and no code', async () => {
    const line = await leave('left-sending', 'POST /v1/demo/bookings HTTP/1.1', () => {});
    expect(line).toMatchObject({ status_code: 499, endpoint: 'create_booking' });
    expect(line.error_code).toBeUndefined();
  });
});

test('a token that is refused is logged with the reason, which the partner is not told', async () => {
  const { booking_token } = await open(demo, bangkokTrip());
  const data = { booking_data: {} };
  const reasonOf = async (caller: Caller, token: string) => {
    const lines = await linesOf((headers) =>
      caller.post('/bookings', { ...data, booking_token: token }, headers),
    );
    return lines.find(({ message }) => message === 'Request refused')?.reason;
  };
  const edited = `${booking_token.slice(0, -6)}AAAAAA`;
  const [ofAnother, ofEdited, ofNonsense] = [
    await reasonOf(api.as('rival'), booking_token),
    await reasonOf(demo, edited),
    await reasonOf(demo, 'nonsense'),
  ];
  expect([ofAnother, ofEdited, ofNonsense]).toEqual(['bad_tag', 'bad_tag', 'malformed']);
});

test('a confirmed booking is found in the log by its id', async () => {
  const { id } = await confirm(demo);
  const found = api.logLines.filter((line) => line.includes(`"booking_id":"${id}"`));
  expect(found.length).toBeGreaterThanOrEqual(3);
});
