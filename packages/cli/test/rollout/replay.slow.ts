/** A day recorded, redacted and replayed at a real gateway: what differs is told, and nothing is written. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RecordedLine } from '@partner-gateway/rollout';
import { startEmbedded } from '@partner-gateway/server/embedded';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { exitCodes } from '../../src/failure.ts';
import { runCli } from '../support/run-cli.ts';
import { recordDay } from './recorded-day.ts';

type Embedded = Awaited<ReturnType<typeof startEmbedded>>;

const folder = mkdtempSync(join(tmpdir(), 'partner-replay-'));
const [raw, redacted] = [join(folder, 'day.jsonl'), join(folder, 'redacted.jsonl')];
const date = new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10);

let embedded: Embedded;
let recorded: RecordedLine[];
beforeAll(async () => {
  embedded = await startEmbedded({ clients: { demo: { itinerary_id_mode: 'plain' } } });
  recorded = await recordDay(embedded, date);
  writeFileSync(raw, `${recorded.map((line) => JSON.stringify(line)).join('\n')}\nno line\n`);
  const { stdout, stderr } = await runCli(['rollout', 'redact', raw]);
  writeFileSync(redacted, stdout);
  expect(stderr).toContain('1 line could not be read: 11. They were left out.');
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await embedded.close();
});

const replay = (file: string, ...more: string[]) =>
  runCli(['rollout', 'replay', file, '--speed', 'max', '--json', ...more], {
    settings: { baseUrl: embedded.baseUrl },
    profiles: { variables: { PARTNER_REPLAY_KEY_DEMO: embedded.apiKey } },
  });

const written = () => embedded.sandbox.ledger.map(({ operation }) => operation);

test('the redacted day has its lines, and nobody in them', async () => {
  const { stdout } = await runCli(['rollout', 'redact', raw]);
  expect(stdout.trim().split('\n')).toHaveLength(recorded.length);
  for (const canary of ['canary', 'Canarina', 'Tran', '61400111222', embedded.apiKey, 'k1.'])
    expect(stdout).not.toContain(canary);
});

test('reads are sent for real and are alike, and nothing is written, not even a cart', async () => {
  const before = written();
  const { code, stdout } = await replay(redacted);
  const outcome = JSON.parse(stdout);

  expect(written()).toEqual(before);
  expect(outcome).toMatchObject({
    lines: 10,
    sent: 7,
    skipped: { opens_a_cart: 2, would_write: 1 },
    refusals: [],
  });
  for (const { compared, identical } of outcome.report.matches) expect(identical).toBe(compared);
  expect(code).toBe(exitCodes.success.code);
});

test('with carts allowed, carts are opened, a create is a quote, and that is all', async () => {
  const before = written();
  const { stdout } = await replay(redacted, '--open-carts', '--endpoints', 'get_itinerary,create_booking');
  const outcome = JSON.parse(stdout);

  expect(written().slice(before.length)).toEqual(['addToCart']);
  expect(outcome).toMatchObject({ sent: 2, refusals: [] });
  const create = outcome.report.matches.find(
    ({ endpoint }: { endpoint: string }) => endpoint === 'create_booking',
  );
  expect(create).toMatchObject({ compared: 1, identical: 1 });
});

test('a recording as it came is replayed too, and lines that are none are counted and named', async () => {
  const { stdout } = await replay(raw, '--endpoints', 'station_list,ticket');
  expect(JSON.parse(stdout)).toMatchObject({
    lines: 11,
    sent: 2,
    unreadable: { count: 1, first: [11] },
    refusals: [],
  });
});

test('a client without a key is left out, and nothing sent proves nothing', async () => {
  const { code, stderr, stdout } = await runCli(['rollout', 'replay', redacted, '--speed', 'max', '--json'], {
    settings: { baseUrl: embedded.baseUrl },
  });
  expect(code).toBe(exitCodes.unhealthy.code);
  expect(JSON.parse(stdout)).toMatchObject({ sent: 0, skipped: { no_key: 10 } });
  expect(stderr).toContain('nothing is proven');
});
