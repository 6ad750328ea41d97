/** `npm run crash`: the crash run by hand. */
import { parseArgs } from 'node:util';
import type { Blow, Blows } from '../../../write-guard/test/crash/blows.ts';
import type { StartTarget } from '../../../write-guard/test/crash/target.ts';

/** Loaded when the flags are known to be right: a mistake is told before half of a gateway is compiled. */
const gatewayTarget = async (recipe: 'gateway' | 'simple' | 'lease'): Promise<StartTarget> =>
  (await import('./gateway-target.ts')).gatewayTarget(recipe);
const guardTarget = async (recipe: 'guard' | 'simple'): Promise<StartTarget> =>
  (await import('../../../write-guard/test/crash/guard-target.ts')).guardTarget(recipe);

/** What may be tried, by `--target` and `--recipe`; a target's own recipe has its name, the others have to fail. */
const targets: Readonly<Record<string, Readonly<Record<string, () => Promise<StartTarget>>>>> = {
  gateway: {
    gateway: () => gatewayTarget('gateway'),
    simple: () => gatewayTarget('simple'),
    lease: () => gatewayTarget('lease'),
  },
  guard: { guard: () => guardTarget('guard'), simple: () => guardTarget('simple') },
};

/** The flag of each blow, and for how many carts there is one where it is not given. */
const blowFlags: readonly (readonly [Blow, string, number, redis?: 'server' | 'cluster'])[] = [
  ['kill', 'kills', 50],
  ['redis-kill', 'redis-kills', 500],
  ['flush', 'flushes', 500],
  ['stall', 'stalls', 250],
  ['partition', 'partitions', 250, 'server'],
  ['failover', 'failovers', 500],
  ['reshard', 'reshards', 250, 'cluster'],
];

const { values } = parseArgs({
  options: {
    target: { type: 'string', default: 'gateway' },
    recipe: { type: 'string' },
    carts: { type: 'string', default: '10000' },
    partners: { type: 'string', default: '48' },
    redis: { type: 'string', default: 'server' },
    gateways: { type: 'string', default: '3' },
    'fault-share': { type: 'string', default: '0.04' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    ...Object.fromEntries(blowFlags.map(([, flag]) => [flag, { type: 'string' as const }])),
  },
});

const refuse = (mistake: string): never => {
  process.stderr.write(`${mistake}\n`);
  process.exit(2);
};

/** A figure that cannot be read would try nothing, and find that no promise was broken. */
const figure = (
  flag: string,
  text: string,
  isOne = (value: number) => Number.isSafeInteger(value),
): number => {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  return isOne(value) && value >= 0
    ? value
    : refuse(`--${flag} ${text}: a number of zero or more is expected`);
};
const atLeastOne = (flag: string, text: string): number =>
  figure(flag, text) || refuse(`--${flag} ${text}: at least one is needed`);

const { target, recipe = target } = values;
const load =
  targets[target]?.[recipe] ??
  refuse(
    `--target ${target} --recipe ${recipe}: choose one of ${Object.entries(targets)
      .flatMap(([name, recipes]) => Object.keys(recipes).map((one) => `--target ${name} --recipe ${one}`))
      .join(', ')}`,
  );

const redis: 'server' | 'cluster' =
  values.redis === 'server' || values.redis === 'cluster'
    ? values.redis
    : refuse(`--redis ${values.redis}: choose server or cluster`);
if (redis === 'cluster' && recipe !== target) refuse(`--recipe ${recipe}: only on --redis server`);

const carts = atLeastOne('carts', values.carts);
const given = values as Readonly<Record<string, string | undefined>>;
const blows = blowFlags.map(([blow, flag, every, only = redis]) => [
  blow,
  figure(flag, given[flag] ?? String(only === redis ? Math.ceil(carts / every) : 0)),
]);
const options = {
  carts,
  partners: atLeastOne('partners', values.partners),
  processes: atLeastOne('gateways', values.gateways),
  blows: Object.fromEntries(blows) as Blows,
  replicas: 2,
  redis,
  faultShare: figure('fault-share', values['fault-share'], Number.isFinite),
  seed: figure('seed', values.seed),
};

const { crashRun, violations } = await import('../../../write-guard/test/crash/run.ts');
let lastShown = 0;
const report = await crashRun(await load(), {
  ...options,
  onProgress: (done) => {
    if (done - lastShown < carts / 20) return;
    lastShown = done;
    process.stderr.write(`${done} of ${carts} carts\n`);
  },
});

const broken = violations(report);
process.stdout.write(`${JSON.stringify({ target, recipe, ...options, ...report }, null, 2)}\n`);
process.stdout.write(
  broken === 0
    ? `No promise broken in ${carts} carts; ${((100 * report.notExecuted) / carts).toFixed(2)} % safely refused.\n`
    : `${broken} promises broken.\n`,
);
process.exitCode = broken === 0 ? 0 : 1;
