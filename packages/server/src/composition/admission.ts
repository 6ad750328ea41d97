/** Who may call, who is let in, and how much goes on: by the client file, operators' keys and the limits of the settings. */
import { getHeapStatistics } from 'node:v8';
import { createOperators } from '@partner-gateway/api-keys';
import {
  createLoadWatch,
  createLocalRateLimits,
  createQuotaChanges,
  type LoadWatch,
} from '@partner-gateway/load-control';
import type { Config } from '@partner-gateway/settings';
import type { Admission, Callers, Observe } from '../deps.ts';
import type { Partners } from '../partners/partner-directory.ts';
import { createPartnerDirectory } from '../partners/partner-directory.ts';
import type { Refreshed } from '../upstream/refreshed.ts';
import type { Secrets } from './secrets.ts';
import type { SideStore } from './side-store.ts';

type Known = {
  readonly clients: Refreshed<Partners>;
  readonly secrets: () => Secrets;
  readonly nowMs: () => number;
};

/** Reads the clients anew at each look, so that a reloaded file counts at once. */
export const createCallers = ({ clients, secrets, nowMs }: Known): Callers => ({
  partners: createPartnerDirectory(() => clients.current() ?? new Map(), nowMs),
  operators: createOperators(() => secrets().operators, nowMs),
});

/** The heap grows up to its limit, so its share of that is what is left to see. */
const heapShareNow = (): number => {
  const { used_heap_size: used, heap_size_limit: limit } = getHeapStatistics();
  return used / limit;
};

const watchLoad = (config: Config, { metrics }: Observe): LoadWatch => {
  const watch = createLoadWatch({
    busyMs: config.SHED_SEARCH_DELAY_MS,
    drowningMs: config.SHED_ALL_DELAY_MS,
    heapShare: config.SHED_HEAP_PERCENT / 100,
    heapShareNow,
  });
  metrics.observe('gateway.event_loop.delay', watch.delayMs);
  return watch;
};

type Around = {
  readonly observe: Observe;
  readonly side: Pick<SideStore, 'rateLimits' | 'unconfirmed'>;
  readonly nowMs: () => number;
  readonly steadyNowMs: () => number;
};

/** Constructs it; `load` is watched once it is started. */
export const createAdmission = (
  config: Config,
  { observe, side, nowMs, steadyNowMs }: Around,
): Admission & { readonly load: LoadWatch } => ({
  limits: side.rateLimits,
  quotaChanges: createQuotaChanges(nowMs),
  unconfirmed: side.unconfirmed,
  failedKeys: createLocalRateLimits(steadyNowMs),
  failedKeysQuota: { units: config.FAILED_KEYS_PER_MIN, seconds: 60 },
  load: watchLoad(config, observe),
});
