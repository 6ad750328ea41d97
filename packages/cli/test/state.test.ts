/** `state` and `limits set`: what the instance is at, in one table, and a client's limits changed for a while. */
import {
  clientLimitsSchema,
  opsContract,
  type ServiceState,
  serviceStateSchema,
} from '@partner-gateway/contract';
import { expect, test } from 'vitest';
import { statePath } from '../src/commands/doctor.ts';
import { clientLimitsPath } from '../src/commands/limits.ts';
import { exitCodes } from '../src/failure.ts';
import { answeringServer, json } from './support/answering-server.ts';
import { runCli } from './support/run-cli.ts';

const circuit = { calls: 30, failed: 0, slow: 1, tries_again_in_ms: null, held_back_for_ms: null };

const state: ServiceState = serviceStateSchema.parse({
  version: '1.0.0',
  uptime_seconds: 3_600,
  checks: [],
  circuits_not_closed: ['search'],
  circuits: [
    { ...circuit, name: 'reads', state: 'closed', for_seconds: 600 },
    { ...circuit, name: 'search', state: 'open', for_seconds: 3, failed: 28, tries_again_in_ms: 2_100 },
  ],
  lanes: [
    { lane: 'search', running: 3, waiting: 2, room: 15, connections: 30 },
    { lane: 'reads', running: 0, waiting: 0, room: 13, connections: 13 },
  ],
  limits_changed_until: null,
  id_map: {
    source: 'master_data',
    age_seconds: 90,
    has_failed: true,
    stations: 1_200,
    stations_without_id: 7,
    stations_without_province: 1,
    pois: 80,
    operators: 40,
    operators_with_classes: 38,
  },
  rates: {
    pairs: 6,
    source: 'rates-service',
    as_of: '2026-11-01T07:55:00Z',
    oldest_age_seconds: 300,
    refused: [{ from: 'THB', to: 'EUR', reason: 'moved_too_far' }],
  },
  open_outcomes: null,
  clients: [
    {
      client_id: 'acme',
      enabled: true,
      live_keys: 1,
      next_key_expiry: null,
      has_upstream_key: true,
      recent: null,
      limits: [
        { class: 'search', per_minute: 600, left: 590, changed_until: '2026-11-01T08:30:00' },
        { class: 'booking', per_minute: 50, left: 50, changed_until: null },
      ],
      contracts: [{ contract_code: 'ACME-VN', countries: ['VN'], is_default: true, is_in_force: true }],
    },
  ],
  read_at: '2026-11-01T08:00:00',
});

test('state shows circuits, lanes, id tables, rates, limits and contracts in one table', async () => {
  const { baseUrl, asked } = await answeringServer(json(200, state));
  const { code, stdout } = await runCli('state --client acme', { baseUrl, isTTY: true, noColor: true });
  expect(code).toBe(0);
  expect(stdout).toMatchInlineSnapshot(`
    "WHAT      NAME           STATE           DETAIL
    circuit   reads          closed          for 600 s; 30 calls, 0 failed, 1 slow
    circuit   search         open            for 3 s; 30 calls, 28 failed, 1 slow; tries again in 2100 ms
    lane      search         3 of 15         2 wait; 30 where nothing is held back
    lane      reads          0 of 13         0 wait
    id map    master_data    refresh failed  90 s old; 1200 stations (7 without id, 1 without province), 80 pois, 40 operators
    rates     rates-service  1 refused       6 pairs of 2026-11-01T07:55:00Z; the oldest 300 s old; THB>EUR moved_too_far
    limit     acme search    600 a minute    590 left; changed until 2026-11-01T08:30:00
    limit     acme booking   50 a minute     50 left
    contract  acme ACME-VN   in force        VN, all other countries
    "
  `);
  expect([asked[0]?.url.pathname, asked[0]?.url.search]).toEqual([opsContract.state.path, '?client_id=acme']);
  expect(statePath).toBe(opsContract.state.path);
});

test('state of an instance that has just begun has no tables yet', async () => {
  const begun = { ...state, id_map: null, rates: { ...state.rates, refused: [], oldest_age_seconds: null } };
  const { baseUrl } = await answeringServer(json(200, begun));
  expect((await runCli('state', { baseUrl })).stdout).toContain('id map\t\tnot loaded\t');
});

const changed = clientLimitsSchema.parse({
  client_id: 'acme',
  limits: { search_per_min: 600, booking_per_min: 50, poll_per_min: 60, master_data_per_min: 120 },
  changed_until: '2026-11-01T08:30:00',
  instance: 'gateway-1',
});

test('limits set changes what it names, and says where and until when', async () => {
  const { baseUrl, asked } = await answeringServer(json(200, changed));
  const line = 'limits set --client acme --search 600 --master-data 120 --for 1800 --reason sale';
  const { code, stdout, stderr } = await runCli(line, { baseUrl });
  expect([code, stdout.split('\n')[0]]).toEqual([0, 'search_per_min\t600']);
  expect(stderr).toContain('Until 2026-11-01T08:30:00 UTC, at gateway-1 alone');
  expect(JSON.parse(asked[0]?.body ?? '')).toEqual({
    client_id: 'acme',
    limits: { search_per_min: 600, master_data_per_min: 120 },
    expires_in_seconds: 1_800,
    reason: 'sale',
  });
  expect(asked[0]?.url.pathname).toBe(opsContract.changeClientLimits.path);
  expect(clientLimitsPath).toBe(opsContract.changeClientLimits.path);
});

test.each([
  'limits set --client acme --for 60 --reason sale',
  'limits set --client acme --search many --for 60 --reason sale',
  'limits set --client acme --search 600 --reason sale',
])('%s is refused before anything is asked', async (line) => {
  const { baseUrl, asked } = await answeringServer(json(200, changed));
  expect((await runCli(line, { baseUrl })).code).toBe(exitCodes.usage.code);
  expect(asked).toEqual([]);
});
