/** Who may call: partners by the client file, operators by the settings. */
import type { Config } from '../config/read.ts';
import type { Callers } from '../deps.ts';
import { createOperators } from '../partners/api-keys.ts';
import type { Partners } from '../partners/partner-directory.ts';
import { createPartnerDirectory } from '../partners/partner-directory.ts';
import type { Refreshed } from '../upstream/refreshed.ts';

type Known = { readonly clients: Refreshed<Partners>; readonly nowMs: () => number };

/** Reads the clients anew at each look, so that a reloaded file counts at once. */
export const createCallers = (config: Config, { clients, nowMs }: Known): Callers => ({
  partners: createPartnerDirectory(() => clients.current() ?? new Map(), nowMs),
  operators: createOperators(config.OPS_KEY_HASHES, nowMs),
});
