/** The last log lines: those of a client, and of every request that was about a booking. */
import { type LogLines, logLinesSchema } from '@partner-gateway/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Api, startApi } from '../support/api.ts';
import { reserve } from '../support/builders.ts';
import { expectProblem } from '../support/problems.ts';

let api: Api;
let bookingId: string;
beforeAll(async () => {
  api = await startApi();
  bookingId = (await reserve(api.as('demo'))).id;
  await api.as('demo').post(`/bookings/${bookingId}/confirm`);
  await api.as('rival').get('/bookings/BK-1', { 'x-correlation-id': 'of-a-rival' });
  await api.as('demo').get('/itineraries?pax=0', { 'x-correlation-id': 'malformed' });
});
afterAll(() => api.close());

const read = async (query: Record<string, string> = {}): Promise<LogLines> =>
  (await api.ops(`/ops/v1/log-lines?${new URLSearchParams(query)}`)).read(logLinesSchema);

test('are the lines that are written, with their fields', async () => {
  const { lines } = await read({ about: 'malformed' });
  const written = api.logLines
    .map((line) => JSON.parse(line))
    .filter((line) => line.correlation_id === 'malformed');
  const bare = ({ timestamp: _at, ...line }: Record<string, unknown>) => line;
  expect(lines.length).toBeGreaterThan(1);
  expect(lines.map(bare)).toEqual(written.filter(({ level }) => level !== 'debug').map(bare));
});

test('of a client are of no other', async () => {
  const { lines } = await read({ client_id: 'rival' });
  expect(lines.map(({ client_id }) => client_id)).toEqual(lines.map(() => 'rival'));
  expect(lines.some(({ correlation_id }) => correlation_id === 'of-a-rival')).toBe(true);
});

test.each([
  ['as it was issued', (id: string) => id],
  ['by 12go’s number', (id: string) => id.split('-')[1] ?? ''],
])('about a booking %s hold the calls of 12go that were made for it', async (_how, toText) => {
  const { lines } = await read({ about: toText(bookingId) });
  const told = lines.map((line) => line['12go_endpoint'] ?? line.endpoint);
  expect(told).toEqual(expect.arrayContaining(['reserve', 'create_booking', 'confirm', 'confirm_booking']));
  expect(lines.filter(({ client_id }) => client_id === 'rival')).toEqual([]);
});

test('of a level hold nothing below it', async () => {
  api.sandbox.scenarios.set({ operation: 'booking', scenario: 'server_error', times: 1 });
  await api.as('demo').get(`/bookings/${bookingId}`);
  const { lines } = await read({ level: 'warn' });
  expect(lines.length).toBeGreaterThan(0);
  expect(lines.filter(({ level }) => level === 'info')).toEqual([]);
});

test('are the newest where there is a limit, which says how many it left out', async () => {
  const all = await read();
  const last = await read({ limit: '3' });
  expect(last.lines).toEqual(all.lines.slice(-3));
  expect(last.skipped).toBe(all.lines.length - 3);
});

test('after a cursor are those that came since, and the cursor of another instance leaves nothing out', async () => {
  const before = await read();
  await api.as('demo').get('/bookings/BK-2', { 'x-correlation-id': 'came-since' });
  const since = await read({ after: `00000000.9,${before.cursor}` });
  expect(new Set(since.lines.map(({ correlation_id }) => correlation_id))).toEqual(new Set(['came-since']));
  expect((await read({ after: '00000000.9' })).lines.length).toBeGreaterThan(before.lines.length);
});

test('a cursor that is none, a client that there is not, and a level that there is not are refused by name', async () => {
  for (const [query, field] of [
    ['after=yesterday', 'after'],
    ['level=loud', 'level'],
    ['limit=0', 'limit'],
  ] as const) {
    const answer = await api.ops(`/ops/v1/log-lines?${query}`);
    expectProblem(answer, 'invalid_request');
    expect(JSON.parse(answer.text).fields[0].field).toContain(field);
  }
  expectProblem(await api.ops('/ops/v1/log-lines?client_id=nobody'), 'client_not_found');
});
