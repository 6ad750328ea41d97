/** What signatures promise: every Standard Webhooks verifier accepts ours, and ours takes nothing that was not signed. */
import { inspect } from 'node:util';
import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import {
  parseWebhookSecret,
  type SignedHeaders,
  signWebhook,
  verifySignature,
  type WebhookSecret,
} from '../src/index.ts';
import { newSecretText, readSecret } from './support/secrets.ts';

const reference = {
  secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  webhook: {
    id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    payload: '{"test": 2432232314}',
    atMs: 1_614_265_330_000,
  },
  signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
};

const asCame = (headers: SignedHeaders) => ({
  id: headers['webhook-id'],
  timestamp: headers['webhook-timestamp'],
  signature: headers['webhook-signature'],
});

const verdictOf = (secrets: readonly WebhookSecret[], changed: { rawBody?: string; nowMs?: number } = {}) => {
  const { webhook } = reference;
  const headers = asCame(signWebhook([readSecret(reference.secret)], webhook));
  return verifySignature(secrets, { headers, rawBody: webhook.payload, nowMs: webhook.atMs, ...changed });
};

describe('a signature', () => {
  it('is that of the reference vector of Standard Webhooks', () => {
    expect(signWebhook([readSecret(reference.secret)], reference.webhook)).toEqual({
      'webhook-id': reference.webhook.id,
      'webhook-timestamp': '1614265330',
      'webhook-signature': reference.signature,
    });
  });

  it('is accepted by the library of Standard Webhooks, whichever of the active secrets the receiver knows', () => {
    fc.assert(
      fc.property(fc.json(), fc.uuid(), fc.integer({ min: 1, max: 3 }), (payload, id, count) => {
        const texts = Array.from({ length: count }, (_, index) => newSecretText(24 + 20 * index));
        const headers = signWebhook(texts.map(readSecret), { id, payload, atMs: Date.now() });
        for (const text of texts) new Webhook(text).verify(payload, { ...headers });
      }),
      { numRuns: 20 },
    );
  });

  it('of the library of Standard Webhooks is accepted here', () => {
    const text = newSecretText();
    const [id, nowMs, payload] = ['evt_1', 1_800_000_000_000, '{"bid":8451207,"name":"Đà Nẵng"}'];
    const signature = new Webhook(text).sign(id, new Date(nowMs), payload);
    const headers = { id, timestamp: '1800000000', signature };
    expect(verifySignature([readSecret(text)], { headers, rawBody: payload, nowMs })).toBe('ok');
    expect(verifySignature([readSecret(text)], { headers, rawBody: Buffer.from(payload), nowMs })).toBe('ok');
  });

  it('needs a secret', () => {
    expect(() => signWebhook([], reference.webhook)).toThrow(RangeError);
  });
});

describe('a signed request', () => {
  it('is ok by any of the secrets, and wrong by others or for another body', () => {
    const [known, other] = [readSecret(reference.secret), readSecret(newSecretText())];
    expect(verdictOf([known])).toBe('ok');
    expect(verdictOf([other, known])).toBe('ok');
    expect(verdictOf([other])).toBe('wrong');
    expect(verdictOf([])).toBe('wrong');
    expect(verdictOf([known], { rawBody: '{"test": 2432232315}' })).toBe('wrong');
  });

  it('is stale more than five minutes from now, either way', () => {
    const known = [readSecret(reference.secret)];
    const { atMs } = reference.webhook;
    expect(verdictOf(known, { nowMs: atMs + 300_000 })).toBe('ok');
    expect(verdictOf(known, { nowMs: atMs + 301_000 })).toBe('stale');
    expect(verdictOf(known, { nowMs: atMs - 301_000 })).toBe('stale');
  });

  it.each([
    ['no id', { id: '' }],
    ['no time', { timestamp: '' }],
    ['a time that is no number', { timestamp: 'now' }],
    ['no signature', { signature: '' }],
    [
      'a signature of another scheme',
      { signature: 'v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZ' },
    ],
  ])('with %s is malformed', (_name, changed) => {
    const headers = { ...asCame(signWebhook([readSecret(reference.secret)], reference.webhook)), ...changed };
    const request = { headers, rawBody: reference.webhook.payload, nowMs: reference.webhook.atMs };
    expect(verifySignature([readSecret(reference.secret)], request)).toBe('malformed');
  });

  it('is found genuine beside signatures of other schemes and secrets', () => {
    const { webhook } = reference;
    const signature = `v2,abcd v1, v1,AAAA ${reference.signature}`;
    const headers = { id: webhook.id, timestamp: '1614265330', signature };
    const request = { headers, rawBody: webhook.payload, nowMs: webhook.atMs };
    expect(verifySignature([readSecret(reference.secret)], request)).toBe('ok');
  });
});

describe('a secret', () => {
  it.each([
    ['without its prefix', 'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'does not begin with whsec_'],
    ['that is not base64', 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2La*aSw', 'is not base64'],
    ['of 23 bytes', newSecretText(23), 'is of 23 bytes, expected are 24 to 64'],
    ['of 65 bytes', newSecretText(65), 'is of 65 bytes, expected are 24 to 64'],
    ['of nothing', 'whsec_', 'is of 0 bytes'],
  ])('%s is refused by what is wrong with it, and is not quoted', (_name, text, reason) => {
    const parsed = parseWebhookSecret(text);
    expect(parsed).toMatchObject({ ok: false, reason: expect.stringContaining(reason) });
    expect(JSON.stringify(parsed)).not.toContain(text.slice(6) || 'no text');
  });

  it('is never printed', () => {
    const text = newSecretText();
    const secret = readSecret(text);
    const printed = JSON.stringify(secret) + inspect(secret, { depth: 5, showHidden: true });
    expect(printed).not.toContain(text.slice(6, 16));
    expect(printed).not.toContain(Buffer.from(text.slice(6), 'base64').toString('hex').slice(0, 10));
  });
});
