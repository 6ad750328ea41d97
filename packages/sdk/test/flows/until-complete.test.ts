/** A search goes on until it is complete, and what it found stays good however it ends. */
import type { SearchResult } from '@partner-gateway/sdk';
import { untilComplete } from '@partner-gateway/sdk/flows';
import { expect, test } from 'vitest';
import { clientOf, query } from '../support/client.ts';
import { type Step, scriptedServer } from '../support/scripted-server.ts';
import { example, json, problem } from '../support/steps.ts';

const found = example('search-response') as object;
const partial = (seconds = 0): Step => json(206, found, { 'retry-after': String(seconds) });
const complete = json(200, found);

const all = async (results: AsyncIterable<SearchResult>): Promise<readonly boolean[]> => {
  const told: boolean[] = [];
  for await (const result of results) {
    expect(result).toEqual({ ...found, complete: result.complete });
    told.push(result.complete);
  }
  return told;
};

test('each answer is handed on, up to the complete one', async () => {
  const server = await scriptedServer(partial(), partial(), complete);
  expect(await all(untilComplete(clientOf(server), query))).toEqual([false, false, true]);
  expect(server.received).toHaveLength(3);
});

test('a complete answer is the only one', async () => {
  const server = await scriptedServer(complete);
  expect(await all(untilComplete(clientOf(server), query))).toEqual([true]);
});

test('it asks again half a second later when the gateway does not say when', async () => {
  const server = await scriptedServer(json(206, found), complete);
  await all(untilComplete(clientOf(server), query));
  const [first, second] = server.received;
  expect((second?.atMs ?? 0) - (first?.atMs ?? 0)).toBeGreaterThanOrEqual(495);
});

test('a deadline that the next pause would pass ends it with what is there', async () => {
  const server = await scriptedServer(partial(5));
  expect(await all(untilComplete(clientOf(server), query, { deadlineMs: 4_000 }))).toEqual([false]);
  expect(server.received).toHaveLength(1);
});

test('an abort while it pauses ends it with what is there, within 250 ms', async () => {
  const server = await scriptedServer(partial(10));
  const stop = new AbortController();
  const results = untilComplete(clientOf(server), query, { signal: stop.signal });
  expect((await results.next()).value).toMatchObject({ complete: false });
  const next = results.next();
  const startedMs = performance.now();
  stop.abort();
  expect(await next).toEqual({ done: true, value: undefined });
  expect(performance.now() - startedMs).toBeLessThan(250);
});

test('an error after the first answer ends it with what is there', async () => {
  const server = await scriptedServer(partial(), problem('internal_error'));
  expect(await all(untilComplete(clientOf(server), query))).toEqual([false]);
});

test('an error in place of the first answer is thrown, an abort before it as well', async () => {
  const server = await scriptedServer(problem('unauthorized'));
  await expect(all(untilComplete(clientOf(server), query))).rejects.toMatchObject({ kind: 'authentication' });
  const aborted = untilComplete(clientOf(server), query, { signal: AbortSignal.abort() });
  await expect(all(aborted)).rejects.toMatchObject({ kind: 'abort' });
});

test('a reader that has enough stops the asking', async () => {
  const server = await scriptedServer(partial());
  for await (const result of untilComplete(clientOf(server), query)) {
    expect(result.complete).toBe(false);
    break;
  }
  expect(server.received).toHaveLength(1);
});
