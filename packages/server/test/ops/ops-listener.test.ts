/** The ops listener: probes and its own document without a key, and nothing else. */

import { hashApiKey } from '@partner-gateway/api-keys';
import {
  bookingSchema,
  configurationSchema,
  healthSchema,
  type OpsScope,
  opsContract,
  opsScopes,
  readinessSchema,
} from '@partner-gateway/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { until } from '../../../write-guard/test/support/until.ts';
import { type Api, type Sending, sendTo, startApi } from '../support/api.ts';
import { createBody } from '../support/builders.ts';
import { expectProblem } from '../support/problems.ts';

const keyOf = (scope: OpsScope): string => `gwo_${scope}`;

/** Secrets, an address with credentials, and a name that nothing reads. */
const planted = {
  NOTIFICATION_SECRET: 'canary-notifications',
  CREDIT_LINE_KEY: 'canary-credit',
  JOURNAL_REDIS_URL: 'redis://canary-user:canary-word@journal.internal:6379/1?key=canary-query',
  OPS_HOTS: 'canary-misspelt',
};

let api: Api;
beforeAll(async () => {
  api = await startApi({
    environment: {
      OPS_KEY_HASHES: [
        ...opsScopes.map((scope) => `of-${scope}:${scope}=${hashApiKey(keyOf(scope), scope)}`),
        `old=${hashApiKey('gwo_old', 'old')}`,
      ].join(),
      METRICS_ACCESS: 'key',
      ...planted,
    },
  });
});
afterAll(() => api.close());

const get = (path: string) => sendTo(api.opsBaseUrl, 'GET', path);

test('tells a probe that it lives and whether it is ready', async () => {
  expect((await get('/health')).read(healthSchema).status).toBe('ok');
  for (const path of ['/ready', '/health/ready']) {
    const ready = await get(path);
    expect([ready.status, ready.read(readinessSchema).status]).toEqual([200, 'ready']);
  }
});

test('shows its document, with every operation that it serves', async () => {
  const { paths } = JSON.parse((await get('/openapi.json')).text);
  const described = Object.values<Record<string, { operationId: string }>>(paths).flatMap((path) =>
    Object.values(path).map(({ operationId }) => operationId),
  );
  expect(described.toSorted()).toEqual(Object.keys(opsContract).toSorted());
});

const withKey = (method: string, path: string, key: string, headers = {}) =>
  sendTo(api.opsBaseUrl, method, path, { headers: { 'x-ops-key': key, ...headers } });

const refusedScopes = async (method: string, path: string): Promise<readonly OpsScope[]> => {
  const statuses = await Promise.all(
    opsScopes.map(async (scope) => (await withKey(method, path, keyOf(scope))).status),
  );
  expect(statuses).not.toContain(401);
  return opsScopes.filter((_, index) => statuses[index] === 403);
};

const needs: Readonly<Record<string, OpsScope>> = {
  inspectBooking: 'read',
  find: 'read',
  explainPrice: 'read',
  dryRun: 'act',
  reload: 'act',
  openOutcomes: 'read',
  resolveOutcome: 'act',
  upstreamLimits: 'read',
  changeUpstreamLimits: 'act',
  logLines: 'read',
  seatLocks: 'read',
  releaseSeatLocks: 'act',
  configuration: 'admin',
  changeClientLimits: 'act',
  webhooks: 'read',
  webhookDeadLetters: 'read',
  replayWebhooks: 'act',
  changeWebhookEndpoint: 'act',
  notificationDeadLetters: 'read',
  eventsAudit: 'read',
  state: 'read',
  operator: 'read',
  checkUpstreamKeys: 'act',
};
const refusedOf: Readonly<Record<OpsScope, readonly OpsScope[]>> = {
  read: [],
  act: ['read'],
  admin: ['read', 'act'],
};
const guarded = Object.entries(opsContract).filter(([, { metadata }]) => metadata.auth === 'ops');

test('a key does what its scope is good for, on every route, and no more', async () => {
  expect(guarded.map(([name]) => name).toSorted()).toEqual(Object.keys(needs).toSorted());
  for (const [name, { method, path }] of guarded) {
    const refused = await refusedScopes(method, path.replace(/:\w+/g, 'x'));
    expect([name, refused]).toEqual([name, refusedOf[needs[name] ?? 'admin']]);
  }
  expect(await refusedScopes('GET', '/metrics')).toEqual([]);
});

test('a key that is refused for its scope is told which one is needed, and so is the log', async () => {
  const answer = await withKey('POST', '/ops/v1/reload', 'gwo_read', { 'x-correlation-id': 'small-key' });
  const { detail } = expectProblem(answer, 'insufficient_scope');
  expect(detail).toContain('needs a key of scope act, and the key of of-read has read');
  expect(detail).toContain('partner-cli keys generate --ops of-read --scope act');
  const line = api.logLines.find((one) => one.includes('Request refused') && one.includes('small-key'));
  expect(JSON.parse(line ?? '{}')).toMatchObject({ error_code: 'insufficient_scope', reason: 'needs_act' });
});

test('a key whose entry names no scope may do everything, as before there were scopes, and the log says so once', async () => {
  expect((await withKey('POST', '/ops/v1/reload', 'gwo_old')).status).toBe(200);
  const told = api.logLines.filter((line) => line.includes('entries name no scope'));
  expect(told.map((line) => JSON.parse(line))).toMatchObject([{ level: 'warn', operator: 'old', count: 1 }]);
});

test.each<[string, string, object | undefined, string]>([
  [
    'GET',
    '/ops/v1/log-lines?levl=error',
    undefined,
    'levl is not a parameter of this request; did you mean level?',
  ],
  [
    'GET',
    '/ops/v1/state?verbose=1',
    undefined,
    'verbose is not a parameter of this request; known are client_id.',
  ],
  [
    'GET',
    `/ops/v1/state?${'gwo_demo_'.padEnd(57, '0')}=1`,
    undefined,
    '(odd name) is not a parameter of this request; known are client_id.',
  ],
  ['POST', '/ops/v1/reload?dry_run=1', {}, 'dry_run is not a parameter of this request; known are none.'],
  [
    'POST',
    '/ops/v1/upstream/keys/check',
    { clientid: 'demo' },
    'clientid is not a member of this request; did you mean client_id?',
  ],
  [
    'POST',
    '/ops/v1/open-outcomes/resolve',
    { client_id: 'demo', operation: 'reserve', subject: 'c1', outcome: 'not_executed', reasn: 'ticket 1' },
    'reasn is not a member of this request; did you mean reason?',
  ],
])('%s %s: a name that is not known is refused, and nothing is done', async (method, path, body, told) => {
  const answer = await sendTo(api.opsBaseUrl, method, path, {
    body,
    headers: { 'x-ops-key': keyOf('admin') },
  });
  expect(expectProblem(answer, 'invalid_request').detail).toBe(`Nothing was done: ${told}`);
});

describe('every request of an operator leaves one line', () => {
  let asked = 0;
  const auditOf = async (method: string, path: string, sending: Sending = {}) => {
    asked += 1;
    const id = `audited-${asked}`;
    const headers = { 'x-ops-key': 'gwo_act', ...sending.headers, 'x-correlation-id': id };
    await sendTo(api.opsBaseUrl, method, path, { ...sending, headers });
    const lines = () =>
      api.logLines
        .filter((line) => line.includes(`"${id}"`) && line.includes('An operator asked'))
        .map((line) => JSON.parse(line));
    await until(() => expect(lines()).toHaveLength(1));
    return lines()[0];
  };

  test('with who asked, under which scope, what for, and how it ended', async () => {
    expect(await auditOf('GET', '/ops/v1/state?client_id=demo')).toMatchObject({
      level: 'info',
      operator: 'of-act',
      scope: 'act',
      endpoint: 'ops_state',
      client_id: 'demo',
      status_code: 200,
    });
    const limits = { search_connections: 20, expires_in_seconds: 1, reason: 'a sale at noon' };
    expect(await auditOf('POST', '/ops/v1/upstream/limits', { body: limits })).toMatchObject({
      level: 'warn',
      endpoint: 'ops_change_upstream_limits',
      note: 'a sale at noon',
      status_code: 200,
    });
  });

  test('with what a text led to, and never with the text', async () => {
    const body = await createBody(api.as('demo'));
    const { booking_token } = body;
    const { id } = (await api.as('demo').post('/bookings', body)).read(bookingSchema);
    const [, bid] = id.split('-');
    for (const text of [id, booking_token]) {
      const line = await auditOf('POST', '/ops/v1/find', { body: { text } });
      expect(line).toMatchObject({ endpoint: 'ops_find', client_id: 'demo', status_code: 200 });
      expect(line.integration_id).toEqual(expect.any(String));
      expect(api.logLines.join()).not.toContain(booking_token);
    }
    const inspected = await auditOf('GET', `/ops/v1/bookings/${id}/inspection`);
    expect(inspected).toMatchObject({ booking_id: id, integration_id: bid });
    const unresolved = { client_id: 'demo', operation: 'confirm', subject: bid, outcome: 'not_executed' };
    expect(await auditOf('POST', '/ops/v1/open-outcomes/resolve', { body: unresolved })).toMatchObject({
      integration_id: bid,
      error_code: 'booking_not_found',
    });
  });

  test('refused ones too, with what is known of the key', async () => {
    const ofStranger = await auditOf('POST', '/ops/v1/reload', { headers: { 'x-ops-key': 'gwo_canary' } });
    expect(ofStranger).toMatchObject({
      endpoint: 'ops_reload',
      status_code: 401,
      error_code: 'unauthorized',
    });
    expect(ofStranger).not.toHaveProperty('operator');
    expect(await auditOf('POST', '/ops/v1/reload', { headers: { 'x-ops-key': 'gwo_read' } })).toMatchObject({
      operator: 'of-read',
      scope: 'read',
      status_code: 403,
      error_code: 'insufficient_scope',
    });
    expect(api.logLines.join()).not.toMatch(/gwo_(?:canary|read|act)/);
  });
});

describe('the configuration', () => {
  const read = async (query = '') =>
    (await withKey('GET', `/ops/v1/configuration${query}`, 'gwo_admin')).read(configurationSchema);

  test('tells every variable with what is in force and where it comes from', async () => {
    const { variables, misspelt, operators, sealing_keys } = await read();
    const told = Object.fromEntries(variables.map(({ name, origin, value }) => [name, [origin, value]]));
    expect(told).toMatchObject({
      STORE: ['environment', 'memory'],
      LOG_LEVEL: ['environment', 'silent'],
      INSTANCES: ['default', '3'],
      REDIS_URL: ['unset', null],
      NOTIFICATION_SECRET: ['environment', null],
      JOURNAL_REDIS_URL: ['environment', 'redis://***@journal.internal:6379/1?***'],
      SEALING_KEYS: ['environment', null],
    });
    expect(misspelt).toEqual([{ name: 'OPS_HOTS', meant: 'OPS_HOST' }]);
    expect(operators).toContainEqual({ name: 'of-act', scope: 'act' });
    expect(sealing_keys).toEqual({ ids: ['k1'], active: 'k1' });
  });

  test('tells the settings of a client with their defaults, and how many keys it has', async () => {
    const { clients } = await read('?client_id=demo');
    expect(clients).toMatchObject([
      {
        client_id: 'demo',
        live_keys: 1,
        expired_keys: 0,
        has_upstream_key: true,
        settings: { require_idempotency_key: false, cancellation_flow: 'one_step' },
      },
    ]);
    expectProblem(
      await withKey('GET', '/ops/v1/configuration?client_id=nobody', 'gwo_admin'),
      'client_not_found',
    );
  });

  test('holds no key, no hash and no credentials', async () => {
    const { text } = await withKey('GET', '/ops/v1/configuration', 'gwo_admin');
    const { SEALING_KEYS, BOOKING_ID_SECRET, OPS_KEY_HASHES } = api.config;
    const hashes = api.clients.flatMap(({ settings }) => settings.api_key_hashes);
    const [, sealingKey = ''] = SEALING_KEYS.split(':');
    const hexes = [...OPS_KEY_HASHES, ...hashes].map((hash) => String(hash).split('$')[2] ?? '');
    for (const secret of [sealingKey, BOOKING_ID_SECRET, ...hexes]) {
      expect(secret).not.toBe('');
      expect(text).not.toContain(secret);
    }
    expect(text).not.toContain('canary');
  });
});

test.each(guarded)('%s asks for an operator’s key', async (_name, { method, path }) => {
  const filled = path.replace(/:\w+/g, 'x');
  expectProblem(await sendTo(api.opsBaseUrl, method, filled), 'unauthorized');
});
