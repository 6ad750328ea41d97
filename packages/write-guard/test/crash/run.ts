/** One crash run: many carts booked through processes and a Redis that keep dying, and all that was told of them judged. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { type Blows, planBlows, strike } from './blows.ts';
import { startClusterSet } from './cluster-set.ts';
import { createPatience } from './patience.ts';
import { type Crew, startCrew } from './processes.ts';
import { createRandom } from './random.ts';
import { type RedisSet, startRedisSet } from './redis-set.ts';
import type { CrashTarget, Ground, StartTarget } from './target.ts';
import { judge, type Told } from './verdicts.ts';

export type CrashRunOptions = Omit<Ground, 'redis'> & {
  readonly carts: number;
  /** Who book side by side. */
  readonly partners: number;
  readonly blows: Blows;
  /** Of the primary; a fail-over needs one, and two to have a majority after it. Default 0. */
  readonly replicas?: number;
  /** Default: one primary, with its replicas. */
  readonly redis?: 'server' | 'cluster';
  readonly onProgress?: (done: number) => void;
};

export type CrashReport = ReturnType<typeof judge> & {
  /** Outcomes that are still open in the store at the end. */
  readonly openOutcomes: number;
  readonly faults: Readonly<Record<string, number>>;
  readonly seconds: number;
};

type Run = Omit<CrashRunOptions, 'redis' | 'replicas'> & {
  readonly redis: RedisSet;
  readonly crew: Crew;
  readonly target: CrashTarget;
};

/** How many promises a run broke. */
export const violations = ({ openOutcomes, ...report }: CrashReport): number =>
  report.doubleBooked + report.toldBookedButNot + report.toldNotButBooked + report.unresolved + openOutcomes;

const waitingMax = 2;

/** Strikes one blow after the other, each when its number of carts is done. */
const startBlows = ({ redis, crew, target, ...run }: Run, random: () => number) => {
  const blows = planBlows(run.carts, run.blows);
  let falling: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  return {
    strikeDue(done: number): void {
      for (const { blow } of blows.splice(0, blows.filter(({ at }) => at <= done).length)) {
        const index = Math.floor(random() * run.processes);
        const clientId = target.clientIds[Math.floor(random() * target.clientIds.length)] ?? '';
        const struck = { redis, crew, index, clientId, timeScale: target.timeScale };
        waiting += 1;
        falling = falling
          .then(() => strike(blow, struck, random))
          .finally(() => {
            waiting -= 1;
          });
        falling.catch(() => {}); // told by `fallen`
      }
    },
    /** Where one takes long, carts wait for it: a blow that falls when all are done tries nothing. */
    async untilFew(): Promise<void> {
      while (waiting > waitingMax) await sleep(25);
    },
    fallen: () => falling,
  };
};

/** Books all carts while blows fall. */
const bookAll = async (run: Run): Promise<Told[]> => {
  const { crew, target, carts } = run;
  const random = createRandom(run.seed);
  const blows = startBlows(run, random);
  const told: Told[] = [];
  let begun = 0;
  const baseUrl = () => crew.baseUrl(Math.floor(random() * run.processes));
  const pauseMs = () => (50 + 150 * random()) * target.timeScale;
  const work = async (): Promise<void> => {
    while (begun < carts) {
      await blows.untilFew();
      if (begun >= carts) return;
      begun += 1;
      const patience = createPatience(120_000 * target.timeScale, pauseMs);
      told.push(await target.bookOne(begun, { baseUrl, random, patience }));
      blows.strikeDue(told.length);
      run.onProgress?.(told.length);
    }
  };
  await Promise.all(Array.from({ length: run.partners }, work));
  await blows.fallen();
  return told;
};

const countOpen = async (redis: Redis): Promise<number[]> => {
  const keys = (await redis.keys('*op-open:*')).filter((key) => !key.includes('~canary'));
  return Promise.all(keys.map((key) => redis.zcard(key)));
};

/** Waits until no outcome is open; returns how many are when it gives up. */
const untilSettled = async ({ redis, target }: Run): Promise<number> => {
  const giveUpAtMs = performance.now() + 30_000 * target.timeScale;
  for (;;) {
    const open = (await redis.onPrimaries(countOpen)).reduce((sum, size) => sum + size, 0);
    if (open === 0 || performance.now() > giveUpAtMs) return open;
    await sleep(250 * target.timeScale);
  }
};

/** Runs it; throws only when the run itself could not go on. */
export const crashRun = async (start: StartTarget, options: CrashRunOptions): Promise<CrashReport> => {
  const startedMs = performance.now();
  const closers: (() => Promise<unknown>)[] = [];
  try {
    const redis =
      options.redis === 'cluster'
        ? await startClusterSet()
        : await startRedisSet(options.processes, options.replicas ?? 0);
    closers.push(redis.remove);
    const target = await start({ ...options, redis });
    closers.push(target.close);
    const crew = await startCrew(options.processes, target.startProcess);
    closers.push(crew.kill);
    const run = { ...options, redis, target, crew };
    const told = await bookAll(run);
    const openOutcomes = await untilSettled(run);
    await crew.kill();
    const judged = judge(told, await target.executions());
    const seconds = Math.round((performance.now() - startedMs) / 1000);
    return { ...judged, openOutcomes, faults: await target.faults(), seconds };
  } finally {
    for (const close of closers.reverse()) await close();
  }
};
