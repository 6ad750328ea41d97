/** `doctor`: what is judged as what, and a gateway that is well, then ill, examined over HTTP. */
import { opsContract, type ServiceState, serviceStateSchema } from '@partner-gateway/contract';
import { startEmbedded } from '@partner-gateway/server/embedded';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkKeysPath, statePath } from '../src/commands/doctor.ts';
import { checksOf } from '../src/commands/doctor-checks.ts';
import { hashKey } from '../src/commands/keys/key-hash.ts';
import { exitCodes } from '../src/failure.ts';
import { runCli } from './support/run-cli.ts';

const nowMs = Date.parse('2026-11-01T08:00:00Z');

const well: ServiceState = serviceStateSchema.parse({
  version: '1.0.0',
  uptime_seconds: 3_600,
  checks: [{ name: 'store', status: 'ok', required: false }],
  circuits_not_closed: [],
  limits_changed_until: null,
  circuits: [],
  lanes: [],
  id_map: null,
  rates: { pairs: 6, source: 'rates', as_of: '2026-11-01T07:55:00Z', oldest_age_seconds: 300, refused: [] },
  open_outcomes: { count: 0, oldest_seconds: 0 },
  clients: [
    {
      client_id: 'acme',
      enabled: true,
      live_keys: 1,
      next_key_expiry: null,
      has_upstream_key: true,
      limits: [],
      contracts: [],
      recent: { failed: 0, empty: 3, turned_away: 0, last_code: null, last_correlation_id: null },
    },
  ],
  read_at: '2026-11-01T08:00:00',
});
const [acme] = well.clients;
const key = (verdict: 'accepted' | 'refused' | 'missing' | 'no_answer') => ({
  keys: [{ client_id: 'acme', verdict, kind: verdict === 'no_answer' ? 'timeout' : null, latency_ms: 80 }],
  checked_at: '2026-11-01T08:00:00',
});

const judged = (state: Partial<ServiceState>, keys = key('accepted')) =>
  Object.fromEntries(
    checksOf({ ...well, ...state }, keys, nowMs).map(({ code, verdict }) => [code, verdict]),
  );

describe('a check', () => {
  test('is there for each thing that can be wrong, and is ok when nothing is', () => {
    expect(judged({})).toEqual({
      'dependency.store': 'ok',
      'rates.taken': 'ok',
      'outcomes.settled': 'ok',
      'client.acme.partner_keys': 'ok',
      'client.acme.requests': 'ok',
      'client.acme.upstream_key': 'ok',
    });
  });

  test.each<[string, Partial<ServiceState>, string, 'warn' | 'fail']>([
    [
      'a store that is down',
      { checks: [{ name: 'store', status: 'down', required: false }] },
      'dependency.store',
      'fail',
    ],
    [
      'tables that are not loaded',
      { checks: [{ name: 'id_map', status: 'not_loaded', required: true }] },
      'dependency.id_map',
      'fail',
    ],
    [
      'an open circuit',
      { checks: [{ name: '12go', status: 'degraded', required: false }] },
      'dependency.12go',
      'warn',
    ],
    [
      'a refused rate',
      {
        rates: {
          ...well.rates,
          refused: [{ from: 'THB', to: 'EUR', reason: 'moved_too_far' }],
        },
      },
      'rates.taken',
      'warn',
    ],
    [
      'an outcome that is open',
      { open_outcomes: { count: 1, oldest_seconds: 60 } },
      'outcomes.settled',
      'warn',
    ],
    ['one that stays open', { open_outcomes: { count: 1, oldest_seconds: 901 } }, 'outcomes.settled', 'fail'],
    ['a memory of writes that is away', { open_outcomes: null }, 'outcomes.settled', 'fail'],
  ])('%s is told', (_what, state, code, verdict) => {
    const found = checksOf({ ...well, ...state }, key('accepted'), nowMs).find(
      (check) => check.code === code,
    );
    expect(found?.verdict).toBe(verdict);
    expect(found?.action).toBeTruthy();
  });

  test.each<[string, Partial<ServiceState['clients'][number]>, string, 'ok' | 'warn' | 'fail' | undefined]>([
    ['expired keys', { live_keys: 0 }, 'client.acme.partner_keys', 'fail'],
    [
      'a key that expires in a week',
      { next_key_expiry: '2026-11-08T08:00:00' },
      'client.acme.partner_keys',
      'warn',
    ],
    [
      'a key that expires in a month',
      { next_key_expiry: '2026-12-01T08:00:00' },
      'client.acme.partner_keys',
      'ok',
    ],
    [
      'requests that fail',
      {
        recent: {
          failed: 2,
          empty: 0,
          turned_away: 0,
          last_code: 'upstream_error',
          last_correlation_id: 'c-1',
        },
      },
      'client.acme.requests',
      'warn',
    ],
    ['a journal that is away', { recent: null }, 'client.acme.requests', 'warn'],
    [
      'a client that is switched off',
      { enabled: false, live_keys: 0 },
      'client.acme.partner_keys',
      undefined,
    ],
  ])('of a client with %s', (_what, more, code, verdict) => {
    const clients = acme === undefined ? [] : [{ ...acme, ...more }];
    expect(judged({ clients })[code]).toBe(verdict);
  });

  test.each(['refused', 'missing', 'no_answer'] as const)('of a 12go key that is %s fails', (verdict) => {
    expect(judged({}, key(verdict))['client.acme.upstream_key']).toBe('fail');
  });
});

describe('against a gateway', () => {
  let embedded: Awaited<ReturnType<typeof startEmbedded>>;
  beforeAll(async () => {
    const hashes = [`all:admin=${hashKey('gwo_all')}`, `looker:read=${hashKey('gwo_look')}`];
    embedded = await startEmbedded({ environment: { OPS_KEY_HASHES: hashes.join() } });
  });
  afterAll(() => embedded.close());
  const examine = (line: string, opsKey = 'gwo_all') => {
    const { opsBaseUrl } = embedded;
    return runCli(line, { noColor: true, settings: { opsBaseUrl, opsKey } });
  };

  test('one that is well ends with 0 and says what was looked at', async () => {
    const { code, stdout, stderr } = await examine('doctor --client demo');
    expect(stdout).toMatch(/^ok {4}dependency\.id_map +ok$/m);
    expect(stdout).toMatch(/^ok {4}client\.demo\.upstream_key +accepted$/m);
    expect(stderr).toMatch(/^\d+ ok, 0 to look at, 0 failed\.$/m);
    expect(code).toBe(0);
  });

  test('a client without a 12go key ends it with 1, and names the check and what to do', async () => {
    const { code, stdout, stderr } = await examine('doctor --client keyless');
    expect(code).toBe(exitCodes.unhealthy.code);
    expect(stdout).toMatch(/^FAIL {2}client\.keyless\.upstream_key +missing\n {6}-> Put the 12go key/m);
    expect(stderr).toContain('failed: client.keyless.upstream_key');
  });

  test('a key that 12go refuses fails it, without asking 12go it is not seen', async () => {
    embedded.sandbox.scenarios.set({ operation: 'booking', scenario: 'bad_key_401', times: 1 });
    expect((await examine('upstream keys --client demo')).stdout).toMatch(/^demo\trefused\t/);
    expect((await examine('doctor --client demo --no-keys --json')).code).toBe(0);
  });

  test('--json tells every check, with the failed ones as a problem', async () => {
    const { stdout, stderr } = await examine('doctor --client keyless --json');
    expect(JSON.parse(stdout)).toMatchObject({ ok: false });
    expect(JSON.parse(stderr)).toMatchObject({
      code: 'unhealthy',
      checks: [expect.objectContaining({ code: 'client.keyless.upstream_key', verdict: 'fail' })],
    });
  });

  test('an operator who may only look examines all but the 12go keys, and is told so', async () => {
    const { code, stdout } = await examine('doctor --client keyless', 'gwo_look');
    expect(stdout).toMatch(/^WARN {2}upstream_keys\.asked +nobody asked 12go/m);
    expect(code).toBe(0);
    const keys = await examine('upstream keys', 'gwo_look');
    expect(keys.code).toBe(exitCodes.authentication.code);
    expect(keys.stderr).toContain('needs a key of scope act, and the key of looker has read');
  });

  test('an unknown client is not found', async () => {
    expect((await examine('doctor --client nobody')).code).toBe(exitCodes.not_found.code);
  });
});

test('asks at the contract’s paths', () => {
  expect([statePath, checkKeysPath]).toEqual([opsContract.state.path, opsContract.checkUpstreamKeys.path]);
});
