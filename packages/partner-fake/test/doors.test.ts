/** The three doors of the fake lead to one memory: handlers of msw, a `fetch`, a port. */

import { partnerContract } from '@partner-gateway/contract';
import { setupServer } from 'msw/node';
import { expect, test } from 'vitest';
import { operationNames, operationOf } from '../src/answer/operations.ts';
import { createPartnerFake } from '../src/index.ts';

test('handlers, fetch and port answer the same', async () => {
  const fake = createPartnerFake({ baseUrl: 'https://gateway.example/partners/' });
  const server = setupServer(...fake.handlers);
  server.listen();
  const headers = { 'x-api-key': fake.apiKey };
  const path = `/v1/${fake.clientId}/pois/GetList?locale=en`;
  const byHandler = await fetch(`https://gateway.example/partners${path}`, { headers });
  const byFetch = await fake.fetch(`https://gateway.example/partners${path}`, { headers });
  fake.scenarios.set({ operation: 'health', scenario: 'lost_answer', times: 2 });
  await expect(fetch('https://gateway.example/partners/health')).rejects.toThrow(TypeError);
  server.close();
  const listening = await fake.listen();
  const byPort = await fetch(listening.baseUrl + path, { headers });
  await expect(fetch(`${listening.baseUrl}/health`)).rejects.toThrow(TypeError);
  const lists = await Promise.all([byHandler, byFetch, byPort].map((answer) => answer.json()));
  expect(lists[0]).toHaveLength(9);
  expect(lists[1]).toEqual(lists[0]);
  expect(lists[2]).toEqual(lists[0]);
  const fileUrl = String(await (await fetch(`${listening.baseUrl}/v1/acme/pois`, { headers })).json());
  const file = await fetch(fileUrl);
  expect(await file.json()).toContainEqual({ Id: 'THBKK', name: 'Bangkok' });
  await listening.close();
});

test('a fetch that is aborted rejects with the reason', async () => {
  const fake = createPartnerFake();
  fake.scenarios.set({ operation: 'health', scenario: 'slow', delayMs: 60_000 });
  const controller = new AbortController();
  const call = fake.fetch(`${fake.baseUrl}/health`, { signal: controller.signal });
  controller.abort(new Error('enough'));
  await expect(call).rejects.toThrow('enough');
});

test('every operation of the contract is there, at its path', () => {
  type Route = {
    readonly method: string;
    readonly path: string;
    readonly metadata: { readonly auth: string };
  };
  const isRoute = (value: unknown): value is Route =>
    typeof value === 'object' && value !== null && 'path' in value;
  const routesIn = (tree: object): readonly Route[] =>
    Object.values(tree).flatMap((one: unknown) => (isRoute(one) ? [one] : routesIn(Object(one))));
  const asked = routesIn(partnerContract)
    .filter(({ metadata }) => metadata.auth === 'partner' || metadata.auth === 'none')
    .map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`);
  const there = operationNames.map((name) => `${operationOf(name).method} ${operationOf(name).path}`);
  expect(asked.filter((one) => !one.startsWith('PUT')).toSorted()).toEqual(there.toSorted());
});
