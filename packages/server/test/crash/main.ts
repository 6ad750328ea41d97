/** `npm run crash`: the crash run by hand. Flags: --carts --partners --gateways --kills --redis-kills --flushes --stalls --partitions --failovers --seed --recipe. */
import { parseArgs } from 'node:util';
import { crashRun, violations } from './run.ts';
import type { Recipe } from './world.ts';

const { values } = parseArgs({
  options: {
    carts: { type: 'string', default: '10000' },
    partners: { type: 'string', default: '48' },
    gateways: { type: 'string', default: '3' },
    kills: { type: 'string' },
    'redis-kills': { type: 'string' },
    flushes: { type: 'string' },
    stalls: { type: 'string' },
    partitions: { type: 'string' },
    failovers: { type: 'string' },
    'fault-share': { type: 'string', default: '0.04' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    recipe: { type: 'string', default: 'gateway' },
  },
});

const carts = Number(values.carts);
/** One gateway killed for every 50 carts, one cut off and Redis stalled once for every 250; killed, emptied, failed over for every 500. */
const options = {
  recipe: values.recipe as Recipe,
  carts,
  partners: Number(values.partners),
  gateways: Number(values.gateways),
  gatewayKills: Number(values.kills ?? Math.ceil(carts / 50)),
  redisKills: Number(values['redis-kills'] ?? Math.ceil(carts / 500)),
  flushes: Number(values.flushes ?? Math.ceil(carts / 500)),
  stalls: Number(values.stalls ?? Math.ceil(carts / 250)),
  partitions: Number(values.partitions ?? Math.ceil(carts / 250)),
  failovers: Number(values.failovers ?? Math.ceil(carts / 500)),
  replicas: 2,
  faultShare: Number(values['fault-share']),
  seed: Number(values.seed),
};

let lastShown = 0;
const report = await crashRun({
  ...options,
  onProgress: (done) => {
    if (done - lastShown < carts / 20) return;
    lastShown = done;
    process.stderr.write(`${done} of ${carts} carts\n`);
  },
});

const broken = violations(report);
process.stdout.write(`${JSON.stringify({ ...options, ...report }, null, 2)}\n`);
process.stdout.write(
  broken === 0
    ? `No promise broken in ${carts} carts; ${((100 * report.notExecuted) / carts).toFixed(2)} % safely refused.\n`
    : `${broken} promises broken.\n`,
);
process.exitCode = broken === 0 ? 0 : 1;
