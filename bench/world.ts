/** The files a gateway starts from: its clients, their key, and the id tables and rates of the sandbox's world. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { hashApiKey } from '@partner-gateway/api-keys';
import { world } from '@partner-gateway/sandbox';
import { apiKey, clientId, upstreamKey } from './plan.ts';
import { hotPlaces } from './workload.ts';

const unlimited = 10_000_000;

/** A client beside the one that everything else is measured with. */
export type BenchClient = { readonly id: string; readonly searchesPerMin: number };

const settingsOf = ({ id, searchesPerMin }: BenchClient) => ({
  client_id: id,
  api_key_hashes: [hashApiKey(apiKey, id)],
  upstream_key_ref: `12go/${clientId}`,
  default_contract: 'BENCH',
  accept_bare_booking_ids: true,
  rate_limits: {
    search_per_min: searchesPerMin,
    booking_per_min: unlimited,
    poll_per_min: unlimited,
    master_data_per_min: unlimited,
  },
  funnel_limits: {
    carts: 1_000_000,
    carts_per_trip: 1_000_000,
    unconfirmed: 1_000_000,
    unconfirmed_per_trip: 1_000_000,
  },
  contracts: [
    {
      contract_code: 'BENCH',
      countries: [],
      markup: { percentage: '0.10', fixed_fee: '0.00', fixed_fee_currency: 'USD' },
    },
  ],
});

/** As many stations as 12go's tables have in production; those that the sandbox has not are never asked for. */
export const stationsInFull = 269_000;
/** Those of the sandbox alone. */
export const stationsOfSandbox = world.stations.length;

const otherStations = (count: number) =>
  Array.from({ length: count }, (_, at) => ({
    id: 1_000_000 + at,
    provinceId: world.provinces[at % world.provinces.length]?.id ?? null,
    fujiId: `ZZ${at.toString(36).toUpperCase()}`,
    timeZone: 'Asia/Bangkok',
  }));

const snapshotOf = (stationCount: number) => ({
  stations: [
    ...world.stations.map(({ id, provinceId, fujiId, timeZone }) => ({ id, provinceId, fujiId, timeZone })),
    ...otherStations(stationCount - stationsOfSandbox),
  ],
  provinces: [
    ...world.provinces.map(({ id, parentId }) => ({ id, parentId })),
    ...hotPlaces.map(({ province }) => ({ id: province })),
  ],
  pois: [
    ...world.provinces.flatMap(({ id, fujiPoiId }) =>
      fujiPoiId === null ? [] : [{ provinceId: id, fujiId: fujiPoiId }],
    ),
    ...hotPlaces.map(({ id, province }) => ({ provinceId: province, fujiId: id })),
  ],
  operators: world.operators.map(({ id, fujiId }) => ({ id, fujiId })),
  classes: world.classes.map(({ operatorId, id, fujiClassId }) => ({
    operatorId,
    classId: id,
    fujiId: fujiClassId,
  })),
});

export type World = { readonly environment: Record<string, string>; remove(): void };

/**
 * Writes the files, for more clients where some are given and with as many stations, by default all; `environment` is what the
 * gateway reads, but for ports and upstream.
 */
export const createWorld = (others: readonly BenchClient[] = [], stationCount = stationsInFull): World => {
  const folder = mkdtempSync(join(tmpdir(), 'partner-gateway-bench-'));
  const write = (name: string, text: string): string => {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text, { mode: 0o600 });
    return path;
  };
  write(`secrets/12go/${clientId}`, upstreamKey);
  const environment = {
    NODE_ENV: 'production',
    ALLOW_MEMORY_STORE: 'true',
    HOST: '127.0.0.1',
    OPS_PORT: '0',
    NOTIFICATION_SECRET: 'bench-notifications',
    OPS_KEY_HASHES: `bench:admin=${hashApiKey('bench-ops-key', 'ops')}`,
    LOG_LEVEL: 'info',
    CLIENTS_FILE: write(
      'clients.json',
      JSON.stringify({ clients: [{ id: clientId, searchesPerMin: unlimited }, ...others].map(settingsOf) }),
    ),
    SECRETS_DIR: join(folder, 'secrets'),
    SEALING_KEYS: `k1:${Buffer.alloc(32, 1).toString('base64')}`,
    BOOKING_ID_SECRET: Buffer.alloc(32, 2).toString('base64'),
    STORE: 'memory',
    TWELVEGO_CALLS_PER_MIN: '10000000',
    FUJI_BASE_URL: 'http://127.0.0.1:9',
    CREDIT_LINE_URL: 'http://127.0.0.1:9',
    ID_SNAPSHOT_FILE: write('ids.json', JSON.stringify(snapshotOf(stationCount))),
    RATES_FILE: write(
      'rates.json',
      JSON.stringify({
        source: 'bench',
        asOf: new Date().toISOString(),
        rates: [{ from: 'USD', to: 'THB', rate: '35.20' }],
      }),
    ),
  };
  return { environment, remove: () => rmSync(folder, { recursive: true, force: true }) };
};
