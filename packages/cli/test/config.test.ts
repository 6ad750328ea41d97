/** `config show`: what is in force, as a table, and what nobody reads. */
import { type Configuration, configurationSchema, opsContract } from '@partner-gateway/contract';
import { expect, test } from 'vitest';
import { configurationPath } from '../src/commands/config.ts';
import { answeringServer, json } from './support/answering-server.ts';
import { runCli } from './support/run-cli.ts';

const configuration: Configuration = configurationSchema.parse({
  variables: [
    { name: 'STORE', origin: 'default', value: 'redis', is_secret: false },
    { name: 'SEALING_KEYS', origin: 'file', value: null, is_secret: true },
    { name: 'CREDIT_LINE_KEY', origin: 'unset', value: null, is_secret: true },
  ],
  misspelt: [{ name: 'OPS_HOTS', meant: 'OPS_HOST' }],
  sealing_keys: { ids: ['k1', 'k2'], active: 'k2' },
  operators: [{ name: 'lan', scope: 'act' }],
  clients: [
    {
      client_id: 'acme',
      live_keys: 1,
      expired_keys: 2,
      next_key_expiry: '2026-12-01T08:00:00',
      has_upstream_key: false,
      settings: { settlement_currency: 'USD', rate_limits: { search_per_min: 300 } },
    },
  ],
  read_at: '2026-11-01T08:00:00',
});

test('shows settings, keys by their names, and clients; says what nothing reads', async () => {
  const { baseUrl, asked } = await answeringServer(json(200, configuration));
  const { code, stdout, stderr } = await runCli('config show', { baseUrl, isTTY: true, noColor: true });
  expect(code).toBe(0);
  expect(stdout).toMatchInlineSnapshot(`
    "SETTING                    IN FORCE                                              FROM
    STORE                      redis                                                 default
    SEALING_KEYS               (secret)                                              file
    CREDIT_LINE_KEY                                                                  unset
    sealing keys in force      k1, k2 (active)
    operators in force         lan:act
    acme: keys                 1 live, 2 expired, the next ends 2026-12-01T08:00:00
    acme: 12go key             missing
    acme: settlement_currency  USD
    acme: rate_limits          {"search_per_min":300}
    "
  `);
  expect(stderr).toBe('OPS_HOTS is read by nothing; OPS_HOST was probably meant.\n');
  expect([asked[0]?.url.pathname, configurationPath]).toEqual([
    opsContract.configuration.path,
    opsContract.configuration.path,
  ]);
});

test('shows one client alone, and everything as JSON', async () => {
  const { baseUrl, asked } = await answeringServer(json(200, configuration));
  const { stdout } = await runCli('config show --client acme', { baseUrl });
  expect(stdout).not.toContain('STORE');
  expect(asked[0]?.url.search).toBe('?client_id=acme');
  expect(JSON.parse((await runCli('config show --json', { baseUrl })).stdout)).toEqual(configuration);
});
