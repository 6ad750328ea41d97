/** Secrets that stand in files: taken at start, taken anew when they change, and never half. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hashApiKey } from '@partner-gateway/api-keys';
import { readConfig, secretVariables } from '@partner-gateway/settings';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Api, sendTo, startApi } from '../support/api.ts';
import { bangkokData, bangkokTrip, open } from '../support/builders.ts';

const folder = mkdtempSync(join(tmpdir(), 'partner-gateway-secrets-'));
const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const key = (id: string, byte: number) => `${id}:${Buffer.alloc(32, byte).toString('base64')}`;
const operator = (name: string, opsKey: string) => `${name}=${hashApiKey(opsKey, 'salt')}`;

let api: Api;
beforeAll(async () => {
  api = await startApi({
    environment: {
      SEALING_KEYS_FILE: file('sealing', `${key('k1', 1)}\n`),
      OPS_KEY_HASHES_FILE: file('operators', operator('lan', 'gwo_first')),
      SECRETS_REFRESH_SECONDS: '3600',
      METRICS_ACCESS: 'key',
    },
  });
});
afterAll(async () => {
  await api.close();
  rmSync(folder, { recursive: true, force: true });
});

const ops = (method: string, path: string, opsKey: string) =>
  sendTo(api.opsBaseUrl, method, path, { headers: { 'x-ops-key': opsKey } });
const secrets = () => api.gateway.parts.copies.secrets;
const stateOf = async () => {
  const { checks } = JSON.parse((await api.send('GET', '/ready')).text) as {
    checks: { name: string; status: string }[];
  };
  return checks.find(({ name }) => name === 'secrets')?.status;
};

it('two operators’ keys are live at once, and one that was taken out is not', async () => {
  expect((await ops('GET', '/ops/v1/open-outcomes', 'gwo_first')).status).toBe(200);
  expect((await ops('GET', '/ops/v1/open-outcomes', 'gwo_second')).status).toBe(401);
  file('operators', `${operator('lan', 'gwo_first')},${operator('minh', 'gwo_second')}`);
  expect((await ops('POST', '/ops/v1/reload', 'gwo_first')).status).toBe(200);
  expect((await ops('GET', '/ops/v1/open-outcomes', 'gwo_second')).status).toBe(200);
  file('operators', operator('minh', 'gwo_second'));
  await secrets().refresh();
  expect((await ops('GET', '/ops/v1/open-outcomes', 'gwo_first')).status).toBe(401);
});

it('a sealing key is changed under way: tokens of the old one work until it is gone', async () => {
  const demo = api.as('demo');
  const create = async (booking_token: string) =>
    (await demo.post('/bookings', { booking_token, booking_data: bangkokData() })).status;
  const { booking_token: old } = await open(demo, bangkokTrip());
  const { booking_token: late } = await open(demo, bangkokTrip());
  expect(old.startsWith('k1.')).toBe(true);
  file('sealing', `${key('k2', 2)},${key('k1', 1)}`);
  await secrets().refresh();
  const { booking_token: fresh } = await open(demo, bangkokTrip());
  expect(fresh.startsWith('k2.')).toBe(true);
  expect(await create(old)).toBe(200);
  file('sealing', key('k2', 2));
  await secrets().refresh();
  expect(await create(late)).toBe(422);
  expect(await create(fresh)).toBe(200);
});

it('a file that cannot be used changes nothing, and is said by name in the log and in /ready', async () => {
  file('sealing', 'canary-of-a-key');
  expect(await secrets().refresh()).toBe(false);
  expect(await stateOf()).toBe('degraded');
  expect((await open(api.as('demo'), bangkokTrip())).booking_token.startsWith('k2.')).toBe(true);
  expect(api.logLines.some((line) => line.includes('The secrets could not be refreshed'))).toBe(true);
  expect(api.logLines.some((line) => line.includes('canary-of-a-key'))).toBe(false);
  const refused = await ops('POST', '/ops/v1/reload', 'gwo_second');
  expect([refused.status, refused.text.includes('canary')]).toEqual([422, false]);
  file('sealing', key('k2', 2));
  await secrets().refresh();
  expect(await stateOf()).toBe('ok');
});

it('they are looked at by themselves', async () => {
  const quick = await startApi({
    environment: {
      OPS_KEY_HASHES_FILE: file('quick', operator('lan', 'gwo_old')),
      SECRETS_REFRESH_SECONDS: '1',
    },
  });
  try {
    file('quick', operator('lan', 'gwo_new'));
    const status = async () =>
      (
        await sendTo(quick.opsBaseUrl, 'GET', '/ops/v1/open-outcomes', {
          headers: { 'x-ops-key': 'gwo_new' },
        })
      ).status;
    await expect.poll(status).toBe(200);
  } finally {
    await quick.close();
  }
});

it.each(secretVariables)(
  '%s and its file together are an error, and so is a file that says nothing',
  (name) => {
    const problemsOf = (environment: Record<string, string>): string => {
      try {
        readConfig(environment);
        return '';
      } catch (error) {
        return String(error);
      }
    };
    const path = file(`of-${name}`, 'redis://canary');
    expect(problemsOf({ [name]: 'x', [`${name}_FILE`]: path })).toContain(
      `${name} and ${name}_FILE: keep one of the two`,
    );
    expect(problemsOf({ [`${name}_FILE`]: file('empty', ' \n') })).toContain(
      `${name}_FILE: the file is empty`,
    );
    const missing = problemsOf({ [`${name}_FILE`]: join(folder, 'canary-path') });
    expect(missing).toContain(`${name}_FILE: the file cannot be read`);
    expect(missing).not.toContain('canary');
  },
);

it('/metrics asks for an operator’s key, as header or bearer token, where the setting says so', async () => {
  const scrape = (headers: Record<string, string>) => sendTo(api.opsBaseUrl, 'GET', '/metrics', { headers });
  expect((await scrape({})).status).toBe(401);
  expect((await scrape({ authorization: 'Bearer wrong' })).status).toBe(401);
  for (const headers of [{ 'x-ops-key': 'gwo_second' }, { authorization: 'Bearer gwo_second' }]) {
    const answer = await scrape(headers);
    expect([answer.status, answer.text.includes('gateway_request_duration')]).toEqual([200, true]);
  }
});
