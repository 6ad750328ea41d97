/** A collector that is away or hangs: no request notices, and the process ends in time. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, test } from 'vitest';
import { z } from 'zod';
import { type Api, sendTo, startApi } from '../support/api.ts';
import { besideSettings } from '../support/beside-settings.ts';
import { type Collector, startCollector } from '../support/collector.ts';
import { type Program, runProgram } from '../support/program.ts';

const search = '/v1/demo/itineraries?departure_poi=VNHAN&arrival_poi=VNSPA&departure_date=2026-12-05&pax=1';
const searches = 200;
const endsWithinMs = 3_000;

let api: Api;
let hanging: Collector;
const programs: Program[] = [];
beforeAll(async () => {
  api = await startApi();
  hanging = await startCollector({ hangs: true });
});
afterAll(async () => {
  for (const program of programs) program.kill();
  await api.close();
  await hanging.close();
});

const start = async (
  collectorUrl: string,
): Promise<{ readonly program: Program; readonly baseUrl: string }> => {
  const program = runProgram('src/programs/gateway.ts', {
    ...besideSettings(api.config),
    STORE: 'memory',
    OTEL_EXPORTER_OTLP_ENDPOINT: collectorUrl,
    OTEL_METRIC_EXPORT_INTERVAL: '1000',
  });
  programs.push(program);
  await program.says('Listening');
  const line = program
    .stdout()
    .split('\n')
    .find((one) => one.includes('Listening'));
  const { port } = z.object({ port: z.number() }).parse(JSON.parse(line ?? '{}'));
  return { program, baseUrl: `http://127.0.0.1:${port}` };
};

test.concurrent.for([
  ['is away', (): string => 'http://127.0.0.1:1'],
  ['takes everything and never answers', (): string => hanging.url],
] as const)('nobody notices a collector that %s', async ([_what, urlOf], { expect }) => {
  const { program, baseUrl } = await start(urlOf());
  const statuses: number[] = [];
  for (let sent = 0; sent < searches; sent += 1)
    statuses.push((await sendTo(baseUrl, 'GET', search, { headers: { 'x-api-key': api.apiKey } })).status);
  expect(statuses).toEqual(Array.from({ length: searches }, () => 200));
  // Sendings of spans and metrics are under way.
  await sleep(1_500);
  const startedMs = performance.now();
  program.signal('SIGTERM');
  expect(await program.ended()).toBe(0);
  expect(performance.now() - startedMs).toBeLessThan(endsWithinMs);
});
