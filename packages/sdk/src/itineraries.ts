/** Itineraries: finding them, and opening one for booking. */
import type {
  CheckoutResponse,
  ItineraryQuery,
  SearchParameters,
  SearchResponse,
} from '../generated/schemas.ts';
import type { Answer } from './answer.ts';
import type { CallOptions } from './options.ts';
import type { GatewayPromise } from './response.ts';
import { bodyAs, type Operate } from './transport.ts';

type Sides = 'departures' | 'departure_poi' | 'arrivals' | 'arrival_poi';
type Departure =
  | { departure_poi: string; departures?: undefined }
  | { departures: readonly string[]; departure_poi?: undefined };
type Arrival =
  | { arrival_poi: string; arrivals?: undefined }
  | { arrivals: readonly string[]; arrival_poi?: undefined };

/**
 * What to search for: a POI or a list of stations on each side, a date and a number of passengers.
 *
 * @example
 * ```ts
 * const query: SearchQuery = {
 *   departure_poi: 'THBKK',
 *   arrivals: ['THCNX'],
 *   departure_date: '2030-01-31',
 *   pax: 2,
 * };
 * console.log(query.pax);
 * ```
 */
export type SearchQuery = Omit<SearchParameters, Sides> & Departure & Arrival;

/**
 * What a search found.
 *
 * @example
 * ```ts
 * const { complete, itineraries }: SearchResult = await gateway.search(query);
 * console.log(itineraries.length, complete ? 'in all' : 'so far');
 * ```
 */
export type SearchResult = SearchResponse & {
  /** Whether all suppliers have answered. When not, ask again after about half a second, or use what is there. */
  complete: boolean;
};

/** The methods that find an itinerary and open it for booking. */
export type ItineraryMethods = {
  /**
   * Finds itineraries. Well-formed places that are not known give empty lists, not an error.
   *
   * @param query - two station lists pair up by index
   * @returns three flat lists that refer to each other by id, and whether they are complete
   * @throws GatewayError as in the list of errors
   * @example
   * ```ts
   * const { itineraries, complete } = await gateway.search({
   *   departures: ['VNHANMYD'],
   *   arrivals: ['VNSPASPT'],
   *   departure_date: new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10),
   *   pax: 2,
   * });
   * ```
   */
  search(query: SearchQuery, options?: CallOptions): GatewayPromise<SearchResult>;

  /**
   * Opens an itinerary for booking: its price, booking schema, seat map and the booking token, which lives 20 minutes.
   *
   * @param itineraryId - from search
   * @throws TripUnavailableError or NotFoundError when it cannot be booked any more
   * @example
   * ```ts
   * const { itineraries: [offer] } = await gateway.getItinerary(itineraryId, { currency: 'USD' });
   * ```
   */
  getItinerary(
    itineraryId: string,
    query?: ItineraryQuery,
    options?: CallOptions,
  ): GatewayPromise<CheckoutResponse>;
};

const searchResult = ({ status, body }: Answer): SearchResult => ({
  ...(body as SearchResponse),
  complete: status === 200,
});

/** Binds the itinerary methods. */
export const itineraryMethods = (operate: Operate): ItineraryMethods => ({
  search: (query, options) => operate('search', { query, options }, searchResult),
  getItinerary: (itineraryId, query, options) =>
    operate(
      'getItinerary',
      { params: { itinerary_id: itineraryId }, query, options },
      bodyAs<CheckoutResponse>(),
    ),
});
