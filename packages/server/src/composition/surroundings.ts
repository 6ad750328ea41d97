/** What a process adds to its settings. */

import type { Config, ToldSettings } from '@partner-gateway/settings';
import type { Log, Telemetry } from '@partner-gateway/telemetry';
import type { Timing, Trial } from '../deps.ts';

export type Surroundings = {
  readonly log: Log;
  readonly telemetry: Pick<Telemetry, 'metrics' | 'spans'>;
  readonly version: string;
  readonly nowMs: () => number;
  readonly publicBaseUrl: () => string;
  /** A clock that never steps, for a store in this process. Default: monotonic. */
  readonly steadyNowMs?: (() => number) | undefined;
  /** When the memory store counts as begun; only for an upstream that began with the process. */
  readonly memoryBeganAtMs?: number | undefined;
  readonly timing?: Timing | undefined;
  /** Told of errors of a Redis, by the name that it has among the readiness checks. */
  readonly onRedisError?: ((name: 'store' | 'journal' | 'search_cache') => void) | undefined;
  /** The settings as they may be shown to operators. Default: none are shown. */
  readonly settings?: ToldSettings | undefined;
  /** A client and key that everybody can read, and a page to try them with. Default: none. */
  readonly trial?: Trial | undefined;
  /** Reads the settings anew, for secrets that changed in their files. Default: they do not change. */
  readonly rereadConfig?: (() => Config) | undefined;
};
