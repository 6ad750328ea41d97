/** One crash run: many retried creates through gateways and a Redis that keep dying, judged by the sandbox's ledger. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { LedgerEntry } from '@partner-gateway/sandbox';
import { Redis } from 'ioredis';
import { bookOne, type Told } from './partner.ts';
import { createRandom } from './random.ts';
import { quietMs } from './times.ts';
import { startWorld, type World, type WorldOptions } from './world.ts';

export type CrashRunOptions = WorldOptions & {
  readonly carts: number;
  /** Partners that book side by side. */
  readonly partners: number;
  readonly gatewayKills: number;
  readonly redisKills: number;
  readonly flushes: number;
  /** Of the whole Redis, 0.2 to 4 s, connections kept. Default 0. */
  readonly stalls?: number;
  /** Of one gateway, 0.5 to 3 s, silent or refused. Default 0. */
  readonly partitions?: number;
  /** To a replica, with a second in which one gateway goes on with the old primary; needs `replicas`. Default 0. */
  readonly failovers?: number;
  readonly onProgress?: (done: number) => void;
};

export type CrashReport = {
  readonly carts: number;
  readonly booked: number;
  readonly notExecuted: number;
  readonly notExecutedCodes: Readonly<Record<string, number>>;
  /** The four lies, all of which have to be zero. */
  readonly doubleBooked: number;
  readonly toldBookedButNot: number;
  readonly toldNotButBooked: number;
  readonly unresolved: number;
  readonly unresolvedCodes: Readonly<Record<string, number>>;
  /** Outcomes that are still open in the store at the end. */
  readonly openOutcomes: number;
  readonly retries: number;
  readonly faults: Readonly<Record<string, number>>;
  readonly gatewayKills: number;
  readonly redisKills: number;
  readonly flushes: number;
  readonly stalls: number;
  readonly partitions: number;
  readonly failovers: number;
  readonly createMs: { readonly p50: number; readonly p99: number; readonly max: number };
  readonly seconds: number;
};

/** What was told, and the 12go cart it was told of. */
type Booked = Told & { readonly cart: string };

const patienceMs = 120_000;
const settleLimitMs = 30_000;

type Blow = 'gateway' | 'redis' | 'flush' | 'stall' | 'partition' | 'failover';

/** The blows of a run, evenly spread over its carts: each falls when that many carts are done. */
export const planBlows = ({ carts, gatewayKills, redisKills, flushes, ...more }: CrashRunOptions) => {
  const spread = (blow: Blow, times: number, shift: number) =>
    Array.from({ length: times }, (_, index) => ({ blow, at: ((index + shift) * carts) / times }));
  return [
    ...spread('gateway', gatewayKills, 0.3),
    ...spread('redis', redisKills, 0.4),
    ...spread('flush', flushes, 0.8),
    ...spread('stall', more.stalls ?? 0, 0.5),
    ...spread('partition', more.partitions ?? 0, 0.6),
    ...spread('failover', more.failovers ?? 0, 0.7),
  ].sort((one, two) => one.at - two.at);
};

const strike = (world: World, blow: Blow, { gateway, random }: { gateway: number; random: () => number }) => {
  const { redis } = world;
  switch (blow) {
    case 'gateway':
      return world.replaceGateway(gateway);
    case 'redis':
      return redis.kill();
    case 'flush':
      return redis.flush();
    case 'stall':
      return redis.stall(200 + 3_800 * random());
    case 'partition':
      return redis.partition(gateway, { ms: 500 + 2_500 * random(), isSilent: random() < 0.5 });
    case 'failover':
      return redis.failOver();
  }
};

const readOpen = async (redis: Redis): Promise<number> => {
  const keys = (await redis.keys('*op-open:*')).filter((key) => !key.includes('~canary'));
  const sizes = await Promise.all(keys.map((key) => redis.zcard(key)));
  return sizes.reduce((sum, size) => sum + size, 0);
};

/** Waits until no outcome is open; returns how many are when it gives up. */
const untilSettled = async (url: string): Promise<number> => {
  const redis = new Redis(url);
  try {
    const giveUpAtMs = performance.now() + settleLimitMs;
    for (;;) {
      const open = await readOpen(redis);
      if (open === 0 || performance.now() > giveUpAtMs) return open;
      await sleep(250);
    }
  } finally {
    redis.disconnect();
  }
};

const readExecutions = async ({ sandboxUrl }: World): Promise<Map<string, number>> => {
  const ledger = (await (await fetch(`${sandboxUrl}/_sandbox/ledger`)).json()) as LedgerEntry[];
  const executions = new Map<string, number>();
  for (const { operation, cartId } of ledger) {
    if (operation === 'reserve' && cartId !== null) executions.set(cartId, (executions.get(cartId) ?? 0) + 1);
  }
  return executions;
};

const tally = (values: readonly (string | undefined)[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value ?? ''] = (counts[value ?? ''] ?? 0) + 1;
  return counts;
};

const quantiles = (told: readonly Told[]): CrashReport['createMs'] => {
  const sorted = told.map(({ tookMs }) => Math.round(tookMs)).sort((one, two) => one - two);
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { p50: at(0.5), p99: at(0.99), max: at(1) };
};

/** Compares what partners were told with what was executed. */
export const judge = (told: readonly Booked[], executionsOf: (cart: string) => number) => {
  const those = (what: Told['what']) => told.filter((one) => one.what === what);
  return {
    carts: told.length,
    booked: those('booked').length,
    notExecuted: those('not_executed').length,
    notExecutedCodes: tally(those('not_executed').map(({ code }) => code)),
    doubleBooked: told.filter(({ cart }) => executionsOf(cart) > 1).length,
    toldBookedButNot: those('booked').filter(({ cart }) => executionsOf(cart) === 0).length,
    toldNotButBooked: those('not_executed').filter(({ cart }) => executionsOf(cart) > 0).length,
    unresolved: those('unresolved').length,
    unresolvedCodes: tally(those('unresolved').map(({ code }) => code)),
    retries: told.reduce((sum, { retries }) => sum + retries, 0),
    createMs: quantiles(told),
  };
};

/** How many promises a run broke. */
export const violations = (report: CrashReport): number =>
  report.doubleBooked +
  report.toldBookedButNot +
  report.toldNotButBooked +
  report.unresolved +
  report.openOutcomes;

const itineraryOf = (cart: number): string => {
  const day = new Date(Date.now() + (20 + (cart % 100)) * 86_400_000).toISOString().slice(0, 10);
  return `TH014901tK0Rob00F0kQ2r7M-${day}-07:30`;
};

/** Books all carts while blows fall; returns what each partner was told. */
const bookAll = async (world: World, options: CrashRunOptions): Promise<Booked[]> => {
  const random = createRandom(options.seed);
  const anyGateway = () => Math.floor(random() * options.gateways);
  const blows = planBlows(options);
  const falling: Promise<void>[] = [];
  const told: Booked[] = [];
  let begun = 0;
  const strikeDue = (): void => {
    for (let next = blows[0]; next !== undefined && next.at <= told.length; next = blows[0]) {
      blows.shift();
      const { blow } = next;
      const last = falling.at(-1) ?? Promise.resolve();
      falling.push(last.then(() => strike(world, blow, { gateway: anyGateway(), random })));
    }
  };
  const partner = {
    clientId: world.clientId,
    apiKey: world.apiKey,
    baseUrl: () => world.baseUrl(anyGateway()),
    random,
    patienceMs,
  };
  const work = async (): Promise<void> => {
    while (begun < options.carts) {
      begun += 1;
      const one = await bookOne(partner, itineraryOf(begun), `key-${begun}`);
      told.push({ ...one, cart: world.cartOf(one.token) });
      strikeDue();
      options.onProgress?.(told.length);
    }
  };
  await Promise.all(Array.from({ length: options.partners }, work));
  await Promise.all(falling);
  return told;
};

/** Runs it; throws only when the run itself could not go on. */
export const crashRun = async (options: CrashRunOptions): Promise<CrashReport> => {
  const startedMs = performance.now();
  const world = await startWorld(options);
  try {
    const told = await bookAll(world, options);
    const openOutcomes = options.recipe === 'gateway' ? await untilSettled(world.redis.url()) : 0;
    await sleep(quietMs);
    const executions = await readExecutions(world);
    const judged = judge(told, (cart) => executions.get(cart) ?? 0);
    const faults = (await (await fetch(world.faultsUrl)).json()) as Record<string, number>;
    const { gatewayKills, redisKills, flushes, stalls = 0, partitions = 0, failovers = 0 } = options;
    const seconds = Math.round((performance.now() - startedMs) / 1000);
    return {
      ...judged,
      openOutcomes,
      faults,
      gatewayKills,
      redisKills,
      flushes,
      stalls,
      partitions,
      failovers,
      seconds,
    };
  } finally {
    await world.close();
  }
};
