/** `config show` and `config reload`: what is in force, what nobody reads, and every mistake of what was refused. */
import { type Configuration, configurationSchema, opsContract } from '@partner-gateway/contract';
import { expect, test } from 'vitest';
import { configurationPath, reloadPath } from '../src/commands/config.ts';
import { exitCodes } from '../src/failure.ts';
import { answeringServer, json } from './support/answering-server.ts';
import { problem } from './support/bodies.ts';
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
    "SETTING                    FROM     IN FORCE
    STORE                      default  redis
    SEALING_KEYS               file     (secret)
    CREDIT_LINE_KEY            unset
    sealing keys in force               k1, k2 (active)
    operators in force                  lan:act
    acme: keys                          1 live, 2 expired, the next ends 2026-12-01T08:00:00
    acme: 12go key                      missing
    acme: settlement_currency           USD
    acme: rate_limits                   {"search_per_min":300}
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

test('reload tells what was taken and which rates were not', async () => {
  const reloaded = {
    clients: 2,
    rates: {
      source: 'rates-service',
      as_of: '2026-11-01T07:55:00Z',
      pairs: 6,
      refused: [{ from: 'THB', to: 'EUR', reason: 'moved_too_far', kept: true }],
    },
    reloaded_at: '2026-11-01T08:00:00',
  };
  const { baseUrl, asked } = await answeringServer(json(200, reloaded));
  const { code, stdout } = await runCli('config reload', { baseUrl });
  expect(code).toBe(0);
  expect(stdout).toContain('clients\t2\nrates\t6 pairs of rates-service, 2026-11-01T07:55:00Z\n');
  expect(stdout).toContain('rates refused\tTHB>EUR moved_too_far\n');
  expect([asked[0]?.method, asked[0]?.url.pathname]).toEqual(['POST', opsContract.reload.path]);
  expect(reloadPath).toBe(opsContract.reload.path);
});

test('a reload that is refused names every mistake by its path', async () => {
  const fields = [
    { field: 'clients.0.enabled', message: 'expected boolean' },
    { field: 'secrets', message: 'cannot be read' },
  ];
  const { baseUrl } = await answeringServer(json(422, { ...problem('unprocessable'), fields }));
  const { code, stdout, stderr } = await runCli('config reload', { baseUrl });
  expect([code, stdout]).toEqual([exitCodes.refused.code, '']);
  expect(stderr).toContain('clients.0.enabled expected boolean; secrets cannot be read');
});
