/** Exchange rates in memory: a rate that looks wrong is refused pair by pair and the old one kept, until it is too old. */
import { isDeepStrictEqual } from 'node:util';
import {
  type RateFreshness,
  type RateRefusal,
  type RatesInput,
  type RateTable,
  refreshRates,
  staleLimits,
} from '@partner-gateway/pricing';
import type { Log, Metrics } from '@partner-gateway/telemetry';
import { UnusableSource } from '../errors.ts';
import { createFileRates, createHttpRates, type RateSource } from './rates.ts';
import { createRefreshed, type Refreshed } from './refreshed.ts';

/** The rates in force, and what the last refresh refused. */
export type LoadedRates = { readonly table: RateTable; readonly refusals: readonly RateRefusal[] };

type Watch = { readonly log: Log; readonly metrics: Metrics; readonly nowMs: () => number };

/** Age of the oldest rate by its source's own time: that is the one that will be refused first. */
const ratesAgeMs = (rates: LoadedRates | undefined, nowMs: number): number | undefined => {
  const times = [...(rates?.table.rates.values() ?? [])].map(({ asOfMs }) => asOfMs);
  return times.length === 0 ? undefined : Math.max(0, nowMs - Math.min(...times));
};

const freshnessOf = (ageMs: number): RateFreshness => {
  if (ageMs > staleLimits.refuseAfterMs) return 'refuse';
  return ageMs > staleLimits.warnAfterMs ? 'warn' : 'fresh';
};

/** A clock ahead of ours would make every later answer look out of date, and the rates in force never age. */
const assertNotAhead = ({ asOf }: RatesInput, nowMs: number): void => {
  if (Date.parse(asOf) - nowMs <= staleLimits.warnAfterMs) return;
  throw new UnusableSource('The exchange rates', [
    { field: 'rates.asOf', message: 'is ahead of this clock by more than 15 minutes' },
  ]);
};

const report = ({ log, metrics }: Watch, refusals: readonly RateRefusal[]): void => {
  for (const { from, to, reason } of refusals) {
    metrics.count('gateway.fx.refused', { reason });
    log('error', 'An exchange rate was refused', { reason: `${from}>${to} ${reason}` });
  }
};

const warnWhenStale = ({ log, nowMs }: Watch, rates: LoadedRates | undefined): void => {
  const ageMs = ratesAgeMs(rates, nowMs());
  if (ageMs === undefined || freshnessOf(ageMs) === 'fresh') return;
  log('warn', 'Exchange rates are stale', { 'pricing.stale': true, age_seconds: Math.round(ageMs / 1000) });
};

/** Rates that are what they were stay the table that it was: what was made with it stays good. */
const withUnchanged = (fresh: LoadedRates, old: LoadedRates | undefined): LoadedRates =>
  old !== undefined && isDeepStrictEqual(fresh.table, old.table) ? { ...fresh, table: old.table } : fresh;

/**
 * Loads rates; the sound ones are taken, also the first time, when there is nothing to compare them with.
 *
 * @throws UnusableSource when the source cannot be read or its clock is ahead.
 */
const createRateLoader =
  (source: RateSource, watch: Watch) =>
  async (old: LoadedRates | undefined): Promise<LoadedRates> => {
    let held = old;
    try {
      const fresh = await source.read();
      assertNotAhead(fresh, watch.nowMs());
      held = withUnchanged(refreshRates(old?.table ?? null, fresh), old);
      report(watch, held.refusals);
      return held;
    } finally {
      warnWhenStale(watch, held);
    }
  };

const details: Readonly<Record<RateFreshness, string | undefined>> = {
  fresh: undefined,
  warn: 'pricing.stale: older than 15 minutes, still used',
  refuse: 'pricing.stale: older than 60 minutes, conversions are refused',
};

/** How the rates are, for readiness: trouble is told and does not take the instance out. */
export const checkRates = (rates: LoadedRates | undefined, nowMs: number) => {
  const common = { name: 'exchange_rates', required: false };
  const ageMs = ratesAgeMs(rates, nowMs);
  if (ageMs === undefined)
    return { ...common, status: 'not_loaded' as const, detail: 'conversions are refused' };
  const detail = details[freshnessOf(ageMs)];
  const aged = { ...common, age_seconds: Math.round(ageMs / 1000) };
  return detail === undefined
    ? { ...aged, status: 'ok' as const }
    : { ...aged, status: 'degraded' as const, detail };
};

/** Where rates are read and how often; exactly one of `file` and `url`. */
export type RatesOptions = Watch & {
  readonly file: string | undefined;
  readonly url: string | undefined;
  readonly everyMs: number;
  readonly random: () => number;
  readonly onFailure?: (() => void) | undefined;
};

/** Makes the copy of the rates, and the gauge of its age; nothing is loaded yet. */
export const createRates = (options: RatesOptions): Refreshed<LoadedRates> => {
  const { file, url = '', everyMs, random, onFailure, ...watch } = options;
  const source = file === undefined ? createHttpRates(url) : createFileRates(file);
  const load = createRateLoader(source, watch);
  const { log, metrics, nowMs } = watch;
  const copy = createRefreshed({
    ...{ name: 'The exchange rates', load, everyMs, random, log, nowMs, onFailure },
  });
  metrics.observe('gateway.fx.age_seconds', () => {
    const ageMs = ratesAgeMs(copy.current(), nowMs());
    return ageMs === undefined ? undefined : Math.round(ageMs / 1000);
  });
  return copy;
};
