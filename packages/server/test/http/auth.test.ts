/** Who may call: keys of partners and operators, keys that come and go, and the 12go key behind a client. */

import { hashApiKey } from '@partner-gateway/api-keys';
import fastify from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addAuth } from '../../src/http/auth.ts';
import { type Api, type Sending, startApi } from '../support/api.ts';
import { bangkokTrip, confirm, createBody, hanoiSapa, reserve } from '../support/builders.ts';
import { expectProblem } from '../support/problems.ts';

const keys = { old: 'gwk_live_rival_old', next: 'gwk_live_rival_next', gone: 'gwk_live_rival_gone' };
const rivalHashes = [
  `${hashApiKey(keys.old, 's1')}$2026-10-28T09:46:00Z`,
  hashApiKey(keys.next, 's2'),
  `${hashApiKey(keys.gone, 's3')}$2026-10-28T09:40:59Z`,
];

let api: Api;
beforeAll(async () => {
  api = await startApi({
    clients: { rival: { api_key_hashes: rivalHashes }, strict: { enabled: false } },
  });
});
afterAll(() => api.close());

const unknownBooking = '/bookings/BK-8451207-00000';
const asRival = (apiKey: string) =>
  api.send('GET', `/v1/rival${unknownBooking}`, { headers: { 'x-api-key': apiKey } });

describe('keys of partners', () => {
  test('may be several at a time, until each one’s end', async () => {
    for (const key of [keys.old, keys.next]) expectProblem(await asRival(key), 'booking_not_found');
    expectProblem(await asRival(keys.gone), 'unauthorized');
    api.sandbox.clock.advance(5 * 60_000);
    expectProblem(await asRival(keys.old), 'unauthorized');
    expectProblem(await asRival(keys.next), 'booking_not_found');
  });

  test('are compared whole, letter by letter', async () => {
    for (const key of [
      keys.next.slice(0, -1),
      `${keys.next}x`,
      keys.next.toUpperCase(),
      rivalHashes[1] ?? '',
    ])
      expectProblem(await asRival(key), 'unauthorized');
  });

  test('tell nobody which clients exist: unknown client and wrong key get the same answer', async () => {
    const headers = { 'x-api-key': 'guess', 'x-correlation-id': 'c-1' };
    const [known, unknown] = await Promise.all(
      ['demo', 'nobody'].map((id) => api.send('GET', `/v1/${id}${unknownBooking}`, { headers })),
    );
    expect(known?.text).toBe(unknown?.text);
    expect(known?.status).toBe(401);
  });

  test.each([
    ['rival', 'key_expired', () => keys.gone],
    ['rival', 'key_wrong', () => 'guess'],
    ['rival', 'key_of_another_client', () => api.apiKey],
    ['strict', 'client_disabled', () => api.as('strict').apiKey],
    ['nobody', 'client_unknown', () => keys.next],
    ['rival', 'key_missing', () => undefined],
  ])(
    'of %s are refused without a reason for the caller, and with one for on-call: %s',
    async (id, reason, keyOf) => {
      const correlation = `refused-${reason}`;
      const headers = { 'x-api-key': keyOf(), 'x-correlation-id': correlation };
      const answer = await api.send('GET', `/v1/${id}${unknownBooking}`, { headers });
      expectProblem(answer, 'unauthorized');
      expect(answer.text.replaceAll(correlation, '')).not.toContain(reason);
      const lines = api.logLines.map((line) => JSON.parse(line) as Record<string, unknown>);
      expect(
        lines.find((line) => line.correlation_id === correlation && line.reason !== undefined),
      ).toMatchObject({
        message: 'Request refused',
        reason,
      });
    },
  );

  test('name their client where the path does not, unless it is disabled or the key is not one client’s own', async () => {
    const shared = hashApiKey('gwk_live_shared', 's4');
    const own = { demo: 'gwk_live_demo', closed: 'gwk_live_closed' };
    const small = await startApi({
      clients: {
        demo: { api_key_hashes: [hashApiKey(own.demo, 's5'), shared] },
        rival: { api_key_hashes: [shared] },
        strict: { api_key_hashes: [hashApiKey(own.closed, 's6')], enabled: false },
      },
    });
    const ask = (key: string) =>
      small.send('GET', '/incomplete_results/k1.x', { headers: { 'x-api-key': key } });
    expectProblem(await ask(own.demo), 'incomplete_result_not_found');
    for (const key of ['gwk_live_shared', own.closed, 'guess']) expectProblem(await ask(key), 'unauthorized');
    await small.close();
  });

  test('that are missing or in another header are told where they belong', async () => {
    const path = `/v1/demo${unknownBooking}`;
    const none = await api.send('GET', path);
    expect(expectProblem(none, 'unauthorized').detail).toBe(
      'Send the client’s API key in the header x-api-key.',
    );
    const bearer = await api.send('GET', path, { headers: { authorization: `Bearer ${api.apiKey}` } });
    expect(expectProblem(bearer, 'unauthorized').detail).toContain('Authorization is not read');
    const wrong = await api.send('GET', path, { headers: { 'x-api-key': 'guess' } });
    expect(expectProblem(wrong, 'unauthorized').detail).toContain('key is missing or wrong');
    for (const { headers } of [none, bearer, wrong])
      expect(headers['www-authenticate']).toBe('ApiKey header="x-api-key"');
  });

  test('that are refused are told to operators with the client that was asked for, unless a key stands there', async () => {
    const from = api.logLines.length;
    const headers = { 'x-api-key': 'guess' };
    const long = 'f3a9'.repeat(7);
    const asked = ['rival', 'nobody-we-know', keys.old, long, 'guess'];
    for (const clientId of asked)
      expectProblem(await api.send('GET', `/v1/${clientId}${unknownBooking}`, { headers }), 'unauthorized');
    const told = ['rival', 'nobody-we-know', undefined, undefined, undefined];
    for (const message of ['Request refused', 'Request answered']) {
      const lines = api.logLines.slice(from).filter((line) => line.includes(message));
      expect(lines.map((line) => JSON.parse(line).client_id)).toEqual(told);
      for (const line of lines) expect(line).toContain('"error_code":"unauthorized"');
    }
    for (const secret of [keys.old, long, 'guess'])
      expect(api.logLines.slice(from).join()).not.toContain(secret);
    const metrics = (await api.ops('/metrics')).text;
    expect(metrics).toMatch(
      /gateway_request_errors_total\{[^}]*client_id="rival"[^}]*error_type="unauthorized"/,
    );
    expect(metrics).not.toContain('nobody-we-know');
  });

  test('are not taken from the query, from other headers, or twice', async () => {
    const path = `/v1/demo${unknownBooking}`;
    const tries: readonly Sending[] = [
      { headers: { authorization: `Bearer ${api.apiKey}` } },
      { headers: { 'x-ops-key': api.opsKey } },
      { headers: { 'x-api-key': [api.apiKey, api.apiKey] } },
    ];
    for (const sending of tries) expectProblem(await api.send('GET', path, sending), 'unauthorized');
    expectProblem(await api.send('GET', `${path}?x-api-key=${api.apiKey}`), 'unauthorized');
  });
});

test('the gateway refuses to start with a route that nobody decided about', async () => {
  const app = fastify();
  addAuth(app, api.gateway.parts.deps);
  app.get('/open', (_request, reply) => reply.send('anyone'));
  await expect(app.ready()).rejects.toThrow('/open has no route metadata');
});

describe('keys of operators', () => {
  const path = '/ops/v1/bookings/8451207/inspection';

  test.each([
    ['no key', () => undefined],
    ['another key', () => `${api.opsKey}0`],
    ['a partner’s key', () => api.apiKey],
  ])('are needed on the ops listener: %s is 401', async (_what, key) => {
    expectProblem(await api.ops(path, { 'x-ops-key': key() }), 'unauthorized');
    expectProblem(await api.ops(path, { 'x-ops-key': undefined, 'x-api-key': key() }), 'unauthorized');
  });

  test('open the ops listener, and nothing on the partners’ one', async () => {
    expectProblem(await api.ops(path), 'booking_not_found');
    expectProblem(await api.send('GET', path, { headers: { 'x-ops-key': api.opsKey } }), 'route_not_found');
    expectProblem(await api.ops('/v1/demo/itineraries'), 'route_not_found');
  });
});

describe('the 12go key of a client', () => {
  const reads = [
    '/itineraries?departure_poi=THBKK&arrival_poi=THKCG&departure_date=2026-11-14&pax=1',
    `/itineraries/${hanoiSapa}`,
  ];

  test.each(reads)('is never another’s: without one, %s is 503 and asks 12go nothing', async (path) => {
    const before = api.upstreamCalls();
    expectProblem(await api.as('keyless').get(path), 'client_misconfigured');
    expect(api.upstreamCalls()).toBe(before);
  });

  test('is not needed for master data', async () => {
    expect((await api.as('keyless').get('/stations')).status).toBe(200);
  });

  describe.each(['bad_key_401', 'bad_key_400'] as const)('when 12go refuses it (%s)', (scenario) => {
    test.each([
      ['search', () => reads[0] ?? ''],
      ['trip', () => `/itineraries/${bangkokTrip()}`],
      ['addToCart', () => `/itineraries/${bangkokTrip()}`],
      ['checkoutForm', () => `/itineraries/${bangkokTrip()}`],
    ] as const)('makes 503 of it at %s, never 401', async (operation, path) => {
      api.sandbox.scenarios.set({ operation, scenario, times: 1 });
      expectProblem(await api.as('demo').get(path()), 'client_misconfigured');
    });

    test('is an error in the log, with the client', async () => {
      const from = api.logLines.length;
      api.sandbox.scenarios.set({ operation: 'trip', scenario, times: 1 });
      expectProblem(await api.as('demo').get(`/itineraries/${bangkokTrip()}`), 'client_misconfigured');
      const errors = api.logLines.slice(from).map((line) => JSON.parse(line));
      expect(errors.filter(({ level }) => level === 'error')).toMatchObject([
        { message: '12go failed', client_id: 'demo', error_kind: 'auth' },
        { message: 'Request refused', client_id: 'demo', error_code: 'client_misconfigured' },
      ]);
    });

    test('makes 503 of it at booking details and the ticket', async () => {
      const { id } = await confirm(api.as('demo'));
      api.sandbox.scenarios.set({ operation: 'booking', scenario, times: 2 });
      for (const path of ['', '/ticket'])
        expectProblem(await api.as('demo').get(`/bookings/${id}${path}`), 'client_misconfigured');
    });

    test('makes 503 of it at create, confirm and cancel, which were not executed', async () => {
      const demo = api.as('demo');
      const body = await createBody(demo);
      api.sandbox.scenarios.set({ operation: 'reserve', scenario, times: 1 });
      expectProblem(await demo.post('/bookings', body), 'client_misconfigured', 'not_executed');
      const { id } = await reserve(demo);
      api.sandbox.scenarios.set({ operation: 'confirm', scenario, times: 1 });
      expectProblem(await demo.post(`/bookings/${id}/confirm`), 'client_misconfigured', 'not_executed');
      const { id: confirmed } = await confirm(demo);
      api.sandbox.scenarios.set({ operation: 'refund', scenario, times: 1 });
      expectProblem(await demo.post(`/bookings/${confirmed}/cancel`), 'client_misconfigured', 'not_executed');
    });
  });
});
