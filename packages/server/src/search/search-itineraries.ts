/** Search: place pairs asked upstream, merged, priced; 206 while something is still being refreshed. */
import { type SearchQuery, type SearchResponse, searchSides } from '@partner-gateway/contract';
import type { Ids } from '@partner-gateway/itineraries';
import {
  type LocalSpan,
  type PlacePlan,
  toLocalTime,
  toPlacePairs,
  toSearchResponse,
  watchZones,
} from '@partner-gateway/itineraries';
import type { TwelveGoClient } from '@partner-gateway/twelvego-client';
import type { BytesAnswer, CheckedAnswer, Printed } from '../answer.ts';
import { GatewayError } from '../errors.ts';
import { lasting, type PartnerCall } from '../partner-call.ts';
import { assertCurrency } from '../partners/price-book.ts';
import { idsOf } from '../steps/partner-booking.ts';
import { isStanding, nameOf, overhear, sayAgain, sealedBy } from './finished-search.ts';
import { type Found, findPairs, holdsPairs, judgeReadings, letGoOf, type PairSearch } from './pairs.ts';
import { isSoldAtALoss, searchPrices } from './prices.ts';

type Needs = 'clock' | 'observe' | 'priceBook' | 'service' | 'settings' | 'tokens' | 'upstream';

type Call = PartnerCall<Needs>;

/** A search answer: made for this request, or sent before and still what it would be. */
export type SearchAnswer = CheckedAnswer<200 | 206, SearchResponse> | BytesAnswer<200>;

const roundsMax = 5;
const roundMs = 2_000;
/** A search that names no longer time is answered by then. */
const timeMs = 10_000;
const nothing: Found = { results: [], isComplete: true, urls: [] };

const invalid = (field: string, message: string): GatewayError =>
  new GatewayError('invalid_request', { detail: `${field} ${message}.`, fields: [{ field, message }] });

/** Distinct place pairs of one search: each is a call upstream, at most four at a time. */
const placePairsMax = 100;

const assertPairs = ({ departures = [], arrivals = [] }: SearchQuery, { pairs }: PlacePlan): void => {
  if (pairs.length <= placePairsMax) return;
  const field = departures.length > arrivals.length ? 'departures' : 'arrivals';
  throw invalid(
    field,
    `makes ${pairs.length} pairs of places to search; at most ${placePairsMax} are allowed`,
  );
};

const plan = ({ deps: { settings }, partner, ignore }: Call, query: SearchQuery, ids: Ids): PlacePlan => {
  const crossProduct = partner.settings.station_pairs === 'cross_product';
  const placed = toPlacePairs(searchSides(query), ids, { placeMode: settings.searchPlaceMode, crossProduct });
  if ('problem' in placed) throw invalid('arrivals', 'must be as long as departures');
  ignore(placed.unknown.map((place) => `query.${place}`));
  assertPairs(query, placed);
  return placed;
};

/** Past every time of the day. */
const endOf = (date: string): string => `${date}T24:00`;

/**
 * Judged where the journey starts; only a date that is past at every departure is refused.
 *
 * @returns for how long it is judged like that.
 */
const assertNotPast = (
  nowMs: number,
  { departure_date: date }: SearchQuery,
  { pairs, ids }: Pick<PlacePlan, 'pairs'> & { readonly ids: Ids },
): readonly LocalSpan[] => {
  const times = watchZones((zone) => toLocalTime(nowMs, zone));
  const zones = pairs.map(({ from }) =>
    from.kind === 'station' ? ids.timeZoneOfStation(from.id) : ids.timeZoneOfProvince(from.id),
  );
  const past = (zones.length === 0 ? [undefined] : zones).map((zone) => times.at(zone).hasCome(endOf(date)));
  if (past.every((isPast) => isPast)) throw invalid('departure_date', 'is in the past');
  return times.spans();
};

/** From a place to itself where nobody travels within it: that looks like no trips, and is a mistake. */
const noteCircle = (
  { ignore }: Call,
  { departure_poi: from, arrival_poi: to }: SearchQuery,
  { itineraries }: SearchResponse,
): void => {
  if (to !== undefined && from === to && itineraries.length === 0) ignore([`query.arrival_poi=${to}`]);
};

const assertTimeout = ({ deps: { settings } }: Call, { timeout = 0 }: SearchQuery): void => {
  if (timeout > settings.searchTimeoutSecondsMax) {
    throw invalid('timeout', `is not between 0 and ${settings.searchTimeoutSecondsMax}`);
  }
};

/** What an earlier round found is not lost because a later one failed, or had no time left. */
const orKeep =
  (before: Found | undefined) =>
  (error: unknown): Found => {
    if (before === undefined) throw error;
    return before;
  };

/** Searches until complete, as long and as often as the query allows; rechecks are set off after every round. */
const searchRounds = async (
  call: Call,
  client: TwelveGoClient,
  { pairs, query }: PairSearch,
): Promise<Found> => {
  const { deps } = call;
  const endMs = deps.clock.nowMs() + (query.timeout ?? 0) * 1000;
  let before: Found | undefined;
  if (pairs.length === 0) call.trace.note?.('places', { state: 'unmapped' });
  for (let round = 1; ; round += 1) {
    const found =
      pairs.length === 0 ? nothing : await findPairs(call, client, { pairs, query }).catch(orKeep(before));
    before = found;
    const mayWait = !found.isComplete && round < roundsMax && deps.clock.nowMs() + roundMs < endMs;
    if (!mayWait) return found;
    // 12go asks its suppliers meanwhile: that is its time, not ours.
    const endWait = call.trace.waited?.begin();
    await deps.clock.sleep(roundMs);
    endWait?.();
  }
};

type Translated = {
  readonly trips: readonly unknown[];
  readonly body: SearchResponse;
  readonly dropped: ReadonlyMap<string, number>;
};

const report = (call: Call, { trips, body, dropped }: Translated) => {
  const { deps, clientId: client_id } = call;
  call.trace.note?.('search', {
    trips: trips.length,
    results: body.itineraries.length,
    refusals: [...dropped].map(([reason, count]) => `${reason}=${count}`).join(':'),
  });
  for (const [reason, count] of dropped)
    deps.observe.metrics.count('gateway.search.dropped', { reason }, count);
  deps.observe.metrics.record('gateway.search.result_count', body.itineraries.length, { client_id });
  for (const { pricing } of body.itineraries.filter((one) => isSoldAtALoss(one.pricing))) {
    const { price_type } = pricing.gross_price;
    deps.observe.metrics.count('gateway.pricing.net_above_gross', { client_id, price_type });
  }
};

const translate = (
  call: Call,
  query: SearchQuery,
  { ids, accepts, found }: { ids: Ids; accepts: PlacePlan['accepts']; found: Found },
): { readonly body: SearchResponse; readonly spans: readonly LocalSpan[] } => {
  const { deps, partner, clientId } = call;
  const { itinerary_id_mode: mode } = partner.settings;
  const { price, contractCodes } = searchPrices(call, query.currency);
  const { response, dropped, spans } = toSearchResponse({
    results: found.results,
    date: query.departure_date,
    pax: query.pax,
    nowLocal: (zone) => toLocalTime(deps.clock.nowMs(), zone),
    ids,
    accepts,
    price,
    itineraryIds: (refs) => deps.tokens.itineraryIds.issueAll(mode, clientId, refs),
    charter: deps.settings.charter,
    images: deps.settings.images,
  });
  report(call, { trips: found.results.flatMap(({ trips }) => trips), body: response, dropped });
  for (const contract_code of contractCodes())
    deps.observe.metrics.count('gateway.pricing.markup_applied', { client_id: clientId, contract_code });
  return { body: response, spans };
};

/** The answer as it was sent before, where it would be made the same now. */
const sentBefore = async (
  call: Call,
  name: string,
  query: SearchQuery,
): Promise<BytesAnswer<200> | undefined> => {
  const finished = call.deps.upstream.finishedSearches.get(name);
  if (finished === undefined || !isStanding(call, finished.grounds)) return undefined;
  const { bytes, tag, pairs, stamp } = finished;
  if (!(await holdsPairs(call, { pairs, query }, stamp))) return undefined;
  call.deps.observe.metrics.count('gateway.search.sent_again', { client_id: call.clientId });
  sayAgain(call, finished);
  return { status: 200, headers: {}, bytes, tag };
};

const empty = ({ itineraries, segments, vehicles }: SearchResponse): void => {
  for (const list of [itineraries, segments, vehicles]) list.length = 0;
};

/** The query, and what its answer is kept under once it is printed. */
type Asked = { readonly query: SearchQuery; readonly name: string };

const searchAnew = async (call: Call, { query, name }: Asked): Promise<SearchAnswer> => {
  const { deps, partner, trace } = call;
  const { clock, observe, priceBook, upstream } = deps;
  const { call: heard, said } = overhear(call);
  const idMap = upstream.idTables.current();
  const ids = idsOf(heard, [...(query.departures ?? []), ...(query.arrivals ?? [])]);
  const { pairs, accepts, unknown } = plan(heard, query, ids);
  const days = assertNotPast(clock.nowMs(), query, { pairs, ids });
  const client = upstream.twelveGo.as(partner, trace);
  const found = await searchRounds(call, client, { pairs, query });
  const [prices, key] = [priceBook.spanOf(partner), sealedBy(call)];
  const { body, spans } = observe.spans.withinSync('apply_pricing', () =>
    translate(heard, query, { ids, accepts, found }),
  );
  judgeReadings(heard, found);
  letGoOf(found);
  const letGo = (): void => empty(body);
  if (unknown.length === 0) noteCircle(heard, query, body);
  heard.log('info', 'Search completed', {
    result_count: body.itineraries.length,
    recheck: !found.isComplete,
  });
  if (!found.isComplete) return { status: 206, headers: { 'x-recheck': 'true' }, body, letGo };
  const { stamp } = found;
  // Where the time passed a turn meanwhile, nobody knows on which side of it each price was made.
  if (stamp === undefined || !priceBook.isWithin(prices)) return { status: 200, headers: {}, body, letGo };
  const grounds = { partner, idMap, prices, times: [...days, ...spans], sealedBy: key };
  const printed = (sent: Printed): void =>
    upstream.finishedSearches.put(name, { ...sent, grounds, pairs, stamp, said: said() });
  return { status: 200, headers: {}, body, printed, letGo };
};

/**
 * Answers a search.
 *
 * @throws GatewayError `invalid_request` for a past date, unequal lists, an unknown currency or too long a timeout; the
 * worst upstream failure when no upstream call answered; `upstream_unreadable` when trips came and none could be read.
 */
export const searchItineraries = async (asked: Call, query: SearchQuery): Promise<SearchAnswer> => {
  const call = lasting(asked, Math.max(timeMs, (query.timeout ?? 0) * 1_000));
  assertCurrency(query.currency);
  assertTimeout(call, query);
  const name = nameOf(call, query);
  return (await sentBefore(call, name, query)) ?? (await searchAnew(call, { query, name }));
};
