/** A copy of something remote, kept in memory: loaded at start, refreshed in the background, the old one kept on failure. */
import { type Log, whereThrown } from '../observability/logger.ts';

/** A refreshed copy. */
export type Refreshed<Value> = {
  /** The copy at hand; undefined before the first load. */
  current(): Value | undefined;
  /** Seconds since the copy was loaded; undefined before the first load. */
  ageSeconds(): number | undefined;
  /** Whether the last refresh failed, so that an older copy is in use than there should be. */
  isBehind(): boolean;
  /** Loads now. Resolves to whether it worked; a failure is logged and leaves the old copy. */
  refresh(): Promise<boolean>;
  /** Keeps refreshing until stopped; tries again in seconds before the first load, in a minute after a failure. */
  start(): void;
  stop(): void;
};

/** How a copy is kept. */
export type RefreshOptions<Value> = {
  readonly name: string;
  /** Loads a new copy; may look at the old one to refuse a part of the new. */
  readonly load: (old: Value | undefined) => Promise<Value>;
  readonly everyMs: number;
  /** Between tries before the first load. Default 2 s. */
  readonly retryMs?: number;
  readonly nowMs: () => number;
  /** In [0, 1): spreads instances by ±10 %. */
  readonly random: () => number;
  readonly log: Log;
};

/** Between tries after a failure, when there is a copy at hand. */
const againMs = 60_000;

/** Makes a copy; nothing is loaded until `refresh` or `start`. */
export const createRefreshed = <Value>(options: RefreshOptions<Value>): Refreshed<Value> => {
  const { name, load, everyMs, retryMs = 2_000, nowMs, random, log } = options;
  let held: { readonly value: Value; readonly loadedAtMs: number } | undefined;
  let timer: NodeJS.Timeout | undefined;
  let running = false;
  let failed = false;
  let loading: Promise<boolean> | undefined;

  const loadOnce = async (): Promise<boolean> => {
    try {
      const value = await load(held?.value);
      held = { value, loadedAtMs: nowMs() };
      failed = false;
      return true;
    } catch (error) {
      failed = true;
      log('warn', `${name} could not be refreshed`, whereThrown(error));
      return false;
    }
  };
  const refresh = (): Promise<boolean> => {
    loading ??= loadOnce().finally(() => {
      loading = undefined;
    });
    return loading;
  };
  const schedule = (): void => {
    if (!running) return;
    const dueMs = failed ? Math.min(everyMs, againMs) : everyMs;
    const delayMs = held === undefined ? retryMs : dueMs * (0.9 + 0.2 * random());
    timer = setTimeout(() => void refresh().then(schedule), delayMs);
    timer.unref();
  };
  return {
    current: () => held?.value,
    ageSeconds: () =>
      held === undefined ? undefined : Math.max(0, Math.round((nowMs() - held.loadedAtMs) / 1000)),
    isBehind: () => failed && held !== undefined,
    refresh,
    start() {
      if (running) return;
      running = true;
      schedule();
    },
    stop() {
      running = false;
      clearTimeout(timer);
    },
  };
};
