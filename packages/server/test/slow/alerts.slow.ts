/** A real Prometheus scrapes a real gateway while one thing after another goes wrong: quiet before, and each alert by its name. */
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readinessSchema } from '@partner-gateway/contract';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { type RedisServer, startRedisServer } from '../../../write-guard/test/support/redis.ts';
import { until } from '../../../write-guard/test/support/until.ts';
import { type Answer, type Api, sendTo, startApi } from '../support/api.ts';
import { besideSettings } from '../support/beside-settings.ts';
import { hanoiSapaData } from '../support/builders.ts';
import { freePort } from '../support/free-port.ts';
import { type Program, runProgram } from '../support/program.ts';
import { type Prometheus, startPrometheus } from '../support/prometheus.ts';
import { seatedTrip, withRedis } from '../support/redis-gateway.ts';

/** A minute of the rules passes in two seconds. */
const factor = 30;
const ratesAgeAtStartMs = 90_000;

let api: Api;
let folder: string;
let gateway: Program;
let baseUrl: string;
let guard: RedisServer;
let beside: RedisServer;
let prometheus: Prometheus;
let isOver = false;
let traffic: Promise<void>;

const call = (clientId: string, method: string, path: string, body?: object): Promise<Answer> => {
  const apiKey = api.as(clientId).apiKey;
  return sendTo(baseUrl, method, `/v1/${clientId}${path}`, { headers: { 'x-api-key': apiKey }, body });
};
const open = async (): Promise<string> =>
  z
    .object({ itineraries: z.tuple([z.object({ booking_token: z.string() })]) })
    .parse(JSON.parse((await call('demo', 'GET', `/itineraries/${seatedTrip()}?pax=2`)).text)).itineraries[0]
    .booking_token;
const create = async (booking_token: string): Promise<Answer> =>
  call('demo', 'POST', '/bookings', {
    booking_token,
    booking_data: { ...hanoiSapaData, seat_selection: ['A1', 'B1'] },
  });
const search = (): Promise<Answer> =>
  call('demo', 'GET', '/itineraries?departure_poi=VNHAN&arrival_poi=VNSPA&departure_date=2027-01-05&pax=1');

/** Partners that read lists all the time, so that there is traffic. */
const goOn = async (): Promise<void> => {
  while (!isOver) {
    await call('rival', 'GET', '/pois/GetList?locale=en').catch(() => undefined);
    await sleep(100);
  }
};

const startGateway = async (): Promise<void> => {
  const opsPort = await freePort();
  const clientsFile = join(folder, 'clients.json');
  copyFileSync(api.config.CLIENTS_FILE, clientsFile);
  const { from, to, rate } = { from: 'USD', to: 'THB', rate: '35.2' };
  const asOf = new Date(Date.now() - ratesAgeAtStartMs).toISOString();
  writeFileSync(
    join(folder, 'rates.json'),
    JSON.stringify({ source: 'test', asOf, rates: [{ from, to, rate }] }),
  );
  const { RATES_URL: _url, ...settings } = besideSettings(api.config);
  gateway = runProgram('src/programs/gateway.ts', {
    ...settings,
    CLIENTS_FILE: clientsFile,
    RATES_FILE: join(folder, 'rates.json'),
    REDIS_URL: guard.url,
    JOURNAL_REDIS_URL: beside.url,
    OPS_PORT: String(opsPort),
    METRICS_ACCESS: 'open',
    SECRETS_REFRESH_SECONDS: '1',
    RESERVE_LOOK_UP: 'none',
    FAILED_KEYS_PER_MIN: '1000000',
    TWELVEGO_CALLS_PER_MIN: '10000000',
    SHED_SEARCH_DELAY_MS: '5000',
    SHED_ALL_DELAY_MS: '9000',
  });
  await gateway.says('Listening');
  const [, port = ''] = /"port":(\d+)/.exec(gateway.stdout()) ?? [];
  baseUrl = `http://127.0.0.1:${port}`;
  prometheus = await startPrometheus(opsPort, factor);
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'partner-gateway-alerts-'));
  [guard, beside] = await Promise.all([startRedisServer(), startRedisServer()]);
  api = await startApi({ now: Date.now() });
  await startGateway();
  traffic = goOn();
});
afterAll(async () => {
  isOver = true;
  await traffic;
  await prometheus.stop();
  gateway.kill();
  await api.close();
  await Promise.all([guard.remove(), beside.remove()]);
  rmSync(folder, { recursive: true, force: true });
});

const namesFiring = async (): Promise<readonly string[]> =>
  [...new Set((await prometheus.firing()).map(({ labels }) => labels.alertname ?? ''))].toSorted();

/** Goes on with what is wrong until the alert fires with these labels. */
const fires = async (
  alertname: string,
  goWrong: () => Promise<unknown>,
  labels: Readonly<Record<string, string>> = {},
): Promise<void> => {
  const isFiring = async (): Promise<void> => {
    await goWrong();
    const firing = (await prometheus.firing()).map((alert) => alert.labels);
    expect(firing).toContainEqual(expect.objectContaining({ alertname, ...labels }));
  };
  await vi.waitFor(isFiring, { timeout: 90_000, interval: 100 });
  const alert = (await prometheus.firing()).find((one) => one.labels.alertname === alertname);
  expect(alert?.annotations.runbook_url).toMatch(/^docs\/runbooks\/[a-z-]+\.md$/);
  expect(alert?.annotations.description).not.toContain('<error');
};

test('a gateway that is well fires nothing but that its store is new', async () => {
  await until(async () => {
    const { status } = (await sendTo(baseUrl, 'GET', '/ready')).read(readinessSchema);
    expect(status).not.toBe('not_ready');
  }, 200);
  const hasBegun = async () => expect(await namesFiring()).toEqual(['StoreMemoryYoung']);
  await vi.waitFor(hasBegun, { timeout: 60_000, interval: 250 });
  const endMs = Date.now() + 15_000;
  const seen = new Set<string>();
  while (Date.now() < endMs) {
    for (const name of await namesFiring()) seen.add(name);
    await Promise.all([search(), open()]);
    await sleep(250);
  }
  expect([...seen]).toEqual(['StoreMemoryYoung']);
});

test('a client without a 12go key, and one whose key 12go refuses', async () => {
  await fires('ClientKeyRefused', () => call('keyless', 'GET', `/itineraries/${seatedTrip()}`), {
    client_id: 'keyless',
    reason: 'missing',
    severity: 'critical',
  });
  api.sandbox.scenarios.set({ operation: 'trip', scenario: 'bad_key_401' });
  await fires('ClientKeyRefused', () => call('demo', 'GET', `/itineraries/${seatedTrip()}`), {
    client_id: 'demo',
    reason: 'refused',
  });
  api.sandbox.scenarios.clear();
});

test('tokens that were changed on their way', async () => {
  const token = await open();
  await fires('TokenTampering', () =>
    Promise.all(Array.from({ length: 10 }, () => create(`${token.slice(0, -3)}AAA`))),
  );
});

test('answers of 12go that cannot be read', async () => {
  api.sandbox.scenarios.set({ operation: 'trip', scenario: 'html_answer' });
  await fires('UpstreamUnreadable', () => call('demo', 'GET', `/itineraries/${seatedTrip()}`), {
    upstream_endpoint: 'trip',
  });
  api.sandbox.scenarios.clear();
});

test('searches that 12go fails', async () => {
  api.sandbox.scenarios.set({ operation: 'search', scenario: 'server_error' });
  const searches = () => Promise.all(Array.from({ length: 10 }, search));
  await fires('CircuitOpen', searches, { upstream_endpoint: 'search', severity: 'critical' });
  await fires('PartnerErrorRate', searches, { severity: 'warning' });
  await fires('PartnerErrorRate', searches, { severity: 'critical' });
  api.sandbox.scenarios.clear();
  await until(async () => {
    await search();
    expect(await namesFiring()).not.toContain('CircuitOpen');
  }, 250);
});

test('searches that are slow, and searches that find nothing although they did before', async () => {
  const searches = () => Promise.all(Array.from({ length: 10 }, search));
  api.sandbox.scenarios.set({ operation: 'search', scenario: 'slow', delayMs: 3_500, times: 20 });
  await fires('SearchSlow', searches, { severity: 'warning' });
  api.sandbox.scenarios.clear();
  api.sandbox.scenarios.set({ operation: 'search', scenario: 'empty_search' });
  await fires('SearchesEmpty', searches, { client_id: 'demo' });
  api.sandbox.scenarios.clear();
});

test('prices that moved between quote and reserve', async () => {
  api.sandbox.scenarios.set({ operation: 'reserve', scenario: 'price_moved' });
  await fires('PriceMismatch', async () => create(await open()), { severity: 'warning' });
  api.sandbox.scenarios.clear();
});

test('a credit line that answers nonsense', async () => {
  await until(async () => expect((await create(await open())).status).toBe(200), 500);
  api.creditLine.set('demo', null);
  await fires('CreditLineDown', async () => create(await open()), { kind: 'status' });
  await fires('BookingErrorRate', async () => create(await open()));
  api.creditLine.set('demo', { balance: '1000000.00', currency: 'USD' });
});

test('a reserve whose answer was lost, and that nobody can ask about', async () => {
  api.sandbox.scenarios.set({ operation: 'reserve', scenario: 'reset_after', times: 1 });
  expect((await create(await open())).status).toBe(202);
  api.sandbox.scenarios.clear();
  await fires('UnknownOutcome', () => sleep(250), { severity: 'critical' });
});

test('rates that are not brought up to date', async () => {
  await fires('RatesStale', () => sleep(250), { severity: 'warning' });
});

test('a client file that cannot be read', async () => {
  writeFileSync(join(folder, 'clients.json'), '{"clients": [');
  await fires('ConfigurationRefused', () => sleep(250), { name: 'client_settings' });
  copyFileSync(api.config.CLIENTS_FILE, join(folder, 'clients.json'));
});

test('a Redis that may evict what was promised', async () => {
  const policy = (name: string) =>
    withRedis(guard.url, (redis) => redis.config('SET', 'maxmemory-policy', name));
  await policy('allkeys-lru');
  await fires('BookingWritesOff', () => sleep(250), { reason: 'unfit', severity: 'critical' });
  await policy('noeviction');
});

test('a Redis that is killed, the journal’s and the guard’s', async () => {
  await beside.kill();
  await fires('RedisUnreachable', () => sleep(250), { name: 'journal', severity: 'critical' });
  await fires('JournalDropping', async () => create(await open()), { reason: 'unreachable' });
  await guard.kill();
  await fires('RedisUnreachable', () => sleep(250), { name: 'store', severity: 'critical' });
  await guard.start();
  await fires('StoreMemoryYoung', () => sleep(250), { reason: 'memory_lost' });
});

test('a gateway that is gone', async () => {
  gateway.kill();
  await fires('GatewayDown', () => sleep(250), { severity: 'critical' });
});
