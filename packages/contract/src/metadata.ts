/** Route metadata that drives the server's hooks; a route without it is refused at start. */

/** Who may call a route: a partner with its key, 12go's notifications, an operator, or anybody. */
export type RouteAuth = 'partner' | 'supplier' | 'ops' | 'none';

/**
 * What an operator's key may do: `read` looks and changes nothing, `act` also ends, releases, loads anew and asks 12go with clients'
 * keys, `admin` also reads how the deployment is made up. Each may do what those before it may.
 */
export const opsScopes = ['read', 'act', 'admin'] as const;
export type OpsScope = (typeof opsScopes)[number];

/**
 * Whether a key of one scope may do what needs another.
 *
 * @example
 * ```ts
 * reaches('act', 'read'); // true
 * ```
 */
export const reaches = (given: OpsScope, needed: OpsScope): boolean =>
  opsScopes.indexOf(given) >= opsScopes.indexOf(needed);

/** Which allowance a call is counted against. */
export type RouteCost = 'search' | 'booking' | 'poll' | 'master_data' | 'none';

/** What the server has to know about a route before it runs. */
export type RouteMetadata = {
  /** Name of the endpoint in logs, metrics and the OpenAPI document. */
  readonly endpoint: string;
  readonly auth: RouteAuth;
  /** What the key of an operator has to be good for; null on routes of others. */
  readonly scope: OpsScope | null;
  /** Whether the route is a booking write that takes an idempotency key and answers with `X-Outcome`. */
  readonly idempotent: boolean;
  readonly cost: RouteCost;
  /** Whether a call leaves nothing behind although it is no GET, so that a lost answer may be asked for again. */
  readonly readOnly: boolean;
  /**
   * Whether the same call may be made once more, elsewhere, to compare answers: it makes nothing, here or at 12go. A GET that opens a
   * cart does.
   */
  readonly copyable: boolean;
  /**
   * What becomes of members and query parameters that the route does not know: `refused` where it cannot be undone, `misspelt` where
   * a known one misspelt would skip a check, else `ignored`. What is ignored is named in a header of the answer.
   */
  readonly unknownMembers: 'refused' | 'misspelt' | 'ignored';
  /** Other names that are read for members of the body. */
  readonly synonyms: readonly string[];
  /** Other paths that reach the same handler, written like the canonical path. On one of a partner that names no client the key does. */
  readonly aliases: readonly string[];
};

/**
 * Writes down a route's metadata with its defaults: no scope, not idempotent, not read-only, never copied, unknown members ignored, no synonyms, no aliases.
 *
 * @example
 * ```ts
 * metadata({ endpoint: 'search', auth: 'partner', cost: 'search' });
 * ```
 */
export const metadata = (
  given: Pick<RouteMetadata, 'endpoint' | 'auth' | 'cost'> & Partial<RouteMetadata>,
): RouteMetadata => ({
  scope: null,
  idempotent: false,
  readOnly: false,
  copyable: false,
  unknownMembers: 'ignored',
  synonyms: [],
  aliases: [],
  ...given,
});

const auths: readonly unknown[] = ['partner', 'supplier', 'ops', 'none'] satisfies RouteAuth[];
const isAuth = (value: unknown): value is RouteAuth => auths.includes(value);
const costs: readonly unknown[] = ['search', 'booking', 'poll', 'master_data', 'none'] satisfies RouteCost[];

/** A route of operators has a scope, and no other has one. */
const isScopeOf = (scope: unknown, auth: RouteAuth): boolean =>
  auth === 'ops' ? opsScopes.includes(scope as OpsScope) : scope === null;

/** Whether a value is complete route metadata. */
export const isRouteMetadata = (value: unknown): value is RouteMetadata => {
  if (typeof value !== 'object' || value === null) return false;
  const candidate = value as Partial<Record<keyof RouteMetadata, unknown>>;
  return (
    typeof candidate.endpoint === 'string' &&
    isAuth(candidate.auth) &&
    isScopeOf(candidate.scope, candidate.auth) &&
    costs.includes(candidate.cost) &&
    typeof candidate.idempotent === 'boolean' &&
    typeof candidate.readOnly === 'boolean' &&
    typeof candidate.copyable === 'boolean' &&
    ['refused', 'misspelt', 'ignored'].includes(String(candidate.unknownMembers)) &&
    Array.isArray(candidate.synonyms) &&
    Array.isArray(candidate.aliases)
  );
};
