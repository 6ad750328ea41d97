/** Copies of reads to the gateway, made after the partner has its answer: few at a time, and none while the gateway is unwell. */
import { CircuitOpen } from '@partner-gateway/load-control';
import { type Answer, type CopyDrop, compareAnswers } from '@partner-gateway/rollout';
import type { Clock, Observe } from '../observe.ts';
import type { Side, Sides } from '../sides/side.ts';
import type { DryRuns } from './dry-runs.ts';
import type { Original } from './original.ts';

/** Makes copies. */
export type Copier = {
  /** Takes one in hand if there is room; never throws, never waits. */
  copy(original: Original): void;
  /** How many are going on. */
  readonly running: () => number;
  stop(): Promise<void>;
};

/** How much at a time. */
export type CopyLimits = { readonly concurrency: number; readonly timeoutMs: number };

type Parts = {
  readonly clock: Clock;
  readonly observe: Observe;
  readonly sides: Pick<Sides, 'gateway' | 'copies'>;
  readonly dryRuns: DryRuns | undefined;
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

const ask = async (gateway: Side, original: Original, timeoutMs: number): Promise<Answer> => {
  const response = await fetch(`${gateway.baseUrl}${original.path}`, {
    headers: fetchHeaders(original.headers),
    redirect: 'manual',
    signal: AbortSignal.timeout(timeoutMs),
  });
  return { status: response.status, text: await response.text() };
};

/** Makes a copier. */
export const createCopier = ({ clock, observe, sides, dryRuns, limits }: Parts): Copier => {
  const running = new Set<Promise<void>>();
  let isStopping = false;
  const { tallies, metrics } = observe;

  const drop = (why: CopyDrop): void => {
    tallies.copy(why);
    metrics.count('router.copy.dropped', { reason: why });
  };

  const answerOf = async (
    original: Original,
    old: Answer,
  ): Promise<readonly [Answer, Answer] | undefined> => {
    if (original.endpoint === 'create_booking') return dryRuns?.run(original, old);
    return [old, await ask(sides.gateway, original, limits.timeoutMs)];
  };

  const compare = async (original: Original): Promise<void> => {
    const old = await original.captured();
    if (old === undefined) return drop('too_large');
    if (isFailed(old.status)) return drop('old_failed');
    const { endpoint, client } = original;
    const place = { endpoint, client };
    const startMs = clock.monotonicMs();
    const seen = (isError: boolean) =>
      tallies.answered(place, 'copy', { ms: clock.monotonicMs() - startMs, isError });
    try {
      const pair = await sides.copies.run({
        work: () => answerOf(original, old),
        judge: (settled) => {
          if ('error' in settled) return 'bad';
          return settled.result !== undefined && isFailed(settled.result[1].status) ? 'bad' : 'good';
        },
      });
      if (pair === undefined) return drop('no_answer');
      const comparison = compareAnswers(endpoint, ...pair);
      seen(pair[1].status >= 500);
      tallies.copy();
      tallies.compared(place, comparison);
      metrics.count('router.copy.made', { endpoint });
      for (const { kind } of comparison.differences)
        metrics.count('router.copy.differences', { endpoint, kind });
    } catch (error) {
      if (error instanceof CircuitOpen) return drop('circuit_open');
      seen(true);
      drop('no_answer');
    }
  };

  return {
    copy: (original) => {
      if (isStopping || running.size >= limits.concurrency) return drop('busy');
      const work: Promise<void> = compare(original).finally(() => running.delete(work));
      running.add(work);
    },
    running: () => running.size,
    stop: async () => {
      isStopping = true;
      await Promise.allSettled(running);
    },
  };
};
