/** Asks 12go for every place pair of a search, a few at a time, and says what of it can be answered. */
import type { SearchQuery } from '@partner-gateway/contract';
import type { PlacePair } from '@partner-gateway/itineraries';
import type { CacheLevel } from '@partner-gateway/search-cache';
import {
  letGoOfTrips,
  type SearchResult,
  type TwelveGoClient,
  TwelveGoError,
  toLocalDate,
} from '@partner-gateway/twelvego-client';
import pMap from 'p-map';
import { GatewayError } from '../errors.ts';
import type { PartnerCall } from '../partner-call.ts';
import { mappingOf, toGatewayError } from '../translate/upstream-error.ts';

/** What the pairs gave together. */
export type Found = {
  readonly results: readonly SearchResult[];
  /** Whether every call answered readably and nothing is left to recheck. */
  readonly isComplete: boolean;
  /** Recheck URLs to call. */
  readonly urls: readonly string[];
  /** Names what the search cache keeps of it; undefined where it keeps nothing. */
  readonly stamp?: string | undefined;
  /** Nobody else was or will be given the results. */
  readonly isOwn?: boolean | undefined;
};

const callsAtOnce = 4;

type PairOutcome =
  | { readonly result: SearchResult }
  | { readonly isEmpty: true }
  | { readonly error: unknown };

const askPair = async (
  client: TwelveGoClient,
  { from, to }: PlacePair,
  query: SearchQuery,
): Promise<PairOutcome> => {
  try {
    const date = toLocalDate(query.departure_date);
    return { result: await client.search({ from, to, date, seats: query.pax }) };
  } catch (error) {
    if (TwelveGoError.isInstance(error) && mappingOf('search', error) === 'empty') return { isEmpty: true };
    return { error: toGatewayError('search', error) };
  }
};

/** Whether trips came and no option of them could be read: 12go writes them in another way, it is not that there are none. */
const isUnreadable = ({ trips, dropped }: SearchResult): boolean =>
  trips.every((trip) => trip.travel_options.length === 0) &&
  dropped.some(({ level }) => level === 'trip' || level === 'option');

const unreadableLevels: ReadonlySet<string> = new Set(['trip', 'option', 'wait']);

/**
 * What could not be read is told to operators; when nothing could be, to the partner as well.
 *
 * @throws GatewayError `upstream_unreadable` when trips came and none could be read.
 */
export const judgeReadings = ({ log }: Pick<PartnerCall, 'log'>, { results }: Found): void => {
  const lost = results.flatMap(({ dropped }) => dropped).filter(({ level }) => unreadableLevels.has(level));
  if (lost.length === 0) return;
  log('warn', 'Parts of the answer of 12go could not be read', {
    '12go_endpoint': 'search',
    count: lost.reduce((sum, { count }) => sum + count, 0),
    reason: lost.map(({ level, reason, count }) => `${level} ${reason}: ${count}`).join(', '),
  });
  const isAnyRead = results.some(({ trips }) => trips.some((trip) => trip.travel_options.length > 0));
  if (!isAnyRead && results.some(isUnreadable)) throw new GatewayError('upstream_unreadable');
};

/** Worst first, as the translation rules have it (§3.6): a setup fault hides no other. */
const severity = [
  'client_misconfigured',
  'upstream_timeout',
  'upstream_error',
  'upstream_rate_limited',
  'overloaded',
  'invalid_request',
];

const rank = (error: unknown): number => {
  const at = error instanceof GatewayError ? severity.indexOf(error.code) : -1;
  return at < 0 ? -1 : at;
};

/**
 * Searches all pairs, at most four at a time.
 *
 * @throws GatewayError the worst failure when no call answered.
 */
const searchPairs = async (
  client: TwelveGoClient,
  pairs: readonly PlacePair[],
  query: SearchQuery,
): Promise<Found> => {
  const outcomes = await pMap(pairs, (pair) => askPair(client, pair, query), { concurrency: callsAtOnce });
  const errors = outcomes.flatMap((outcome) => ('error' in outcome ? [outcome.error] : []));
  if (errors.length === outcomes.length) throw errors.toSorted((one, other) => rank(one) - rank(other))[0];
  const results = outcomes.flatMap((outcome) => ('result' in outcome ? [outcome.result] : []));
  return {
    results,
    // What 12go refuses to search for is not waited for.
    isComplete:
      errors.every((error) => rank(error) === severity.indexOf('invalid_request')) &&
      results.every((result) => !result.recheck.pending && !isUnreadable(result)),
    urls: results.flatMap(({ recheck }) => recheck.urls),
  };
};

type Needs = 'observe' | 'upstream';

/** The pairs of places that a query is about. */
export type PairSearch = { readonly pairs: readonly PlacePair[]; readonly query: SearchQuery };

/** What is kept is complete, and had its rechecks set off when it was fetched. */
const revive = (results: Found['results']): Found => ({ results, isComplete: true, urls: [] });

type Call = PartnerCall<Needs>;

const askedOf = ({ partner, trace }: Call, { pairs, query }: PairSearch) => {
  const { departure_date: date, pax, currency } = query;
  const { deadlineMs, waited } = trace;
  return { account: partner.upstreamKey ?? '', pairs, date, pax, currency, deadlineMs, waited };
};

const load = async (
  { deps: { upstream } }: Call,
  client: TwelveGoClient,
  { pairs, query }: PairSearch,
): Promise<Found> => {
  const found = await searchPairs(client, pairs, query);
  upstream.rechecks.fire(found.urls, client);
  return found;
};

const countHit = ({ deps: { observe }, clientId }: Call, level: CacheLevel | undefined): void => {
  if (level === undefined) return;
  observe.metrics.count('gateway.search.cache_hit', { client_id: clientId, cache_level: level });
};

/**
 * As `searchPairs`, from the search cache where it can: kept per account, and asked for once by all who search the same
 * at one time. Whoever asks upstream sets off the rechecks of its answer.
 *
 * @throws GatewayError as `searchPairs`.
 */
export const findPairs = async (call: Call, client: TwelveGoClient, search: PairSearch): Promise<Found> => {
  const { searchCache } = call.deps.upstream;
  const loadNow = (): Promise<Found> => load(call, client, search);
  const { answer, level, stamp, isOwn } = await searchCache.find(askedOf(call, search), loadNow, revive);
  countHit(call, level);
  return { ...answer, stamp, isOwn };
};

/** Lets go of trips that were translated, where nobody else has them. */
export const letGoOf = ({ results, isOwn }: Found): void => {
  if (isOwn === true) for (const result of results) letGoOfTrips(result);
};

/** Whether `findPairs` would find what has this stamp, without upstream; it counts, and is asked for anew behind it, as there. */
export const holdsPairs = async (call: Call, search: PairSearch, stamp: string): Promise<boolean> => {
  const { searchCache, twelveGo } = call.deps.upstream;
  const loadNow = (): Promise<Found> => load(call, twelveGo.as(call.partner, call.trace), search);
  const level = await searchCache.holds(askedOf(call, search), stamp, loadNow);
  countHit(call, level);
  return level !== undefined;
};
