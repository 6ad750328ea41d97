/** Who may call: partners by the client file, operators by the hashes of their keys. */
import type { Callers } from '../deps.ts';
import { createOperators } from '../partners/api-keys.ts';
import type { Partners } from '../partners/partner-directory.ts';
import { createPartnerDirectory } from '../partners/partner-directory.ts';
import type { Refreshed } from '../upstream/refreshed.ts';
import type { Secrets } from './secrets.ts';

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
