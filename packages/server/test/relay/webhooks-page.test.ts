/** The page about webhooks: its way to verify a signature works, and its shape, headers and schedule are those of the code. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { partnerNotificationSchema } from '@partner-gateway/contract';
import { readConfig } from '@partner-gateway/settings';
import { parseWebhookSecret, signWebhook } from '@partner-gateway/webhooks';
import { expect, test } from 'vitest';

const page = readFileSync(new URL('../../../../docs/webhooks.md', import.meta.url), 'utf8');
const sampleOf = (language: string): string =>
  new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``).exec(page)?.[1] ?? '';

type Verify = (secret: string, headers: object, body: string, nowSeconds: number) => boolean;

test('its way to verify takes what the gateway signs, and nothing else', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'webhooks-page-'));
  const file = join(folder, 'verify.mjs');
  writeFileSync(file, sampleOf('js'));
  const { isGenuine } = (await import(pathToFileURL(file).href)) as { isGenuine: Verify };
  rmSync(folder, { recursive: true });
  const text = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
  const parsed = parseWebhookSecret(text);
  if (!parsed.ok) throw new Error(parsed.reason);
  const payload = sampleOf('json');
  const headers = signWebhook([parsed.secret], { id: 'evt_1', payload, atMs: 1_793_180_535_000 });
  expect(isGenuine(text, headers, payload, 1_793_180_535)).toBe(true);
  expect(isGenuine(text, headers, `${payload} `, 1_793_180_535)).toBe(false);
  expect(isGenuine(text, headers, payload, 1_793_180_535 + 301)).toBe(false);
  expect(isGenuine('whsec_plJ3nmyCDGBKInavdOK15jsl1qGpOkWv', headers, payload, 1_793_180_535)).toBe(false);
});

test('its example is in the shape of the contract', () => {
  const example = JSON.parse(sampleOf('json'));
  expect(partnerNotificationSchema.parse(example)).toEqual(example);
});

test('its schedule is the one of the settings', () => {
  const { WEBHOOK_RETRY_SECONDS: seconds } = readConfig({
    STORE: 'memory',
    CLIENTS_FILE: '/c',
    SECRETS_DIR: '/s',
    SEALING_KEYS: `k1:${Buffer.alloc(32, 1).toString('base64')}`,
    BOOKING_ID_SECRET: Buffer.alloc(32, 2).toString('base64'),
    TWELVEGO_BASE_URL: 'https://a.example',
    FUJI_BASE_URL: 'https://b.example',
    RATES_URL: 'https://c.example',
    CREDIT_LINE_URL: 'https://d.example',
  });
  expect(seconds).toEqual([30, 300, 1800]);
  expect(page.replaceAll(/\s+/g, ' ')).toContain('sent again after 30 seconds, 5 minutes and 30 minutes');
});
