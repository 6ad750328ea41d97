/** The ops listener: probes and its own document without a key, and nothing else. */
import {
  healthSchema,
  type OpsScope,
  opsContract,
  opsScopes,
  readinessSchema,
} from '@partner-gateway/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hashApiKey } from '../../src/partners/api-keys.ts';
import { type Api, sendTo, startApi } from '../support/api.ts';
import { expectProblem } from '../support/problems.ts';

const keyOf = (scope: OpsScope): string => `gwo_${scope}`;

let api: Api;
beforeAll(async () => {
  api = await startApi({
    environment: {
      OPS_KEY_HASHES: [
        ...opsScopes.map((scope) => `of-${scope}:${scope}=${hashApiKey(keyOf(scope), scope)}`),
        `old=${hashApiKey('gwo_old', 'old')}`,
      ].join(),
      METRICS_ACCESS: 'key',
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
  reload: 'act',
  openOutcomes: 'read',
  resolveOutcome: 'act',
  upstreamLimits: 'read',
  changeUpstreamLimits: 'act',
  logLines: 'read',
  state: 'read',
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

test.each(guarded)('%s asks for an operator’s key', async (_name, { method, path }) => {
  const filled = path.replace(/:\w+/g, 'x');
  expectProblem(await sendTo(api.opsBaseUrl, method, filled), 'unauthorized');
});
