/** What the guard of URLs promises: public https endpoints pass, whatever leads inside is refused however it is spelt. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseWebhookUrl } from '../src/index.ts';
import { innerHosts } from './support/spellings.ts';

const strict = { allowPrivate: false };
const lenient = { allowPrivate: true };

describe('a webhook URL', () => {
  it.each([
    'https://hooks.acme.com/bookings',
    'https://hooks.acme.com:8443/bookings?tenant=7',
    'https://HOOKS.acme.com:443/',
    'https://hooks.acme.co.th',
    'https://bücher.example/x',
    'https://93.184.215.14/hook',
    'https://172.15.255.255/',
    'https://172.32.0.1/',
    'https://100.63.0.1/',
    'https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/hook',
    'https://[64:ff9b::93.184.215.14]/',
    'https://127.0.0.1.nip.io/',
  ])('%s passes', (text) => {
    expect(parseWebhookUrl(text, strict)).toMatchObject({ ok: true });
  });

  it('names at least sixty spellings of inner hosts here, and each is refused', () => {
    expect(new Set(innerHosts).size).toBeGreaterThan(60);
    const passed = innerHosts.filter((host) => parseWebhookUrl(`https://${host}/hook`, strict).ok);
    expect(passed).toEqual([]);
  });

  it.each([
    ['ftp://hooks.acme.com/', 'the scheme is not https'],
    ['http://hooks.acme.com/', 'the scheme is not https'],
    ['file:///etc/passwd', 'the scheme is not https'],
    ['https://hooks.acme.com:6379/', 'the port is none of 443 and 8443'],
    ['https://hooks.acme.com:80/', 'the port is none of 443 and 8443'],
    ['https://user:word@hooks.acme.com/', 'a user name or a password'],
    ['https://user@hooks.acme.com/', 'a user name or a password'],
    ['https://:word@hooks.acme.com/', 'a user name or a password'],
    ['https://hooks.acme.com/#top', 'a fragment'],
    ['https://hooks.acme.com/#', 'a fragment'],
    ['https://hooks.acme.com\\@127.0.0.1/', 'a backslash'],
    ['https://hooks.acme.com/a b', 'a blank'],
    ['https://127.0.0.1\t/', 'a blank'],
    ['https://hooks.acme.com/\u0000', 'a control character'],
    ['hooks.acme.com', 'not a URL'],
    ['', 'not a URL'],
    ['https://', 'not a URL'],
    ['https://1.2.3.4.5/', 'not a URL'],
    ['https://10.0.0.1/', 'the host is a private address, expected is a public host'],
    ['https://[::1]/', 'the host is a loopback address, expected is a public host'],
    ['https://redis/', 'a name without a dot'],
    ['https://a.internal/', 'a name of an inner network'],
    [`https://hooks.acme.com/${'a'.repeat(2_048)}`, 'longer than 2048'],
  ])('%j is refused by what is wrong with it', (text, reason) => {
    expect(parseWebhookUrl(text, strict)).toMatchObject({
      ok: false,
      reason: expect.stringContaining(reason),
    });
  });

  it('is never quoted by a refusal', () => {
    for (const text of [
      'https://u:s3cretword@hooks.acme.com/',
      'https://10.1.2.3/s3cretword',
      's3cretword',
    ]) {
      expect(JSON.stringify(parseWebhookUrl(text, strict))).not.toContain('s3cretword');
    }
  });

  it('may be any place over http as well where private ones are allowed, and still no more than a place', () => {
    for (const text of ['http://localhost:3000/', 'https://10.0.0.1:9/', 'http://receiver:80/x']) {
      expect(parseWebhookUrl(text, lenient)).toMatchObject({ ok: true });
    }
    for (const text of [
      'ftp://localhost/',
      'http://a:b@localhost/',
      'http://localhost/#x',
      'localhost:3000',
    ]) {
      expect(parseWebhookUrl(text, lenient)).toMatchObject({ ok: false });
    }
  });

  it('may be 2,048 characters long', () => {
    const text = `https://hooks.acme.com/${'a'.repeat(2_025)}`;
    expect(text).toHaveLength(2_048);
    expect(parseWebhookUrl(text, strict).ok).toBe(true);
    expect(parseWebhookUrl(`${text}a`, strict).ok).toBe(false);
  });

  it('of another scheme is told which there are', () => {
    expect(parseWebhookUrl('ftp://localhost/', lenient)).toEqual({
      ok: false,
      reason: 'the scheme is not http or https',
    });
  });

  it('keeps an address in brackets as it is', () => {
    const parsed = parseWebhookUrl('https://[2606:2800:21f::1]/x', strict);
    expect(parsed.ok && parsed.url.href).toBe('https://[2606:2800:21f::1]/x');
  });

  it('of an address that nobody was given is refused as reserved', () => {
    expect(parseWebhookUrl('https://[5f00::1]/', strict)).toEqual({
      ok: false,
      reason: 'the host is a reserved address, expected is a public host',
    });
  });

  it('loses the dots at the end of its host', () => {
    const parsed = parseWebhookUrl('https://hooks.acme.com./x', strict);
    expect(parsed.ok && parsed.url.href).toBe('https://hooks.acme.com/x');
  });

  it('of a private address is refused as a number of any base and of any parts', () => {
    const parts = fc.tuple(fc.constantFrom(10, 127), fc.nat(255), fc.nat(255), fc.nat(255));
    const spell = fc.constantFrom(
      (part: number) => String(part),
      (part: number) => `0${part.toString(8)}`,
      (part: number) => `0x${part.toString(16)}`,
    );
    fc.assert(
      fc.property(parts, spell, fc.integer({ min: 1, max: 4 }), (bytes, spelled, count) => {
        const first = bytes.slice(0, count - 1);
        const rest = bytes.slice(count - 1).reduce((sum, byte) => sum * 256 + byte, 0);
        const host = [...first, rest].map(spelled).join('.');
        expect(parseWebhookUrl(`https://${host}/`, strict).ok).toBe(false);
      }),
    );
  });
});
