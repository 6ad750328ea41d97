/**
 * `npm run heap-growth`: what a gateway holds after many searches more than after few, by what its heap consists of. Takes a heap
 * snapshot after a full collection at each point and prints what grew most; `--searches 2000,20000`: the two points.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { setPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from '../scripts/lib/build.mjs';
import { runScript } from './measure.ts';
import { pairOf, say } from './options.ts';
import { gatewaySearch, headers } from './plan.ts';
import { readSnapshot, type Sizes } from './soak/heap-snapshot.ts';
import { type ProbedGateway, startProbedGateway } from './soak/probed-gateway.ts';
import { createStage } from './stage.ts';

const [few, many] = pairOf('searches', [2_000, 20_000]);
const rowsShown = 20;
const mib = (bytes: number): string => (bytes / 1024 ** 2).toFixed(2).padStart(9);
const print = (line: string): void => void process.stdout.write(`${line}\n`);

const folder = mkdtempSync(join(tmpdir(), 'partner-gateway-heap-'));

const search = async (gateway: ProbedGateway, requests: number): Promise<void> => {
  const plan = { port: gateway.server.port, path: gatewaySearch(140), headers, connections: 8 };
  await runScript('./load.ts', [JSON.stringify({ ...plan, seconds: 3_600, requests })], {
    core: 'load',
    isPinned: false,
  });
};

/** A snapshot costs memory that the process keeps, so whoever was snapshotted is measured no more. */
const snapshotOf = async (gateway: ProbedGateway, name: string): Promise<Sizes> => {
  const file = join(folder, `${name}.heapsnapshot`);
  await gateway.readMemory(file);
  await gateway.server.stop();
  return readSnapshot(file);
};

const printMemory = (early: NodeJS.MemoryUsage, late: NodeJS.MemoryUsage): void => {
  print(`${'MiB, after a full collection'.padEnd(62)}    early     late     grew`);
  for (const kind of ['rss', 'heapTotal', 'heapUsed', 'external', 'arrayBuffers'] as const)
    print(`${kind.padEnd(62)}${[early[kind], late[kind], late[kind] - early[kind]].map(mib).join('')}`);
};

const printGrowth = (early: Sizes, late: Sizes): void => {
  print('\nWhat the heap consists of');
  const kinds = [...late].map(([kind, size]) => ({ kind, size, grew: size - (early.get(kind) ?? 0) }));
  const grown = kinds.toSorted((one, other) => other.grew - one.grew).slice(0, rowsShown);
  for (const { kind, size, grew } of grown)
    print(`${kind.slice(0, 60).padEnd(62)}${[size - grew, size, grew].map(mib).join('')}`);
};

setPriority(10);
await build(['server']);
const stage = await createStage({ isPinned: false });
try {
  const first = await startProbedGateway(stage);
  say(`${few} searches, and a snapshot`);
  await search(first, few);
  const early = await snapshotOf(first, 'early');
  const gateway = await startProbedGateway(stage);
  say(`${few} searches`);
  await search(gateway, few);
  const earlyMemory = await gateway.readMemory();
  say(`${many - few} searches more`);
  await search(gateway, many - few);
  printMemory(earlyMemory, await gateway.readMemory());
  printGrowth(early, await snapshotOf(gateway, 'late'));
} finally {
  await stage.close();
  rmSync(folder, { recursive: true, force: true });
}
process.exit(0);
