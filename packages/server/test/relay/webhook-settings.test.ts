/** The webhook of a client in the client settings: what cannot be sent to, or with, is said by name when it is read. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { UnusableSource } from '../../src/errors.ts';
import { createPartnersReader } from '../../src/partners/client-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'webhook-settings-'));
afterAll(() => rmSync(folder, { recursive: true }));

const example = JSON.parse(
  readFileSync(new URL('../../../../docs/clients.example.json', import.meta.url), 'utf8'),
);
const usual = { url: 'https://hooks.acme.com/bookings', auth_header: 'X-Hook-Key', secret_ref: 'hooks/acme' };

const mistakesOf = (webhook: object, secret = 'a word between us'): readonly string[] => {
  const file = join(folder, 'clients.json');
  writeFileSync(
    file,
    JSON.stringify({ clients: [{ ...example.clients[0], webhook: { ...usual, ...webhook } }] }),
  );
  try {
    createPartnersReader(file, () => secret)();
    return [];
  } catch (error) {
    if (error instanceof UnusableSource) return error.mistakes.map(({ field }) => field);
    throw error;
  }
};

describe('the header of a webhook', () => {
  test.each(['X-Hook-Key', 'Authorization', 'api-key'])('may be %s', (auth_header) => {
    expect(mistakesOf({ auth_header })).toEqual([]);
  });

  test.each([
    'Host',
    'content-length',
    'Transfer-Encoding',
    'Content-Type',
    'Webhook-Id',
    'Expect',
    'x y',
    'x:',
  ])('is refused when it is %s', (auth_header) => {
    expect(mistakesOf({ auth_header })).toEqual(['clients.0.webhook.auth_header']);
  });

  test.each(['one\r\nx-injected: two', 'one\ntwo', 'nul\u0000', 'Schlüssel'])(
    'is refused when its secret holds what no header can hold',
    (secret) => {
      expect(mistakesOf({}, secret)).toEqual(['clients.0.webhook.secret_ref']);
    },
  );
});

test.each([
  'http://hooks.acme.com/',
  'https://hooks.acme.com:22/',
  'https://127.0.0.1/',
  'https://169.254.169.254/latest/meta-data',
  'https://[::ffff:10.0.0.1]/',
  'https://0x7f.1/',
  'https://redis.svc/',
  'https://user:word@hooks.acme.com/',
])('the URL is refused when it is %s', (url) => {
  expect(mistakesOf({ url })).toEqual(['clients.0.webhook.url']);
});
