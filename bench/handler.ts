/**
 * P1 and P13 in one process: the handler from 12go's bytes to ours, its floor, and what compressing the answer costs. Each search gets
 * another body of 12go, but where it says that one is repeated.
 */
import { createWriteStream } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { brotliCompressSync, constants, gzipSync, zstdCompressSync } from 'node:zlib';
import { partnerContract, searchQuerySchema } from '@partner-gateway/contract';
import { createTwelveGoTransport } from '@partner-gateway/twelvego-client';
import type { z } from 'zod';
import { compose } from '../packages/server/src/composition/compose.ts';
import { createAnswerCheck } from '../packages/server/src/http/contract/answer-check.ts';
import { createPartnerCall } from '../packages/server/src/partner-call.ts';
import { searchItineraries } from '../packages/server/src/search/search-itineraries.ts';
import { createCallBudget } from '../packages/server/src/upstream/call-budget.ts';
import { createTwelveGo } from '../packages/server/src/upstream/twelvego.ts';
import { readConfig } from '../packages/settings/src/index.ts';
import { createLog } from '../packages/telemetry/src/logger.ts';
import { startTelemetry } from '../packages/telemetry/src/telemetry.ts';
import { clientId, date } from './plan.ts';
import { createVariants, variantCounts } from './variants.ts';

const bodyOf = createVariants(140, date);
/** So many bodies are parsed and printed in turn for the floor, whose answers lie in memory. */
const floorBodies = 8;
let turn = 0;
let isRepeating = false;
const nextBody = (): Buffer => {
  turn += 1;
  return bodyOf(isRepeating ? 0 : turn % variantCounts[140]);
};
for (let variant = 0; variant < variantCounts[140]; variant += 1) bodyOf(variant);
const rounds = Number(process.argv[2] ?? 5);
const times = Number(process.argv[3] ?? 200);
/** Until nothing is compiled any more. */
const warmTimes = Number(process.argv[4] ?? 400);

const log = createLog('info', createWriteStream('/dev/null'));
const parts = compose(readConfig(process.env), {
  log,
  telemetry: await startTelemetry(),
  version: '0.0.0',
  nowMs: Date.now,
  publicBaseUrl: () => 'http://gateway.example',
});
await Promise.all([parts.copies.idMap.refresh(), parts.copies.rates.refresh()]);
const transport = createTwelveGoTransport({
  baseUrl: 'http://upstream.example',
  exchange: () => {
    const bytes = nextBody();
    return Promise.resolve({
      status: 200,
      headers: { get: () => null },
      // In pieces of the size that a socket gives.
      body: (async function* () {
        for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536);
      })(),
    });
  },
});
const { admission, clock, observe, upstream } = parts.deps;
const budget = createCallBudget({
  limits: admission.limits,
  callsPerMin: 10_000_000,
  bookingShare: 0.2,
  metrics: observe.metrics,
  nowMs: () => performance.now(),
});
const door = { transport, control: upstream.callControl, budget };
const twelveGo = createTwelveGo(door, { ...observe, nowMs: clock.nowMs, tell: () => undefined });
const deps = { ...parts.deps, upstream: { ...upstream, twelveGo } };
const partner = deps.callers.partners.find(clientId);
if (partner === undefined) throw new Error('the bench client is missing');
const createCall = () => createPartnerCall(deps, partner, { trace: { correlationId: 'bench' }, log });
const query = searchQuerySchema.parse({
  departure_poi: 'THBKK',
  arrival_poi: 'THKCG',
  departure_date: date,
  pax: '2',
});
const schema: z.ZodType = partnerContract.search.responses[200];
const check = createAnswerCheck(schema);

const search = async () => {
  const answer = await searchItineraries(createCall(), query);
  if ('bytes' in answer) throw new Error('the search cache of the bench is on');
  return answer;
};
const handle = async (): Promise<string> => {
  const { body } = await search();
  const checked = check(body);
  if ('mismatches' in checked) throw new Error('the answer does not fit');
  return JSON.stringify(checked.body);
};
const answer = await handle();
// The compiled check of answers is made when nobody waits.
await setImmediate();
const { body: unchecked } = await search();
const floors: { readonly text: string; readonly answer: unknown }[] = [];
for (let variant = 0; variant < floorBodies; variant += 1) {
  turn = variant - 1;
  floors.push({ text: bodyOf(variant).toString(), answer: JSON.parse(await handle()) });
}
const floor = (): string => {
  turn += 1;
  const { text = '', answer: body } = floors[turn % floorBodies] ?? {};
  JSON.parse(text);
  return JSON.stringify(body);
};
const repeated = (): Promise<string> => {
  isRepeating = true;
  return handle().finally(() => {
    isRepeating = false;
  });
};

const cpuMsOf = async (work: () => unknown, times: number): Promise<number> => {
  const before = process.cpuUsage();
  for (let time = 0; time < times; time += 1) await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / times;
};

/** CPU of each work by round: all of them within a moment, so that a busy one of the machine hits them alike. */
const measure = async (works: Record<string, () => unknown>): Promise<Record<string, number[]>> => {
  const all: Record<string, number[]> = {};
  for (const work of Object.values(works)) await cpuMsOf(work, warmTimes);
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, work] of Object.entries(works))
      all[name] = [...(all[name] ?? []), await cpuMsOf(work, times)];
  }
  return all;
};

const brotli = (quality: number) => () =>
  brotliCompressSync(answer, { params: { [constants.BROTLI_PARAM_QUALITY]: quality } });
const zstd = () => zstdCompressSync(answer, { params: { [constants.ZSTD_c_compressionLevel]: 1 } });
const encodings = {
  'gzip-6': () => gzipSync(answer, { level: 6 }),
  'gzip-1': () => gzipSync(answer, { level: 1 }),
  'brotli-1': brotli(1),
  'brotli-4': brotli(4),
  'zstd-1': zstd,
};

const cpuMs = {
  ...(await measure({ floor, handler: handle, 'answer check': () => check(unchecked) })),
  // Apart from the above, which would pay for collecting their garbage.
  ...(await measure({ 'handler, one body': repeated, ...encodings })),
};
const bytesOf = Object.fromEntries(
  Object.entries(encodings).map(([name, encode]) => [name, encode().length]),
);
process.stdout.write(
  JSON.stringify({
    cpuMs,
    bytes: { upstream: bodyOf(0).length, answer: Buffer.byteLength(answer), ...bytesOf },
  }),
);
process.exit(0);
