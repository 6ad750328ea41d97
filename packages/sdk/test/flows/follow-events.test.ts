/** The feed is read page after page from a cursor, over outages, and nothing is left out. */
import { followEvents } from '@partner-gateway/sdk/flows';
import { expect, test } from 'vitest';
import { clientOf } from '../support/client.ts';
import { type ScriptedServer, type Step, scriptedServer } from '../support/scripted-server.ts';
import { example, json, problem } from '../support/steps.ts';

const event = (id: string) => ({
  id,
  type: 'booking.status_changed',
  occurred_at: '2026-10-28T09:42:15.000Z',
  data: example('partner-notification'),
});
const pageOf = (next: string, ...ids: readonly string[]): Step => json(200, { events: ids.map(event), next });
const asked = ({ received }: ScriptedServer) =>
  received.map(({ url }) => Object.fromEntries(new URL(url, 'http://gateway').searchParams));

test('each page begins where the one before ended, until there is no event left', async () => {
  const server = await scriptedServer(pageOf('2-0', 'e1', 'e2'), pageOf('3-0', 'e3'), pageOf('3-0'));
  const read: string[] = [];
  for await (const { events, next } of followEvents(clientOf(server), {
    cursor: '1-0',
    limit: 2,
    follow: false,
  })) {
    read.push(...events.map(({ id }) => id), next);
  }
  expect(read).toEqual(['e1', 'e2', '2-0', 'e3', '3-0']);
  expect(asked(server)).toEqual(
    ['1-0', '2-0', '3-0'].map((since) => ({ since, limit: '2', wait_seconds: '0' })),
  );
});

test('following goes on over empty pages and over an outage, from the same place, and ends with the signal', async () => {
  const server = await scriptedServer(
    pageOf('1-0'),
    problem('events_unavailable', {}, { 'retry-after': '0' }),
    pageOf('2-0', 'e1'),
    () => stop.abort(),
  );
  const stop = new AbortController();
  const read: string[] = [];
  const pages = followEvents(clientOf(server, { retries: 0 }), { signal: stop.signal });
  for await (const { next } of pages) read.push(next);
  expect(read).toEqual(['2-0']);
  expect(asked(server).map(({ since }) => since)).toEqual([undefined, '1-0', '1-0', '2-0']);
});

test('what waiting does not repair is thrown', async () => {
  const server = await scriptedServer(problem('unauthorized'));
  await expect(followEvents(clientOf(server)).next()).rejects.toMatchObject({ kind: 'authentication' });
});

test('an error of the reader is his, and ends it', async () => {
  const server = await scriptedServer(pageOf('1-0', 'e1'));
  const reading = async () => {
    for await (const { next } of followEvents(clientOf(server))) throw new Error(`mine at ${next}`);
  };
  await expect(reading()).rejects.toThrow('mine at 1-0');
  expect(server.received).toHaveLength(1);
});

test('a sample for the webhook is asked for without a body, and its id handed back', async () => {
  const server = await scriptedServer(json(202, { id: 'msg_1' }));
  expect(await clientOf(server).testWebhook()).toEqual({ id: 'msg_1' });
  expect(server.received[0]).toMatchObject({ method: 'POST', url: '/v1/acme/webhooks/test', body: '' });
});
