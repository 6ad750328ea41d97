/** `keys`: keys and hashes that the gateway takes, and a key that never passes the command line. */

import { createOperators, isKeyOf, readOperators } from '@partner-gateway/api-keys';
import { opsScopes } from '@partner-gateway/contract';
import { describe, expect, test } from 'vitest';
import { checkKey, hashKey } from '../src/commands/keys/key-hash.ts';
import { scopes } from '../src/commands/keys/keys.ts';
import { exitCodes } from '../src/failure.ts';
import { canaryKey, runCli } from './support/run-cli.ts';

const offline = { baseUrl: 'http://127.0.0.1:1', settings: {} };
const now = Date.parse('2026-10-28T09:41:00Z');
const generated = async (line: string): Promise<{ key: string; hash: string }> =>
  JSON.parse((await runCli(`${line} --json`, offline)).stdout);

describe('keys generate', () => {
  test('makes a key that the gateway knows by its hash, another each time', async () => {
    const [first, second] = [await generated('keys generate'), await generated('keys generate')];
    expect(first.key).toMatch(/^gwk_[A-Za-z0-9_-]{43}$/);
    expect(isKeyOf([first.hash], first.key, now)).toBe(true);
    expect(isKeyOf([first.hash], second.key, now)).toBe(false);
    expect(first.hash.split('$')[1]).not.toBe(second.hash.split('$')[1]);
  });

  test.each([
    ['keys generate --ops lan', 'read'],
    ['keys generate --ops lan --scope act', 'act'],
    ['keys generate --ops lan --scope admin', 'admin'],
  ])('%s makes an operator’s entry of scope %s', async (line, scope) => {
    const { key, hash } = await generated(line);
    const operators = createOperators(
      () => readOperators([hash]),
      () => now,
    );
    expect(operators.find(key)).toEqual({ name: 'lan', scope });
    expect(scopes).toEqual(opsScopes);
  });

  test.each(['keys generate --ops lan --scope root', 'keys generate --scope read'])(
    '%s is refused, and no key is made',
    async (line) => {
      const { code, stdout } = await runCli(line, offline);
      expect({ code, stdout }).toEqual({ code: exitCodes.usage.code, stdout: '' });
    },
  );

  test('refuses a name that would end its entry', async () => {
    const { code, stdout } = await runCli('keys generate --ops a,b=c', offline);
    expect({ code, stdout }).toEqual({ code: exitCodes.usage.code, stdout: '' });
  });

  test('gives fields to a pipe, and the warning to stderr', async () => {
    const { stdout, stderr } = await runCli('keys generate', offline);
    expect(stdout).toMatch(/^key\tgwk_\S+\nhash\tsha256\$\S+\n$/);
    expect(stderr).toBe('The key is shown this once; settings get the hash.\n');
  });
});

describe('keys hash', () => {
  test.each([canaryKey, 'x', '!~'.repeat(300)])('hashes %s as the gateway does', async (secret) => {
    const { code, stdout } = await runCli('keys hash', { ...offline, secret });
    expect(code).toBe(0);
    expect(isKeyOf([stdout.trim()], secret, now)).toBe(true);
  });

  test.each(['', 'two words', 'two\nlines', 'clé'])(
    'refuses %j, which no header can carry',
    async (secret) => {
      const { code, stdout } = await runCli('keys hash', { ...offline, secret });
      expect({ code, stdout }).toEqual({ code: exitCodes.usage.code, stdout: '' });
    },
  );

  test.each(['hash', `check ${hashKey('other')}`])(
    '%s takes no key from the command line, and does not repeat it',
    async (line) => {
      const { code, stdout, stderr } = await runCli(`keys ${line} ${canaryKey}`, {
        ...offline,
        secret: 'other',
      });
      expect(code).toBe(exitCodes.usage.code);
      expect(stdout + stderr).not.toContain(canaryKey);
    },
  );
});

describe('keys check', () => {
  const hash = hashKey(canaryKey, 'f3a9');
  test.each([hash, `lan=${hash}`, `lan:act=${hash}`, `${hash}$2999-01-01T00:00:00Z`])(
    '%s fits its key',
    async (hashed) => {
      const checked = await runCli(['keys', 'check', hashed, '--json'], { ...offline, secret: canaryKey });
      expect({ code: checked.code, told: JSON.parse(checked.stdout) }).toEqual({
        code: 0,
        told: { fits: true },
      });
    },
  );

  test.each([
    [hash, 'gwk_other', exitCodes.authentication.code],
    [`${hash}$2020-01-01T00:00:00Z`, canaryKey, exitCodes.authentication.code],
    ['sha256$f3a9$00', canaryKey, exitCodes.usage.code],
    [canaryKey, canaryKey, exitCodes.usage.code],
  ])('%s against %s ends with its own code, and tells neither', async (hashed, secret, expected) => {
    const { code, stdout, stderr } = await runCli(['keys', 'check', hashed], { ...offline, secret });
    expect({ code, stdout }).toEqual({ code: expected, stdout: '' });
    expect(stderr).not.toContain(secret);
  });

  test('agrees with the gateway about every kind of hash', () => {
    for (const hashed of [
      hash,
      `${hash}$2026-10-28T09:41:00Z`,
      `${hash}$2026-10-28T09:41:01Z`,
      'sha256$$',
      `${hash}0`,
    ])
      for (const key of [canaryKey, `${canaryKey} `, ''])
        expect(checkKey(key, hashed, now) === 'fits').toBe(isKeyOf([hashed], key, now));
  });
});
