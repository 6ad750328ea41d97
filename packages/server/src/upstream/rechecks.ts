/** Recheck URLs, called in the background after the answer: bounded, once per interval, dropped first when busy. */
import { createHash } from 'node:crypto';
import type { Metrics } from '@partner-gateway/telemetry';
import type { TwelveGoClient } from '@partner-gateway/twelvego-client';
import type { RecheckClaim } from '../state/recheck-claims.ts';

/** Calls recheck URLs. */
export type Rechecks = {
  /** Hands over the URLs of one search; returns at once and never fails. */
  fire(urls: readonly string[], client: Pick<TwelveGoClient, 'recheck'>): void;
  /** Resolves when nothing is under way, for shutdown and tests. */
  idle(): Promise<void>;
};

/** Bounds of the background calls. */
export type RecheckLimits = {
  /** At the same time, of one search. Default 4. */
  readonly perSearch: number;
  /** At the same time, of this instance. Default 32. */
  readonly perInstance: number;
  /** Waiting, of this instance; more are dropped. Default 128. */
  readonly queued: number;
  /** A URL is called once in this time. Default 15 s. */
  readonly intervalMs: number;
};

const defaults: RecheckLimits = { perSearch: 4, perInstance: 32, queued: 128, intervalMs: 15_000 };

type Search = {
  readonly urls: string[];
  readonly client: Pick<TwelveGoClient, 'recheck'>;
  running: number;
};

const hashOf = (url: string): string => createHash('sha256').update(url).digest('base64url').slice(0, 22);

/** Makes the caller. */
export const createRechecks = (
  claim: RecheckClaim,
  metrics: Metrics,
  limits: Partial<RecheckLimits> = {},
): Rechecks => {
  const { perSearch, perInstance, queued, intervalMs } = { ...defaults, ...limits };
  const searches = new Set<Search>();
  let running = 0;
  let waiting = 0;
  let wakeIdle: (() => void)[] = [];

  const count = (outcome: string, by = 1) => metrics.count('gateway.search.recheck', { outcome }, by);

  const call = async (url: string, client: Search['client']): Promise<string> => {
    if (!(await claim(hashOf(url), intervalMs))) return 'skipped';
    await client.recheck(url);
    return 'done';
  };
  const run = (search: Search, url: string): void => {
    running += 1;
    waiting -= 1;
    search.running += 1;
    void call(url, search.client)
      .catch(() => 'failed')
      .then((outcome) => {
        count(outcome);
        running -= 1;
        search.running -= 1;
        pump();
      });
  };
  const pump = (): void => {
    for (const search of searches) {
      while (running < perInstance && search.running < perSearch) {
        const url = search.urls.shift();
        if (url === undefined) break;
        run(search, url);
      }
      if (search.urls.length === 0 && search.running === 0) searches.delete(search);
    }
    if (running > 0 || waiting > 0) return;
    for (const wake of wakeIdle) wake();
    wakeIdle = [];
  };
  return {
    fire(urls, client) {
      const taken = [...new Set(urls)].slice(0, Math.max(0, queued - waiting));
      const dropped = new Set(urls).size - taken.length;
      if (dropped > 0) count('dropped', dropped);
      if (taken.length === 0) return;
      waiting += taken.length;
      searches.add({ urls: taken, client, running: 0 });
      setImmediate(pump);
    },
    idle: () =>
      running === 0 && waiting === 0 ? Promise.resolve() : new Promise((wake) => wakeIdle.push(wake)),
  };
};
