/** The router as a process: what it refuses to start with, how it ends, and the rollout of its file. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hashApiKey } from '@partner-gateway/api-keys';
import { flagsSchema, untouched } from '@partner-gateway/rollout';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '../../server/test/support/free-port.ts';
import { until } from '../../write-guard/test/support/until.ts';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'router-'));
const file = join(folder, 'rollout.json');
const old = createServer((request, response) => setTimeout(() => response.end(request.url), 300));
let oldUrl = '';

beforeAll(async () => {
  await new Promise<void>((resolve) => old.listen(0, '127.0.0.1', resolve));
  oldUrl = `http://127.0.0.1:${(old.address() as AddressInfo).port}`;
});
afterAll(() => {
  old.close();
  rmSync(folder, { recursive: true });
});

const start = (environment: Readonly<Record<string, string>>) => {
  const child = spawn(process.execPath, ['--conditions=@partner-gateway/source', main], {
    env: { PATH: process.env.PATH, ...environment },
  });
  let told = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      told += chunk;
    });
  return { child, told: () => told, ended: once(child, 'exit') as Promise<[number | null]> };
};

const settings = async () => ({
  HOST: '127.0.0.1',
  PORT: String(await freePort()),
  OPS_PORT: String(await freePort()),
  LEGACY_BASE_URL: oldUrl,
  GATEWAY_BASE_URL: 'http://127.0.0.1:9',
  ROLLOUT_FILE: file,
  OPS_KEY_HASHES: `lan:act=${hashApiKey('the key', 'ops')}`,
});

const rollout = (revision: number) =>
  JSON.stringify({ ...untouched, revision, rules: [{ endpoint: 'search', client: '*', mode: 'shadow' }] });

describe('it does not start', () => {
  test('without its settings, and names all of them', async () => {
    const { ended, told } = start({});

    expect((await ended)[0]).toBe(1);
    expect(told()).toContain('The router cannot start with these settings');
    for (const name of ['LEGACY_BASE_URL', 'GATEWAY_BASE_URL'])
      expect(told()).toContain(`${name} is required`);
  });

  test('with a file of the rollout that cannot be used, and says what is wrong with it', async () => {
    writeFileSync(
      file,
      JSON.stringify({ ...untouched, rules: [{ endpoint: 'serach', client: '*', mode: 'gateway' }] }),
    );
    const { ended, told } = start(await settings());

    expect((await ended)[0]).toBe(1);
    expect(told()).toContain('rules.0.endpoint: is none that is moved');
  });
});

test('it follows its file while it runs, keeps what it has when the file is broken, and ends in order', async () => {
  writeFileSync(file, rollout(3));
  const given = await settings();
  const { child, ended } = start({ ...given, DRAIN_SECONDS: '1' });
  const [url, ops] = [`http://127.0.0.1:${given.PORT}`, `http://127.0.0.1:${given.OPS_PORT}`];
  const flags = async () => {
    const response = await fetch(`${ops}/rollout/v1/flags`, { headers: { 'x-ops-key': 'the key' } });
    return flagsSchema.parse(await response.json());
  };
  await until(async () => expect((await fetch(`${url}/ready`)).status).toBe(200));
  expect((await flags()).rollout.revision).toBe(3);
  writeFileSync(file, rollout(4));
  await until(async () => expect((await flags()).rollout.revision).toBe(4));
  writeFileSync(file, '{');
  await until(async () => expect((await flags()).file?.status).toBe('refused'));
  expect((await flags()).rollout.revision).toBe(4);

  const asked = fetch(`${url}/v1/acme/stations`);
  child.kill('SIGTERM');
  await until(async () => expect((await fetch(`${url}/ready`)).status).toBe(503));
  expect((await fetch(`${url}/v1/acme/pois`)).status).toBe(200);
  expect(await (await asked).text()).toBe('/v1/acme/stations');
  expect((await ended)[0]).toBe(0);
}, 30_000);

test('nobody changes the rollout without a key that may', async () => {
  writeFileSync(file, rollout(5));
  const given = await settings();
  const { child, ended } = start({ ...given, DRAIN_SECONDS: '0' });
  const ops = `http://127.0.0.1:${given.OPS_PORT}/rollout/v1/flags`;
  await until(async () => expect((await fetch(`http://127.0.0.1:${given.PORT}/ready`)).status).toBe(200));
  const post = (key: string, body: unknown) =>
    fetch(ops, {
      method: 'POST',
      headers: { 'x-ops-key': key, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const change = { kind: 'set', rule: { endpoint: 'search', client: '*', mode: 'gateway' } };

  expect((await post('', { change, reason: 'x' })).status).toBe(401);
  expect((await post('another', { change, reason: 'x' })).status).toBe(401);
  expect((await post('the key', { change })).status).toBe(400);
  expect((await post('the key', { change, reason: 'x', expected_revision: 4 })).status).toBe(409);
  expect((await post('the key', { change, reason: 'x', expected_revision: 5 })).status).toBe(200);
  child.kill('SIGTERM');
  await ended;
}, 30_000);
