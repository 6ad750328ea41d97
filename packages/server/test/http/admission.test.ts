/** Who is let in: rate limits of clients and classes, what a client may leave open, wrong keys, and what all may ask of 12go. */
import { bookingSchema } from '@partner-gateway/contract';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, type Api, type Caller, startApi } from '../support/api.ts';
import { bangkokData, bangkokTrip, hanoiTrip, nameOf, open } from '../support/builders.ts';
import { expectProblem } from '../support/problems.ts';

const searchPath = '/itineraries?departure_poi=VNHAN&arrival_poi=VNSPA&departure_date=2026-12-05&pax=1';

const admitted = (answers: readonly Answer[]): number =>
  answers.filter(({ status }) => status !== 429 && status !== 503).length;
const times = <Result>(count: number, call: () => Promise<Result>): Promise<Result[]> =>
  Promise.all(Array.from({ length: count }, call));

describe('rate limits of a client', () => {
  const rate_limits = { search_per_min: 20, booking_per_min: 4, poll_per_min: 3, master_data_per_min: 2 };
  let api: Api;
  beforeAll(async () => {
    api = await startApi({ clients: { demo: { rate_limits }, rival: { rate_limits } } });
  });
  afterAll(() => api.close());
  afterEach(() => api.sandbox.clock.advance(70_000));

  it('admit the quota of a minute and refuse what is more, with when to come back', async () => {
    const answers = await times(30, () => api.as('demo').get(searchPath));
    expect(admitted(answers)).toBe(20);
    const refused = answers.find(({ status }) => status === 429);
    if (refused === undefined) throw new Error('nothing was refused');
    const problem = expectProblem(refused, 'rate_limited');
    expect(problem.detail).toMatch(/20 calls of the class `search` in a minute/);
    expect(refused.headers['retry-after']).toMatch(/^[3-6]\d$/);
    expect(refused.headers['ratelimit-policy']).toBe('"search";q=20;w=60');
    expect(refused.headers.ratelimit).toMatch(/^"search";r=0;t=[3-6]\d$/);
  });

  it('tell on every answer what is left, and have all of it again a minute later', async () => {
    const first = await api.as('demo').get(searchPath);
    expect(first.headers['ratelimit-policy']).toBe('"search";q=20;w=60');
    expect(first.headers.ratelimit).toMatch(/^"search";r=19;t=[3-6]\d$/);
    await times(25, () => api.as('demo').get(searchPath));
    api.sandbox.clock.advance(61_000);
    expect((await api.as('demo').get(searchPath)).headers.ratelimit).toMatch(/^"search";r=19;/);
  });

  it('are each client’s own, and each class’s', async () => {
    await times(25, () => api.as('demo').get(searchPath));
    expect((await api.as('rival').get(searchPath)).status).toBe(200);
    const booking = await api.as('demo').get('/bookings/BK-1-AAAAA');
    expect(booking.headers['ratelimit-policy']).toBe('"booking";q=4;w=60');
    const poll = await api.as('demo').get('/incomplete_results/none');
    expect(poll.headers['ratelimit-policy']).toBe('"poll";q=3;w=60');
    const stations = await api.as('demo').get('/stations/GetList');
    expect(stations.headers['ratelimit-policy']).toBe('"master_data";q=2;w=60');
  });

  it('count what is not found as well, so that ids cannot be tried out', async () => {
    const answers = await times(10, () => api.as('demo').get('/bookings/BK-1-AAAAA'));
    expect(answers.map(({ status }) => status).sort()).toEqual([
      404, 404, 404, 404, 429, 429, 429, 429, 429, 429,
    ]);
  });

  it('say of a write that is refused that another attempt may have been executed', async () => {
    await times(4, () => api.as('demo').get('/bookings/BK-1-AAAAA'));
    const refused = await api.as('demo').post('/bookings/BK-1-AAAAA/confirm');
    expectProblem(refused, 'rate_limited', 'unknown');
  });

  it('leave health, readiness, notifications and whoever has no key alone', async () => {
    for (const path of ['/health', '/ready', `/v1/demo${searchPath}`])
      expect((await api.send('GET', path)).headers).not.toHaveProperty('ratelimit');
  });

  it('are counted by class and client', async () => {
    await times(25, () => api.as('demo').get(searchPath));
    const { text } = await api.ops('/metrics');
    expect(text).toMatch(
      /gateway_ratelimit_rejected_total\{[^}]*scope="search"[^}]*client_id="demo"[^}]*\} \d+/,
    );
  });
});

describe('what a client may leave open', () => {
  const funnel_limits = { carts: 6, carts_per_trip: 3, unconfirmed: 3, unconfirmed_per_trip: 2 };
  let api: Api;
  beforeAll(async () => {
    const bounded = { funnel_limits };
    api = await startApi({ clients: { demo: bounded, settled: bounded, native: bounded } });
  });
  afterAll(() => api.close());

  const tokenOf = async (caller: Caller, trip: string) => (await open(caller, trip)).booking_token;
  const create = async (caller: Caller, booking_token: string, name?: string) =>
    caller.post('/bookings', { booking_token, booking_data: bangkokData(name) });

  it('is so many carts of one departure, and so many in all; no cart is made beyond', async () => {
    const trip = hanoiTrip();
    const carts = () => api.executed('addToCart');
    const before = carts();
    const ofOne = await times(5, () => api.as('demo').get(`/itineraries/${trip}?pax=1`));
    expect(admitted(ofOne)).toBe(3);
    expect(carts() - before).toBe(3);
    const refused = ofOne.find(({ status }) => status === 429);
    expect(refused === undefined ? '' : expectProblem(refused, 'rate_limited').detail).toMatch(
      /of this departure/,
    );
    const others = await times(5, () => api.as('demo').get(`/itineraries/${bangkokTrip()}?pax=1`));
    expect(admitted(others)).toBe(3);
    expect(admitted([await api.as('rival').get(`/itineraries/${trip}?pax=1`)])).toBe(1);
  });

  it('is so many reservations without a confirm; a confirm makes room, and others are not held up', async () => {
    const trip = bangkokTrip();
    const settled = api.as('settled');
    const [one = '', two = '', three = ''] = await times(3, () => tokenOf(settled, trip));
    const made = await create(settled, one);
    expect([made.status, (await create(settled, two)).status]).toEqual([200, 200]);
    const reserves = api.executed('reserve');
    const refused = await create(settled, three);
    expect(expectProblem(refused, 'rate_limited', 'not_executed').detail).toMatch(/of this departure/);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(60);
    expect(api.executed('reserve')).toBe(reserves);
    const rival = api.as('rival');
    expect((await create(rival, await tokenOf(rival, trip))).status).toBe(200);
    const { id } = made.read(bookingSchema);
    expect((await settled.post(`/bookings/${id}/confirm`)).status).toBe(200);
    expect((await create(settled, three)).status).toBe(200);
  });

  it('does not count what 12go refused', async () => {
    const trip = bangkokTrip();
    const native = api.as('native');
    const tokens = await times(3, () => tokenOf(native, trip));
    for (const token of tokens)
      expectProblem(await create(native, token, nameOf('sold_out')), 'trip_unavailable', 'not_executed');
  });
});

describe('wrong keys', () => {
  let api: Api;
  beforeAll(async () => {
    api = await startApi({ environment: { FAILED_KEYS_PER_MIN: '5' } });
  });
  afterAll(() => api.close());

  const wrong = () => api.send('GET', `/v1/demo${searchPath}`, { headers: { 'x-api-key': 'gwk_wrong' } });

  it('are answered 401 so often, then 429; the right key from the same address goes on', async () => {
    const answers = await times(9, wrong);
    expect(answers.map(({ status }) => status).sort()).toEqual([401, 401, 401, 401, 401, 429, 429, 429, 429]);
    const limited = await wrong();
    expect(expectProblem(limited, 'rate_limited').detail).toMatch(/wrong keys/);
    expect(Number(limited.headers['retry-after'])).toBeGreaterThan(50);
    expect((await api.as('demo').get(searchPath)).status).toBe(200);
    expect((await api.send('GET', `/v1/demo${searchPath}`)).status).toBe(401);
    expect((await api.ops('/ops/v1/nothing', { 'x-ops-key': 'gwo_wrong' })).status).toBe(404);
    expect((await api.ops('/ops/v1/open-outcomes', { 'x-ops-key': 'gwo_wrong' })).status).toBe(429);
  });
});

describe('what all clients may ask of 12go', () => {
  let api: Api;
  beforeAll(async () => {
    api = await startApi({ environment: { TWELVEGO_CALLS_PER_MIN: '40' } });
  });
  afterAll(() => api.close());
  afterEach(() => api.sandbox.clock.advance(70_000));

  it('is the budget less the share of bookings for searches, and the rest for bookings', async () => {
    const { booking_token } = await open(api.as('demo'), bangkokTrip());
    api.sandbox.clock.advance(70_000);
    const before = api.upstreamCalls();
    const answers = [
      ...(await times(30, () => api.as('demo').get(searchPath))),
      ...(await times(30, () => api.as('rival').get(searchPath))),
    ];
    expect(api.upstreamCalls() - before).toBe(32);
    const refused = answers.find(({ status }) => status === 503);
    if (refused === undefined) throw new Error('nothing was refused');
    expectProblem(refused, 'upstream_rate_limited');
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(50);
    const booked = await api.as('demo').post('/bookings', { booking_token, booking_data: bangkokData() });
    expect(booked.status).toBe(200);
  });

  it('is counted apart from 12go’s own refusals, and no failure of 12go', async () => {
    await times(45, () => api.as('demo').get(searchPath));
    const { text } = await api.ops('/metrics');
    expect(text).toMatch(/gateway_ratelimit_rejected_total\{[^}]*scope="12go"[^}]*\} \d+/);
    expect(text).not.toMatch(/gateway_12go_errors_total\{[^}]*status_code="rate_limited"/);
  });

  it('refuses a booking that does not fit any more without sending it', async () => {
    const { booking_token } = await open(api.as('demo'), bangkokTrip());
    const { limits } = api.gateway.parts.deps.admission;
    await limits.take({ name: '12go', quota: { units: 40, seconds: 60 }, units: 37 });
    const refused = await api.as('demo').post('/bookings', { booking_token, booking_data: bangkokData() });
    expectProblem(refused, 'upstream_rate_limited', 'not_executed');
    api.sandbox.clock.advance(70_000);
    const again = await api.as('demo').post('/bookings', { booking_token, booking_data: bangkokData() });
    expect(again.status).toBe(200);
  });
});
