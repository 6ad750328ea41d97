/** A copy of something remote, kept in memory: loaded at start, refreshed in the background, the old one kept on failure. */

import { type Log, type LogFields, whereThrown } from '@partner-gateway/telemetry';
import { UnusableSource } from '../errors.ts';

/** A refreshed copy. */
export type Refreshed<Value> = {
  /** The copy at hand; undefined before the first load. */
  current(): Value | undefined;
  /** Seconds since the copy was loaded; undefined before the first load. */
  ageSeconds(): number | undefined;
  /**
   * Loads now. Resolves to whether it worked; a failure is logged and leaves the old copy. While a load is under way,
   * callers share the one after it, which sees what they have just changed.
   */
  refresh(): Promise<boolean>;
  /** Why the last load failed; undefined when it worked. */
  failure(): unknown;
  /** Keeps refreshing until stopped; tries again in seconds before the first load, in a minute after a failure. */
  start(): void;
  stop(): void;
};

/** How a copy is kept. */
export type RefreshOptions<Value> = {
  readonly name: string;
  /** Loads a new copy; may look at the old one to refuse a part of the new. */
  readonly load: (old: Value | undefined) => Promise<Value>;
  /** A copy that is there from the start. */
  readonly initial?: Value;
  readonly everyMs: number;
  /** Between tries before the first load. Default 2 s. */
  readonly retryMs?: number;
  readonly nowMs: () => number;
  /** In [0, 1): spreads instances by ±10 %. */
  readonly random: () => number;
  readonly log: Log;
  /** Told of each load that failed. */
  readonly onFailure?: (() => void) | undefined;
};

/** Between tries after a failure, when there is a copy at hand. */
const againMs = 60_000;

const mistakesLogged = 20;

/** A source that cannot be used is told mistake by mistake; of anything else only where it was thrown. */
const reasonOf = (error: unknown): LogFields => {
  if (!(error instanceof UnusableSource)) return whereThrown(error);
  const told = error.mistakes.slice(0, mistakesLogged).map(({ field, message }) => `${field} ${message}`);
  return { reason: told.join('; '), count: error.mistakes.length };
};

/** Makes a copy; nothing is loaded until `refresh` or `start`. */
export const createRefreshed = <Value>(options: RefreshOptions<Value>): Refreshed<Value> => {
  const { name, load, everyMs, retryMs = 2_000, nowMs, random, log, onFailure } = options;
  let held: { readonly value: Value; readonly loadedAtMs: number } | undefined =
    options.initial === undefined ? undefined : { value: options.initial, loadedAtMs: nowMs() };
  let timer: NodeJS.Timeout | undefined;
  let running = false;
  let failed: unknown;
  let loading: Promise<boolean> | undefined;
  let following: Promise<boolean> | undefined;

  const loadOnce = async (): Promise<boolean> => {
    try {
      const value = await load(held?.value);
      held = { value, loadedAtMs: nowMs() };
      failed = undefined;
      return true;
    } catch (error) {
      failed = error;
      onFailure?.();
      log('warn', `${name} could not be refreshed`, reasonOf(error));
      return false;
    }
  };
  const begin = (): Promise<boolean> => {
    loading = loadOnce().finally(() => {
      loading = undefined;
    });
    return loading;
  };
  const refresh = (): Promise<boolean> => {
    if (loading === undefined) return begin();
    following ??= loading.then(() => {
      following = undefined;
      return begin();
    });
    return following;
  };
  const schedule = (): void => {
    if (!running) return;
    const dueMs = failed !== undefined ? Math.min(everyMs, againMs) : everyMs;
    const delayMs = held === undefined ? retryMs : dueMs * (0.9 + 0.2 * random());
    timer = setTimeout(() => void refresh().then(schedule), delayMs);
    timer.unref();
  };
  return {
    current: () => held?.value,
    ageSeconds: () =>
      held === undefined ? undefined : Math.max(0, Math.round((nowMs() - held.loadedAtMs) / 1000)),
    refresh,
    failure: () => failed,
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

/**
 * How a copy that has to be there is, for readiness. One whose last refresh failed still serves; an instance that restarts
 * might not come up.
 */
export const checkCopy = (name: string, copy: Refreshed<unknown>) => {
  const age = copy.ageSeconds();
  if (age === undefined) return { name, status: 'not_loaded' as const, required: true };
  const loaded = { name, required: true, age_seconds: age };
  return copy.failure() === undefined
    ? { ...loaded, status: 'ok' as const }
    : {
        ...loaded,
        status: 'degraded' as const,
        detail: 'The last refresh failed; the copy before it is in use.',
      };
};
