/** Whole gateways with STORE=disk as processes that are killed and started again, and creates that are cut off by it. */
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import type { ScenarioName } from '@partner-gateway/sandbox';
import { afterAll, expect, vi } from 'vitest';
import { type Running, startProcess } from '../../../write-guard/test/crash/processes.ts';
import { openFolder } from '../../../write-guard/test/support/folder.ts';
import { type Answer, type Api, type Caller, sendTo, startApi } from './api.ts';
import { bangkokData, open } from './builders.ts';

const folder = openFolder();
const closers: (() => Promise<void> | void)[] = [];

/** Stops, after a test file, what it started here. */
export const stopDiskWorlds = (): void =>
  afterAll(async () => {
    for (const close of closers.splice(0).reverse()) await close();
    folder.remove();
  });

/** A file that is removed after the tests. */
export const newFile = folder.newFile;

/** A gateway on a file of its own, which may be killed and started again, and its neighbours, which go on. */
export const createDiskWorld = async (environment: Record<string, string> = {}) => {
  const api = await startApi({ now: Date.now() });
  const { CLIENTS_FILE, SECRETS_DIR, TWELVEGO_BASE_URL, FUJI_BASE_URL, CREDIT_LINE_URL } = api.config;
  const settings = {
    ...{ CLIENTS_FILE, SECRETS_DIR, TWELVEGO_BASE_URL, FUJI_BASE_URL, CREDIT_LINE_URL },
    RATES_URL: `${FUJI_BASE_URL}/rates`,
    SEALING_KEYS: `k1:${randomBytes(32).toString('base64')}`,
    BOOKING_ID_SECRET: randomBytes(32).toString('base64'),
    STORE: 'disk',
    STORE_FILE: folder.newFile(),
    HOST: '127.0.0.1',
    PORT: '0',
    OPS_PORT: '0',
    LOG_LEVEL: 'silent',
    ...environment,
  };
  const settingsFile = folder.newFile();
  writeFileSync(settingsFile, JSON.stringify(settings));
  let gateway: Running | undefined;
  const kill = async (): Promise<void> => gateway?.kill();
  closers.push(async () => {
    await kill();
    await api.close();
  });
  const start = async (): Promise<void> => {
    gateway = await startProcess(new URL('../crash/gateway-process.ts', import.meta.url), settingsFile);
  };
  await start();
  const send: Caller['send'] = (method, path, { headers, body } = {}) =>
    sendTo(gateway?.where.baseUrl ?? '', method, path, {
      headers: { 'x-api-key': api.apiKey, ...headers },
      body,
    });
  const demo: Caller = {
    clientId: 'demo',
    apiKey: api.apiKey,
    send,
    get: (path, headers) => send('GET', `/v1/demo${path}`, { headers }),
    post: (path, body, headers) => send('POST', `/v1/demo${path}`, { body, headers }),
  };
  /** As a full disk would: no file of the gateway may grow beyond this. */
  const limitFiles = (bytes: string) =>
    spawnSync('prlimit', ['--pid', String(gateway?.pid), `--fsize=${bytes}`]);
  return { api, demo, settings, kill, start, limitFiles };
};

let days = 0;
/** A create of a trip that was opened just before. */
export const createBody = async (demo: Caller) => {
  days += 1;
  const day = new Date(Date.now() + (40 + days) * 86_400_000).toISOString().slice(0, 10);
  const { booking_token } = await open(demo, `TH014901tK0Rob00F0kQ2r7M-${day}-07:30`);
  return { booking_token, booking_data: bangkokData() };
};
const untilSent = ({ sandbox }: Api): Promise<boolean> =>
  vi.waitUntil(() => sandbox.calls('reserve') === 1, { timeout: 10_000, interval: 5 });
export const key = { 'idempotency-key': 'the-key' };

type DiskWorld = Awaited<ReturnType<typeof createDiskWorld>>;

/** A create whose gateway is killed when 12go has it, and another gateway on the same file that cannot read yet. */
export const cutOff = async (
  { api, demo, kill, start }: DiskWorld,
  headers: Record<string, string>,
  scenario: ScenarioName,
) => {
  const body = await createBody(demo);
  api.sandbox.scenarios.set({ operation: 'reserve', scenario, times: 1, delayMs: 800 });
  const lost = demo.post('/bookings', body, headers).catch(() => 'cut');
  await untilSent(api);
  await kill();
  expect(await lost).toBe('cut');
  api.sandbox.scenarios.set({ operation: 'bookingByCart', scenario: 'server_error' });
  await start();
  return () => demo.post('/bookings', body, headers);
};

/** Asserts that the outcome is open; returns where to poll. */
export const expectPending = ({ status, headers, text }: Answer): string => {
  expect([status, headers['x-outcome'], text]).toEqual([202, 'unknown', '']);
  return headers.location ?? '';
};
