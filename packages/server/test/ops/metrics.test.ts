/** The numbers a scraper reads: in Prometheus's own grammar, and every instrument that is declared is recorded. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { problemSchema } from '@partner-gateway/contract';
import { instruments } from '@partner-gateway/telemetry';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Api, type Caller, startApi } from '../support/api.ts';
import { bangkokTrip, confirm, createBody, hanoiSapa, hanoiSapaData, open } from '../support/builders.ts';

const search = '/itineraries?departure_poi=VNHAN&arrival_poi=VNSPA&departure_date=2026-12-05&pax=1';

let api: Api;
let demo: Caller;
let refusal: string;

/** Seats lost at the supplier; the refusal is stored, and given again to the second request with the key. */
const refusedTwice = async (): Promise<string> => {
  const body = await createBody(demo);
  api.sandbox.scenarios.set({ operation: 'reserve', scenario: 'seat_taken', times: 1 });
  const [first, second] = [
    await demo.post('/bookings', body, { 'idempotency-key': 'refused' }),
    await demo.post('/bookings', body, { 'idempotency-key': 'refused' }),
  ];
  expect(second.headers['idempotent-replayed']).toBe('true');
  return first.read(problemSchema).code;
};

const lockAndForge = async (): Promise<void> => {
  const { booking_token } = await open(demo, hanoiSapa, 2);
  const { seat_selection } = hanoiSapaData;
  await demo.post('/seats', { booking_token, booking_data: { seat_selection } });
  await demo.post('/bookings', { booking_token: `${booking_token}x`, booking_data: {}, unheard_of: 1 });
};

const failAndRecover = async (): Promise<void> => {
  api.sandbox.scenarios.set({ operation: 'trip', scenario: 'truncated', times: 1 });
  await demo.get(`/itineraries/${bangkokTrip()}`);
  api.sandbox.scenarios.set({ operation: 'trip', scenario: 'truncated', times: 2 });
  await demo.get(`/itineraries/${bangkokTrip()}`);
};

const scrape = async (): Promise<string> => (await api.ops('/metrics')).text;
/** The count of an instrument with these labels, in whatever order. */
const counted = async (name: string, labels: Readonly<Record<string, string>>): Promise<number> => {
  const wanted = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
  const line = (await scrape())
    .split('\n')
    .find((one) => one.startsWith(`${name}_total{`) && wanted.every((label) => one.includes(label)));
  return Number(line?.split(' ').at(-1) ?? 0);
};

beforeAll(async () => {
  api = await startApi();
  demo = api.as('demo');
  await demo.get(search);
  const { id } = await confirm(demo);
  await demo.post(`/bookings/${id}/cancel`);
  await demo.get('/bookings/BK-1-00000');
  await lockAndForge();
  await failAndRecover();
  refusal = await refusedTwice();
  await api.send('POST', '/v1/notifications/onetwogo?client_id=demo', { body: { bid: 8451207 } });
});
afterAll(() => api.close());

describe('the metrics', () => {
  test('are taken by Prometheus without a complaint', async () => {
    const text = await scrape();
    for (const name of ['request_errors', '12go_retries', 'booking_funnel', 'notification_received'])
      expect(text).toContain(`# TYPE gateway_${name}_total counter`);
    const { status, stdout, stderr } = spawnSync(
      process.env.PROMTOOL_BIN ?? 'promtool',
      ['check', 'metrics'],
      { input: text, encoding: 'utf8' },
    );
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  test('name the service, and not the path of its program', async () => {
    const text = await scrape();
    expect(text).toMatch(/^target_info\{[^}]*service_name="partner-gateway"/m);
    expect(text).not.toContain(process.execPath);
  });

  test('have names and labels that every version of Prometheus can read', () => {
    for (const [name, { labels }] of Object.entries(instruments)) {
      expect(name).toMatch(/^[a-z][a-z0-9._]*$/);
      for (const label of labels) expect(label).toMatch(/^[a-z][a-z0-9_]*$/);
    }
  });

  test('declare no instrument that nothing records', () => {
    const folders = ['../../src/', '../../../kafka-events/src/'].map(
      (path) => new URL(path, import.meta.url),
    );
    const sources = folders.flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
        .map((path) => readFileSync(new URL(path, folder), 'utf8')),
    );
    const recorded = sources.flatMap((source) =>
      [...source.matchAll(/metrics\.(?:count|record|observe)\(\s*'([^']+)'/g)].map(([, name]) => name),
    );
    expect([...new Set(recorded)].toSorted()).toEqual(Object.keys(instruments).toSorted());
  });

  test('count a 12go call that was tried again, and one that failed in the end', async () => {
    expect(await counted('gateway_12go_retries', { upstream_endpoint: 'trip' })).toBe(2);
    const failed = { upstream_endpoint: 'trip', status_code: 'connection' };
    expect(await counted('gateway_12go_errors', failed)).toBe(1);
  });

  test('count every booking write by what it was answered', async () => {
    for (const step of ['reserve', 'confirm', 'refund'])
      expect(await counted('gateway_booking_funnel', { client_id: 'demo', step, outcome: 'done' })).toBe(1);
    const refused = { client_id: 'demo', step: 'reserve', outcome: refusal };
    expect(await counted('gateway_booking_funnel', refused)).toBe(2);
  });

  test('count a stored refusal among the errors, each time it is answered', async () => {
    const refused = { endpoint: 'create_booking', client_id: 'demo', error_type: refusal };
    expect(await counted('gateway_request_errors', refused)).toBe(2);
  });
});
