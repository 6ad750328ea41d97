/** The ops listener: probes and its own document without a key, and nothing else. */
import { healthSchema, opsContract, readinessSchema } from '@partner-gateway/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Api, sendTo, startApi } from '../support/api.ts';
import { expectProblem } from '../support/problems.ts';

let api: Api;
beforeAll(async () => {
  api = await startApi();
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

test.each(Object.entries(opsContract).filter(([, { metadata }]) => metadata.auth === 'ops'))(
  '%s asks for an operator’s key',
  async (_name, { method, path }) => {
    const filled = path.replace(/:\w+/g, 'x');
    expectProblem(await sendTo(api.opsBaseUrl, method, filled), 'unauthorized');
  },
);
