/**
 * `npm run heap-growth`: what a gateway holds after many searches more than after few, by what its heap consists of. Takes a heap
 * snapshot after a full collection at each point and prints what grew most; `--searches 2000,20000`: the two points.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { setPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from '../scripts/lib/build.mjs';
import { runScript } from './measure.ts';
import { say } from './options.ts';
import { gatewaySearch, headers } from './plan.ts';
import { readSnapshot, type Sizes } from './soak/heap-snapshot.ts';
import { type ProbedGateway, startProbedGateway } from './soak/probed-gateway.ts';
import { createStage } from './stage.ts';

const given = process.argv.indexOf('--searches');
const [few = 0, many = 0] = (given > 0 ? String(process.argv[given + 1]) : '2000,20000')
  .split(',')
  .map(Number);
const rowsShown = 20;
const mib = (bytes: number): string => (bytes / 1024 ** 2).toFixed(2).padStart(9);
const print = (line: string): void => void process.stdout.write(`${line}\n`);

type Point = { readonly memory: NodeJS.MemoryUsage; readonly sizes: Sizes };

const folder = mkdtempSync(join(tmpdir(), 'partner-gateway-heap-'));

const search = async (gateway: ProbedGateway, requests: number): Promise<void> => {
  const plan = { port: gateway.server.port, path: gatewaySearch(140), headers, connections: 8 };
  await runScript('./load.ts', [JSON.stringify({ ...plan, seconds: 3_600, requests })], {
    core: 'load',
    isPinned: false,
  });
};

const measure = async (gateway: ProbedGateway, requests: number): Promise<Point> => {
  say(`${requests} searches`);
  await search(gateway, requests);
  // Before the snapshot, which holds memory of its own while it is written.
  const memory = await gateway.readMemory();
  const file = join(folder, `${requests}.heapsnapshot`);
  await gateway.readMemory(file);
  return { memory, sizes: readSnapshot(file) };
};

const printGrowth = (early: Point, late: Point): void => {
  print(`MiB${' '.repeat(26)}early     late     grew`);
  for (const kind of ['rss', 'heapTotal', 'heapUsed', 'external', 'arrayBuffers'] as const) {
    const [before, after] = [early.memory[kind], late.memory[kind]];
    print(`${kind.padEnd(24)}${mib(before)}${mib(after)}${mib(after - before)}`);
  }
  const grown = [...late.sizes].map(([kind, size]) => ({
    kind,
    size,
    grew: size - (early.sizes.get(kind) ?? 0),
  }));
  print('\nBy what it consists of');
  for (const { kind, size, grew } of grown
    .toSorted((one, other) => other.grew - one.grew)
    .slice(0, rowsShown))
    print(`${kind.slice(0, 60).padEnd(62)}${mib(size)}${mib(grew)}`);
};

setPriority(10);
await build(['server']);
const stage = await createStage({ isPinned: false });
const gateway = await startProbedGateway(stage, {
  SHED_SEARCH_DELAY_MS: '60000',
  SHED_ALL_DELAY_MS: '60000',
});
try {
  const early = await measure(gateway, few);
  printGrowth(early, await measure(gateway, many - few));
} finally {
  await gateway.server.stop();
  await stage.close();
  rmSync(folder, { recursive: true, force: true });
}
process.exit(0);
