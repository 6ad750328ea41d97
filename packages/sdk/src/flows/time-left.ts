/** One deadline over several calls. */
import { type CallOptions, demandCallOptions } from '../options.ts';

/**
 * How long a flow may go on, and what stops it.
 *
 * @example
 * ```ts
 * const options: FlowOptions = { deadlineMs: 60_000, signal: AbortSignal.timeout(90_000) };
 * for await (const { itineraries } of untilComplete(gateway, query, options)) console.log(itineraries.length);
 * ```
 */
export type FlowOptions = {
  /** Bound of the whole flow, waits included, in milliseconds. The default is that of the flow. */
  deadlineMs?: number | undefined;
  /** Stops the flow within a moment, also while it waits. */
  signal?: AbortSignal | undefined;
};

/** What is left of the deadline. */
export type TimeLeft = {
  readonly deadlineMs: number;
  readonly signal: AbortSignal | undefined;
  readonly elapsedMs: () => number;
  readonly leftMs: () => number;
  /** The options of a call that ends with the flow. */
  readonly callOptions: () => Pick<CallOptions, 'deadlineMs' | 'signal'>;
};

/** Starts the clock. @throws TypeError when the deadline is not a whole number of milliseconds */
export const startTime = (options: FlowOptions, defaultDeadlineMs: number): TimeLeft => {
  const { deadlineMs = defaultDeadlineMs, signal } = options;
  demandCallOptions({ deadlineMs });
  const startedMs = performance.now();
  const elapsedMs = (): number => performance.now() - startedMs;
  const leftMs = (): number => deadlineMs - elapsedMs();
  return {
    deadlineMs,
    signal,
    elapsedMs,
    leftMs,
    callOptions: () => ({ deadlineMs: Math.max(1, Math.ceil(leftMs())), signal }),
  };
};
