/** Reads copied to the gateway after the partner has its answer, bookings run dry beside the old system: few, and none while it is unwell. */
import { CircuitOpen, type Judgement } from '@partner-gateway/load-control';
import type { Answer, CopyDrop, Match, Place } from '@partner-gateway/rollout';
import type { Clock, Observe } from '../observe.ts';
import type { Sides } from '../sides/side.ts';
import type { Captured, Kept } from './capture.ts';
import type { Comparer } from './comparer.ts';
import { decode } from './decode.ts';
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

/** Those of the partner's connection, which stay with it. */
const notCopied: ReadonlySet<string> = new Set(['host', 'accept-encoding', 'if-none-match']);

const headersOf = (flat: readonly string[]): [string, string][] => {
  const headers: [string, string][] = [['accept-encoding', 'identity']];
  for (let at = 0; at < flat.length; at += 2) {
    const name = (flat[at] ?? '').toLowerCase();
    if (!notCopied.has(name)) headers.push([name, flat[at + 1] ?? '']);
  }
  return headers;
};

/** What an answer to a copy counts as; undefined for nothing. */
type Seen = { readonly ms?: number; readonly isError: boolean } | undefined;

const judgementOf = (seen: Seen): Judgement => {
  if (seen === undefined) return 'nothing';
  return seen.isError ? 'bad' : 'good';
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

  /** What the gateway says, with its time and its failures counted; why there is nothing otherwise. */
  const asking = async <Said>(place: Place, work: () => Promise<Said>, seenOf: (said: Said) => Seen) => {
    const startMs = clock.monotonicMs();
    try {
      const said = await sides.copies.run({
        work,
        judge: (settled) => ('error' in settled ? 'bad' : judgementOf(seenOf(settled.result))),
      });
      const seen = seenOf(said);
      if (seen !== undefined) tallies.answered(place, 'copy', { ms: clock.monotonicMs() - startMs, ...seen });
      return { said };
    } catch (error) {
      if (error instanceof CircuitOpen) return { dropped: 'circuit_open' as const };
      tallies.answered(place, 'copy', { ms: clock.monotonicMs() - startMs, isError: true });
      return { dropped: 'no_answer' as const };
    }
  };

  const tell = ({ endpoint }: Place, match: Match): void => {
    tallies.copy();
    tallies.compared(match);
    metrics.count('router.copy.made', { endpoint });
    for (const [kind, count] of Object.entries(match.kinds))
      metrics.count('router.copy.differences', { endpoint, kind }, count);
  };

  const compare = async (place: Place, old: Answer, fresh: Answer): Promise<void> => {
    const match = await comparer.compare(place, old, fresh).catch(() => undefined);
    if (match === undefined) drop('no_answer');
    else tell(place, match);
  };

  /** The old answer, if there is one that says something of a trip or a booking. */
  const oldAnswer = (captured: Captured): Kept | undefined => {
    const old = captured();
    if (old === undefined) drop('too_large');
    else if (isFailed(old.status)) drop('old_failed');
    else return old;
    return undefined;
  };

  const copyNow = async ({ captured, path, headers, ...place }: Original): Promise<void> => {
    const old = oldAnswer(captured);
    if (old === undefined) return;
    const read = {
      url: `${sides.gateway.baseUrl}${path}`,
      headers: headersOf(headers),
      timeoutMs: limits.timeoutMs,
    };
    const { said, dropped } = await asking(
      place,
      () => comparer.copy(place, old, read),
      (copied) => (copied === 'unread' ? undefined : { ms: copied.ms, isError: isFailed(copied.status) }),
    );
    if (said === undefined) drop(dropped);
    else if (said === 'unread') drop('too_large');
    else tell(place, said.match);
  };

  const runNow = async (runs: DryRuns, asked: AskedBooking, answered: Promise<Captured>): Promise<void> => {
    const { said, dropped } = await asking(
      asked,
      () => runs.run(asked),
      (run) => ({ isError: run === undefined }),
    );
    if (said === undefined) return drop(dropped ?? 'no_answer');
    const kept = oldAnswer(await answered);
    const old = kept && (await decode(kept));
    if (old !== undefined) await compare(asked, ...said(old));
    else if (kept !== undefined) drop('too_large');
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
