/** Rows 28 to 30 and 36 to 39: Redis, master data and rates. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { eventually } from '../../faults/eventually.ts';
import type { Api } from '../../support/api.ts';
import { ownKey } from '../../support/builders.ts';
import type { Incident } from '../incident.ts';
import { byCorrelation, headersOf, ownId, search } from '../played.ts';

const doctor = (at: Api, causes: readonly string[], action: RegExp) => ({
  at,
  asks: ['doctor', '--no-keys'],
  causes,
  action,
});

const confirmSomething = (api: Api, id: string) =>
  api.as('demo').post('/bookings/BK-8451207-00000/confirm', undefined, { ...ownKey(), ...headersOf(id) });

const redis: readonly Incident[] = [
  {
    row: 28,
    title: 'Redis down',
    play: async ({ onRedis }) => {
      const { api, kill } = await onRedis();
      await kill();
      const id = ownId();
      await confirmSomething(api, id);
      return byCorrelation(api, id, { causes: ['store_down'], action: /Bring Redis back/ });
    },
  },
  {
    row: 28,
    title: 'Redis down, as the doctor sees it',
    play: async ({ onRedis }) => {
      const { api, kill } = await onRedis();
      await kill();
      return doctor(api, ['dependency.store', 'dependency.booking_writes'], /redis-unreachable/);
    },
  },
  {
    row: 29,
    title: 'Redis back empty',
    play: async ({ onRedis }) => {
      const { api, redisUrl } = await onRedis();
      await eventually(
        () => api.ops('/ready'),
        () => true,
        { limitMs: 1_000 },
      );
      const client = new Redis(redisUrl);
      await client.flushall();
      client.disconnect();
      await search(api, ownId());
      return doctor(api, ['dependency.booking_writes'], /store-memory-young/);
    },
  },
  {
    row: 30,
    title: 'Redis with allkeys-lru',
    play: async ({ onRedis }) => {
      const { api } = await onRedis(['--maxmemory', '100mb', '--maxmemory-policy', 'allkeys-lru']);
      return doctor(
        api,
        ['dependency.store', 'dependency.booking_writes'],
        /booking-writes-off|redis-unreachable/,
      );
    },
  },
];

const rates = (rows: readonly object[]): string => {
  const file = join(mkdtempSync(join(tmpdir(), 'drill-')), 'rates.json');
  writeFileSync(file, JSON.stringify({ source: 'drill', asOf: new Date().toISOString(), rates: rows }));
  return file;
};

const neighbours: readonly Incident[] = [
  {
    row: 36,
    title: 'Fuji down while the gateway runs',
    play: async ({ start }) => {
      const api = await start({});
      await api.fuji.close();
      const id = ownId();
      await api.as('demo').get('/stations', headersOf(id));
      return byCorrelation(api, id, { causes: ['master_data_down'], action: /master-data service back/ });
    },
  },
  {
    row: 37,
    title: 'Fuji down at the start',
    play: async ({ start }) => {
      const api = await start({ environment: { FUJI_BASE_URL: 'http://127.0.0.1:1' } });
      return doctor(api, ['dependency.id_map'], /master-data service/);
    },
  },
  {
    row: 38,
    title: 'a rate is missing',
    play: async ({ start }) => {
      const api = await start({ environment: { RATES_URL: 'http://127.0.0.1:1/rates' } });
      return doctor(api, ['dependency.exchange_rates'], /source of the rates/);
    },
  },
  {
    row: 39,
    title: 'a rate is absurd',
    play: async ({ start }) => {
      const file = rates([{ from: 'USD', to: 'THB', rate: '35.20' }]);
      const api = await start({ now: Date.now(), environment: { RATES_FILE: file, RATES_URL: '' } });
      writeFileSync(
        file,
        JSON.stringify({
          source: 'drill',
          asOf: new Date().toISOString(),
          rates: [{ from: 'USD', to: 'THB', rate: '99.00' }],
        }),
      );
      await api.gateway.parts.copies.rates.refresh();
      return doctor(api, ['rates.taken'], /whoever publishes the rates/);
    },
  },
];

/** The rows. */
export const surroundingIncidents: readonly Incident[] = [...redis, ...neighbours];
