/**
 * `npm run overload`: what the gateway does when too much is asked of it and when 12go fails, as ratios within one run. Prints the
 * table with the aim beside each figure and writes reports/overload.json. Exits non-zero on a broken run only, never on a slow machine.
 * `--quick`: seconds of each, for smoke. `--only flood`: one part, of flood, neighbour, cluster, hanging, outage.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { build } from '../../scripts/lib/build.mjs';
import { withRedis } from '../../scripts/redis.mjs';
import { type Figure, toTable } from '../figures.ts';
import { isPinned } from '../measure.ts';
import { choiceOf, isQuick, say } from '../options.ts';
import { bookAtRate } from './bookings.ts';
import { measureCluster } from './cluster.ts';
import { measureFlood } from './flood.ts';
import { measureHanging } from './hanging.ts';
import { measureNeighbour } from './neighbour.ts';
import { measureOutage } from './outage.ts';
import { createScene, type Gateway, type Scene } from './scene.ts';

type Part = (scene: Scene, gateway: Gateway) => Promise<Figure[]>;

const parts: Readonly<Record<string, Part>> = {
  flood: measureFlood,
  neighbour: measureNeighbour,
  hanging: measureHanging,
  outage: measureOutage,
};

const only = choiceOf('only', [...Object.keys(parts), 'cluster']);

/** What is opened in a memory younger than two seconds is not booked. */
const youngMs = 3_000;

const measure = async (redisUrl: string): Promise<Figure[]> => {
  const scene = await createScene(redisUrl);
  try {
    const gateway = await scene.startGateway({ INSTANCES: '1' });
    await bookAtRate(gateway.port, 1, 1);
    await scene.settleMemory();
    await sleep(youngMs);
    const figures: Figure[] = [];
    for (const [name, part] of Object.entries(parts))
      if (only === undefined || only === name) figures.push(...(await part(scene, gateway)));
    await gateway.stop();
    if (only === undefined || only === 'cluster') figures.push(...(await measureCluster(scene)));
    return figures.toSorted((one, other) => one.id.localeCompare(other.id));
  } finally {
    await scene.close();
  }
};

const report = (figures: readonly Figure[]): void => {
  const reports = new URL('../../reports/', import.meta.url);
  mkdirSync(reports, { recursive: true });
  const machine = { node: process.version, isPinned, isQuick, load: loadavg() };
  writeFileSync(new URL('overload.json', reports), `${JSON.stringify({ machine, figures }, null, 2)}\n`);
  process.stdout.write(`${toTable(figures)}\n`);
  say(`${isPinned ? 'one core for gateways, one for all else' : 'not pinned'}; reports/overload.json`);
};

await build(['server']);
// Redis and this process, which books, stay off the gateway's core.
if (isPinned) spawnSync('taskset', ['-cp', '1', String(process.pid)]);
await withRedis(async ({ url }) => {
  report(await measure(url));
  return { code: 0 };
});
process.exit(0);
