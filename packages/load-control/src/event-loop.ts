/** How far behind the event loop is, and what to turn away for it: hysteresis over windows, so that one stall sheds nothing. */
import { monitorEventLoopDelay } from 'node:perf_hooks';

/** `busy`: the least urgent work is to be turned away. `drowning`: all that is not under way already. */
export type Load = 'calm' | 'busy' | 'drowning';

export type LoadThresholds = {
  /** 99th percentile of the delay in a window, in milliseconds. */
  readonly busyMs: number;
  readonly drowningMs: number;
  /** Share of the heap that is used after which it is busy too. */
  readonly heapShare: number;
};

/** What was seen in one window. */
export type LoadSample = { readonly delayMs: number; readonly heapShare: number };

/** A window of so many late ones in a row is needed to turn away, and of so many good ones to stop. */
const windowsToShed = 2;
const windowsToCalm = 2;

const ranks: readonly Load[] = ['calm', 'busy', 'drowning'];

const judge = ({ delayMs, heapShare }: LoadSample, limits: LoadThresholds): Load => {
  if (delayMs > limits.drowningMs) return 'drowning';
  return delayMs > limits.busyMs || heapShare > limits.heapShare ? 'busy' : 'calm';
};

/** Judges window after window. */
export const createLoadJudge = (limits: LoadThresholds): ((sample: LoadSample) => Load) => {
  let load: Load = 'calm';
  let recent: number[] = [];
  return (sample) => {
    recent = [...recent, ranks.indexOf(judge(sample, limits))].slice(-Math.max(windowsToShed, windowsToCalm));
    const now = ranks.indexOf(load);
    const least = Math.min(...recent.slice(-windowsToShed));
    const most = Math.max(...recent.slice(-windowsToCalm));
    if (recent.length >= windowsToShed && least > now) load = ranks[least] ?? load;
    else if (recent.length >= windowsToCalm && most < now) load = ranks[most] ?? load;
    return load;
  };
};

/** A watch over this process. */
export type LoadWatch = {
  /** As judged by the last window. */
  current(): Load;
  /** Of the last window, in milliseconds. */
  delayMs(): number;
  start(): void;
  stop(): void;
};

const resolutionMs = 10;

export type LoadWatchOptions = LoadThresholds & {
  /** Share of the heap in use, 0 to 1. */
  readonly heapShareNow: () => number;
  /** Default 500. */
  readonly windowMs?: number;
};

/**
 * Watches the event loop of this process, once it is started; it keeps no process alive.
 *
 * @example
 * ```ts
 * const watch = createLoadWatch({ busyMs: 200, drowningMs: 800, heapShare: 0.85, heapShareNow: () => 0.2 });
 * watch.start();
 * ```
 */
export const createLoadWatch = ({ heapShareNow, windowMs = 500, ...limits }: LoadWatchOptions): LoadWatch => {
  const histogram = monitorEventLoopDelay({ resolution: resolutionMs });
  const judgeNext = createLoadJudge(limits);
  let load: Load = 'calm';
  let lastDelayMs = 0;
  let timer: NodeJS.Timeout | undefined;
  const look = (): void => {
    // The timer's own resolution is part of what is measured, and no delay.
    lastDelayMs = Math.max(0, histogram.percentile(99) / 1e6 - resolutionMs);
    histogram.reset();
    load = judgeNext({ delayMs: lastDelayMs, heapShare: heapShareNow() });
  };
  return {
    current: () => load,
    delayMs: () => lastDelayMs,
    start() {
      histogram.enable();
      timer = setInterval(look, windowMs).unref();
    },
    stop() {
      clearInterval(timer);
      histogram.disable();
    },
  };
};
