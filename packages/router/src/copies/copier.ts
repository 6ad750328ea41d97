/** Reads copied to the gateway after the partner has its answer, bookings run dry beside the old system: few, and none while it is unwell. */
import { CircuitOpen } from '@partner-gateway/load-control';
import type { Answer, CopyDrop, Place } from '@partner-gateway/rollout';
import type { Clock, Observe } from '../observe.ts';
import type { Side, Sides } from '../sides/side.ts';
import type { Captured } from './capture.ts';
import type { Comparer } from './comparer.ts';
import type { DryRuns } from './dry-runs.ts';
import type { AskedBooking, Original } from './original.ts';

/** Makes copies, and runs bookings dry. */
export type Copier = {
  /** Takes one in hand if there is room; never throws, never waits. */
  copy(original: Original): void;
  /**
   * Begins to run a booking dry if there is room, beside the old system: afterwards its seats are taken. What it gives takes the old
   * answer; undefined when there is nothing to compare.
   */
  runDry(asked: AskedBooking): ((captured: Captured) => void) | undefined;
  /** How many are going on. */
  readonly running: () => number;
  stop(): Promise<void>;
};

/** How much at a time. */
type CopyLimits = { readonly concurrency: number; readonly timeoutMs: number };

type Parts = {
  readonly clock: Clock;
  readonly observe: Observe;
  readonly sides: Pick<Sides, 'gateway' | 'copies'>;
  readonly dryRuns: DryRuns | undefined;
  readonly comparer: Comparer;
  readonly limits: CopyLimits;
};

const isFailed = (status: number): boolean => status >= 500 || status === 429;

/** Only what asks; whatever the connection of the partner said stays with it. */
const fetchHeaders = (flat: readonly string[]): Headers => {
  const headers = new Headers();
  for (let at = 0; at < flat.length; at += 2) {
    const name = (flat[at] ?? '').toLowerCase();
    if (name !== 'host' && name !== 'accept-encoding') headers.append(name, flat[at + 1] ?? '');
  }
  headers.set('accept-encoding', 'identity');
  return headers;
};

const ask = async (
  gateway: Side,
  original: Omit<Original, 'captured'>,
  timeoutMs: number,
): Promise<Answer> => {
  const response = await fetch(`${gateway.baseUrl}${original.path}`, {
    headers: fetchHeaders(original.headers),
    redirect: 'manual',
    signal: AbortSignal.timeout(timeoutMs),
  });
  return { status: response.status, text: await response.text() };
};

/** Makes a copier. */
export const createCopier = ({ clock, observe, sides, dryRuns, comparer, limits }: Parts): Copier => {
  const running = new Set<Promise<void>>();
  let isStopping = false;
  const { tallies, metrics } = observe;

  const drop = (why: CopyDrop): void => {
    tallies.copy(why);
    metrics.count('router.copy.dropped', { reason: why });
  };

  /** What the gateway says, with its time and its failures counted; undefined when it said nothing. */
  const asking = async <Said>(place: Place, work: () => Promise<Said>, isBad: (said: Said) => boolean) => {
    const startMs = clock.monotonicMs();
    const seen = (isError: boolean) =>
      tallies.answered(place, 'copy', { ms: clock.monotonicMs() - startMs, isError });
    try {
      const said = await sides.copies.run({
        work,
        judge: (settled) => ('error' in settled || isBad(settled.result) ? 'bad' : 'good'),
      });
      seen(isBad(said));
      return { said };
    } catch (error) {
      if (!(error instanceof CircuitOpen)) seen(true);
      return { dropped: error instanceof CircuitOpen ? ('circuit_open' as const) : ('no_answer' as const) };
    }
  };

  const compare = async (place: Place, old: Answer, fresh: Answer): Promise<void> => {
    const match = await comparer.compare(place, old, fresh).catch(() => undefined);
    if (match === undefined) return drop('no_answer');
    tallies.copy();
    tallies.compared(match);
    metrics.count('router.copy.made', { endpoint: place.endpoint });
    for (const [kind, count] of Object.entries(match.kinds))
      metrics.count('router.copy.differences', { endpoint: place.endpoint, kind }, count);
  };

  /** The old answer, if there is one that says something of a trip or a booking. */
  const oldAnswer = async (captured: Captured): Promise<Answer | undefined> => {
    const old = await captured();
    if (old === undefined) drop('too_large');
    else if (isFailed(old.status)) drop('old_failed');
    else return old;
    return undefined;
  };

  const copyNow = async ({ captured, ...original }: Original): Promise<void> => {
    const old = await oldAnswer(captured);
    if (old === undefined) return;
    const { said, dropped } = await asking(
      original,
      () => ask(sides.gateway, original, limits.timeoutMs),
      ({ status }) => isFailed(status),
    );
    if (said === undefined) return drop(dropped);
    await compare(original, old, said);
  };

  const runNow = async (runs: DryRuns, asked: AskedBooking, answered: Promise<Captured>): Promise<void> => {
    const { said, dropped } = await asking(
      asked,
      () => runs.run(asked),
      (run) => run === undefined,
    );
    if (said === undefined) return drop(dropped ?? 'no_answer');
    const old = await oldAnswer(await answered);
    if (old !== undefined) await compare(asked, ...said(old));
  };

  const hasRoom = (): boolean => !isStopping && running.size < limits.concurrency;
  const take = (work: Promise<void>): void => {
    const taken: Promise<void> = work.finally(() => running.delete(taken));
    running.add(taken);
  };

  return {
    copy: (original) => {
      if (hasRoom()) take(copyNow(original));
      else drop('busy');
    },
    runDry: (asked) => {
      if (dryRuns === undefined) return undefined;
      if (!hasRoom()) {
        drop('busy');
        return undefined;
      }
      const { promise, resolve } = Promise.withResolvers<Captured>();
      take(runNow(dryRuns, asked, promise));
      return resolve;
    },
    running: () => running.size,
    stop: async () => {
      isStopping = true;
      await Promise.allSettled(running);
      await comparer.stop();
    },
  };
};
