/** Instances that are told to end, one after another, behind a balancer that watches `/ready`: nobody notices. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { useSharedRedis } from '../../../write-guard/test/support/shared-redis.ts';
import { type Api, type Sending, sendTo, startApi } from '../support/api.ts';
import { startBalancer } from '../support/balancer.ts';
import { besideSettings } from '../support/beside-settings.ts';
import { bangkokData, bangkokTrip } from '../support/builders.ts';
import { type Program, runProgram } from '../support/program.ts';

const redis = useSharedRedis();
const restarts = 20;
const perSecond = 200;
/** Every so many requests one opens an itinerary and books it. */
const bookingEvery = 100;
const searchEvery = 50;

let api: Api;
let settings: Record<string, string>;
beforeAll(async () => {
  api = await startApi({ now: Date.now() });
  const { host = '127.0.0.1', port = 6379, db = 0 } = redis().options;
  settings = {
    ...besideSettings(api.config),
    REDIS_URL: `redis://${host}:${port}/${db}`,
    REDIS_KEY_PREFIX: `rolling-${process.pid}:`,
    DRAIN_SECONDS: '2',
    TWELVEGO_CALLS_PER_MIN: '10000000',
    SHED_SEARCH_DELAY_MS: '5000',
    SHED_ALL_DELAY_MS: '9000',
  };
});
const started: Program[] = [];
afterAll(async () => {
  for (const program of started) program.kill();
  await api.close();
});

type Instance = { readonly program: Program; readonly baseUrl: string };

const startInstance = async (): Promise<Instance> => {
  const program = runProgram('src/programs/gateway.ts', settings);
  started.push(program);
  await program.says('Listening');
  const line = program
    .stdout()
    .split('\n')
    .find((one) => one.includes('Listening'));
  const { port } = z.object({ port: z.number() }).parse(JSON.parse(line ?? '{}'));
  return { program, baseUrl: `http://127.0.0.1:${port}` };
};

test(`${restarts} restarts at ${perSecond} requests a second cut nothing and refuse nothing`, async () => {
  const balancer = await startBalancer();
  const instances = [await startInstance(), await startInstance()];
  for (const { baseUrl } of instances) balancer.add(baseUrl);
  const allReady = () => instances.every(({ baseUrl }) => balancer.sendsTo(baseUrl));
  await expect.poll(allReady, { timeout: 60_000 }).toBe(true);

  // Tokens of a store's first seconds are not covered by its memory.
  await sleep(3_100);
  const seen = new Map<string, number>();
  const note = (what: string) => seen.set(what, (seen.get(what) ?? 0) + 1);
  const send = async (
    method: string,
    path: string,
    { headers = {}, body }: Sending = {},
  ): Promise<string> => {
    const sending = { headers: { 'x-api-key': api.apiKey, ...headers }, body };
    const { status, text } = await sendTo(balancer.url, method, `/v1/demo${path}`, sending);
    const code = status === 200 ? '' : ` ${/"code":"(\w+)"/.exec(text)?.[1] ?? ''}`;
    note(`${path.split('?')[0]?.split('/')[1]} ${status}${code}`);
    return text;
  };
  const book = async (number: number): Promise<void> => {
    const opened = await send('GET', `/itineraries/${bangkokTrip()}?pax=1`);
    const [, booking_token = ''] = /"booking_token":"([^"]+)"/.exec(opened) ?? [];
    const body = { booking_token, booking_data: bangkokData() };
    await send('POST', '/bookings', { headers: { 'idempotency-key': `rolling-${number}` }, body });
  };
  const search = '/itineraries?departure_poi=VNHAN&arrival_poi=VNSPA&departure_date=2026-12-05&pax=1';
  let isOver = false;
  const load = async (): Promise<number> => {
    const under: Promise<unknown>[] = [];
    const beganMs = performance.now();
    let sent = 0;
    while (!isOver) {
      const due = Math.floor(((performance.now() - beganMs) / 1_000) * perSecond);
      for (; sent < due; sent += 1) {
        const one =
          sent % bookingEvery === 0
            ? book(sent)
            : send('GET', sent % searchEvery === 1 ? search : '/pois/GetList?locale=en');
        under.push(one.catch((error: unknown) => note(`threw ${String(error)}`)));
      }
      await sleep(5);
    }
    await Promise.all(under);
    return sent;
  };
  const loading = load();
  try {
    for (let count = 0; count < restarts; count += 1) {
      const [old] = instances.splice(0, 1);
      const fresh = await startInstance();
      balancer.add(fresh.baseUrl);
      instances.push(fresh);
      await expect.poll(allReady, { timeout: 60_000 }).toBe(true);
      old?.program.signal('SIGTERM');
      expect(await old?.program.ended()).toBe(0);
    }
  } finally {
    isOver = true;
  }
  const sent = await loading;
  await balancer.close();
  process.stdout.write(`${sent} requests, ${JSON.stringify(Object.fromEntries(seen))}\n`);
  expect(balancer.failures()).toEqual([]);
  // A busy machine lets Redis or 12go be late now and then; nobody may hear of an instance that ends.
  const others = [...seen].filter(([what]) => !/ 200 ?$/.test(what));
  expect(others.filter(([what]) => /threw|not_ready|502/.test(what))).toEqual([]);
  expect(others.reduce((sum, [, count]) => sum + count, 0)).toBeLessThan(sent / 1_000);
  expect(sent).toBeGreaterThan(restarts * perSecond);
});
