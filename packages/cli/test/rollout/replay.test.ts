/** `rollout redact` and `rollout replay` at a gateway of one answer: what is sent, what is told, and how it ends. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import { exitCodes } from '../../src/failure.ts';
import { answeringServer, json } from '../support/answering-server.ts';
import { example, problem } from '../support/bodies.ts';
import { runCli } from '../support/run-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'partner-replay-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const page = readFileSync(new URL('../../../../docs/replay.md', import.meta.url), 'utf8');
const documented = JSON.parse(/```json\n([\s\S]+?)```/.exec(page)?.[1] ?? '');

const details = {
  ...documented,
  path: '/v1/acme/bookings/BK-8451207-7GQ2M',
  endpoint: 'booking_details',
  answer: { status: 200, ms: 80, body: example('booking-approved') },
};

let files = 0;
const fileOf = (...lines: readonly (object | string)[]): string => {
  files += 1;
  const path = join(folder, `${files}.jsonl`);
  writeFileSync(
    path,
    lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'),
  );
  return path;
};

const replay = (file: string, baseUrl: string, ...more: readonly string[]) =>
  runCli(['rollout', 'replay', file, '--speed', 'max', '--base-url', baseUrl, ...more], {
    profiles: { variables: { PARTNER_REPLAY_KEY_ACME: 'gwk_acme' } },
  });

test('the line of the page is one, and is sent as it stands there under the key of its client', async () => {
  const { baseUrl, asked } = await answeringServer(json(200, example('search-response-empty')));
  const { code } = await replay(fileOf(documented), baseUrl);

  expect(code).toBe(0);
  expect(asked.map(({ method, url }) => `${method} ${url.pathname}${url.search}`)).toEqual([
    `GET ${documented.path}`,
  ]);
  expect(asked[0]?.headers).toMatchObject({ 'x-api-key': 'gwk_acme', 'travelier-version': '2023-07-01' });
});

test('a price that differs is told with its field, and ends with 1', async () => {
  const dearer = {
    ...(example('booking-approved') as object),
    total_price: { amount: '43.00', currency: 'USD' },
  };
  const { baseUrl } = await answeringServer(json(200, dearer));
  const { code, stdout } = await replay(fileOf(details, details), baseUrl);

  expect(code).toBe(exitCodes.unhealthy.code);
  expect(stdout).toContain('booking_details\tacme\t2\t0.00 %');
  expect(stdout).toContain('differs: 2 times price total_price.amount');
});

test('a refusal of what was granted is told by its code, and a day that is not alike is so in JSON too', async () => {
  const { baseUrl } = await answeringServer(json(404, problem('booking_not_found')));
  const { code, stdout } = await replay(fileOf(details), baseUrl, '--json');

  expect(code).toBe(exitCodes.unhealthy.code);
  expect(JSON.parse(stdout).refusals).toEqual([
    { endpoint: 'booking_details', code: 'booking_not_found', count: 1 },
  ]);
});

test('where nobody answers every line is one without an answer, and the replay goes on to its end', async () => {
  const { stdout, code } = await replay(fileOf(details, documented), 'http://127.0.0.1:1', '--json');

  expect(code).toBe(exitCodes.unhealthy.code);
  expect(JSON.parse(stdout)).toMatchObject({
    sent: 2,
    refusals: [{ code: 'no_answer' }, { code: 'no_answer' }],
  });
});

test('a part of the day and some endpoints can be chosen, of a packed file too', async () => {
  const later = { ...details, at: '2026-11-28T12:00:00Z' };
  const path = join(folder, 'day.jsonl.gz');
  writeFileSync(path, gzipSync([details, later, documented].map((line) => JSON.stringify(line)).join('\n')));
  const { baseUrl, asked } = await answeringServer(json(200, example('booking-approved')));
  const chosen = ['--from', '2026-11-28T11:00Z', '--endpoints', 'booking_details'];
  const { code, stdout } = await replay(path, baseUrl, '--json', ...chosen);

  expect(code).toBe(0);
  expect(asked).toHaveLength(1);
  expect(JSON.parse(stdout).skipped).toEqual({ not_chosen: 2 });
});

test('lines that cannot be read are counted and named, and left out of what is written', async () => {
  const { code, stdout, stderr } = await runCli([
    'rollout',
    'redact',
    fileOf('no line', documented, '{"at":1}'),
  ]);

  expect(code).toBe(0);
  expect(stdout.trim().split('\n')).toHaveLength(1);
  expect(stderr).toContain('2 lines could not be read: 1, 3. They were left out.');
});

test.each([
  ['rollout replay nowhere.jsonl --base-url http://127.0.0.1:1', 'nowhere.jsonl cannot be read (ENOENT)'],
  ['rollout redact nowhere.jsonl.gz', 'nowhere.jsonl.gz cannot be read (ENOENT)'],
  ['rollout replay x --speed 0', 'max'],
  ['rollout replay x --base-url gateway', '--base-url is not an http(s) URL'],
])('%s says what is wrong', async (line, text) => {
  const { code, stderr } = await runCli(line);

  expect([exitCodes.usage.code, exitCodes.configuration.code]).toContain(code);
  expect(stderr).toContain(text);
});

test('a file of keys that others may read is refused', async () => {
  const keys = join(folder, 'keys.json');
  writeFileSync(keys, JSON.stringify({ acme: 'gwk_acme' }), { mode: 0o644 });
  const { code, stderr } = await replay(fileOf(details), 'http://127.0.0.1:1', '--keys', keys);

  expect(code).toBe(exitCodes.configuration.code);
  expect(stderr).toContain('chmod 600');
});
