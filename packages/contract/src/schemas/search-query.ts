/** The search query with its cross-field rules, and the four kinds of search it can name (contract §5). */
import { z } from 'zod';
import {
  booleanText,
  currencyCodeSchema,
  datePartSchema,
  fractionText,
  integerText,
  listOf,
  localeSchema,
  placeIdPattern,
} from './formats.ts';

/** Most stations one side of a search may list; keeps one request from fanning out without bound. */
const stationsPerSideMax = 200;

/** Highest `timeout` any gateway may be configured to take, in seconds; the default configuration takes 20. */
const searchTimeoutSecondsMax = 60;

const placeId = z.string().max(32).regex(placeIdPattern, 'is not a place id (capital letters and digits)');
const stationList = listOf(placeId, stationsPerSideMax);

const fields = z.object({
  departure_date: datePartSchema.describe('Date or date-time; the date part is used.'),
  return_date: datePartSchema.optional().describe('Accepted; only one-way itineraries are returned.'),
  pax: integerText(1, 100).describe('How many travel, 1 to 100.'),
  pax_ages: listOf(integerText(0, 120), 100).optional().describe('Accepted, not used.'),
  departures: stationList.optional().describe('Stations to depart from, instead of a POI.'),
  departure_poi: placeId.optional().describe('Place to depart from, instead of stations.'),
  arrivals: stationList.optional().describe('Stations to arrive at, instead of a POI.'),
  arrival_poi: placeId.optional().describe('Place to arrive at, instead of stations.'),
  currency: currencyCodeSchema.optional().describe('Currency of the gross price.'),
  locale: localeSchema.optional(),
  confidence_score: fractionText.optional().describe('Accepted, not used.'),
  cache_only: booleanText.optional().describe('Accepted, not used.'),
  timeout: integerText(0, searchTimeoutSecondsMax)
    .optional()
    .describe(
      'Seconds, up to the configured maximum (20); keeps searching until complete or the time is up.',
    ),
});

type Fields = z.output<typeof fields>;
type Issue = { path: string; message: string };

const sideIssues = (
  query: Fields,
  poi: 'departure_poi' | 'arrival_poi',
  list: 'departures' | 'arrivals',
): Issue[] => {
  if (query[poi] && query[list]) return [{ path: list, message: `excludes ${poi}` }];
  if (!query[poi] && !query[list]) return [{ path: list, message: `is required, unless ${poi} is sent` }];
  return [];
};

const sameStationIssues = (query: Fields): Issue[] =>
  (query.departures ?? []).flatMap((departure, index) =>
    departure === query.arrivals?.[index]
      ? [{ path: 'arrivals', message: `pairs station ${departure} with itself` }]
      : [],
  );

const crossFieldIssues = (query: Fields): Issue[] => [
  ...sideIssues(query, 'departure_poi', 'departures'),
  ...sideIssues(query, 'arrival_poi', 'arrivals'),
  ...(query.departures?.length === query.arrivals?.length ? sameStationIssues(query) : []),
];

/** The query of `GET /v1/{client_id}/itineraries`. Equal list lengths are judged per client, by the server. */
export const searchQuerySchema = fields.superRefine((query, context) => {
  for (const { path, message } of crossFieldIssues(query)) {
    context.addIssue({ code: 'custom', path: [path], message });
  }
});

export type SearchQuery = z.output<typeof searchQuerySchema>;

/** One side of a search: a POI or a list of stations. */
export type SearchSide =
  | { readonly kind: 'poi'; readonly poi: string }
  | { readonly kind: 'stations'; readonly stations: readonly string[] };

/** The four kinds of search. */
export type SearchKind = 'by_poi' | 'poi_and_station' | 'station_and_poi' | 'by_station';

const side = (poi: string | undefined, stations: readonly string[] | undefined): SearchSide =>
  poi === undefined ? { kind: 'stations', stations: stations ?? [] } : { kind: 'poi', poi };

/**
 * Reads the two sides of a search and names its kind.
 *
 * @example
 * ```ts
 * searchSides(query).kind; // 'station_and_poi'
 * ```
 */
export const searchSides = (
  query: SearchQuery,
): { kind: SearchKind; departure: SearchSide; arrival: SearchSide } => {
  const departure = side(query.departure_poi, query.departures);
  const arrival = side(query.arrival_poi, query.arrivals);
  if (departure.kind === 'poi')
    return { kind: arrival.kind === 'poi' ? 'by_poi' : 'poi_and_station', departure, arrival };
  return { kind: arrival.kind === 'poi' ? 'station_and_poi' : 'by_station', departure, arrival };
};
