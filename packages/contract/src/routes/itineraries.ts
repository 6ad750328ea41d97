/** Search and get itinerary (contract §5, §6). */
import { partnerHeaders, searchHeaders } from '../headers.ts';
import { metadata } from '../metadata.ts';
import { checkoutResponseSchema, itineraryQuerySchema } from '../schemas/checkout.ts';
import { searchResponseSchema } from '../schemas/itinerary.ts';
import { searchQuerySchema } from '../schemas/search-query.ts';
import { c, clientParams, itineraryParams, problems } from './route-kit.ts';

const search = {
  method: 'GET',
  path: '/v1/:client_id/itineraries',
  summary: 'Search',
  description:
    'Finds itineraries between two places on a date. Give a POI or a list of stations on each side; two station lists pair up by index. Well-formed ids that are not known give empty arrays and are named in `X-Ignored`. 206: the same body, while some suppliers are still being refreshed; ask again after about 500 ms, or ignore. A 200 may have an `ETag`; send it as `If-None-Match` with the same search, and 304 says that the answer is the one that you have.',
  pathParams: clientParams,
  query: searchQuerySchema,
  headers: searchHeaders,
  responses: { 200: searchResponseSchema, 206: searchResponseSchema, 304: c.noBody() },
  metadata: metadata({ endpoint: 'search', auth: 'partner', cost: 'search', copyable: true }),
} as const;

const getItinerary = {
  method: 'GET',
  path: '/v1/:client_id/itineraries/:itinerary_id',
  summary: 'Get itinerary',
  description:
    'Opens an itinerary for booking: its booking schema, seat map, price and the booking token. Creates a cart at the supplier and starts the 20-minute clock of the token, so it is never cached.',
  pathParams: itineraryParams,
  query: itineraryQuerySchema,
  headers: partnerHeaders,
  responses: { 200: checkoutResponseSchema, ...problems(404, 409, 422) },
  metadata: metadata({
    endpoint: 'get_itinerary',
    auth: 'partner',
    cost: 'search',
    aliases: ['/:client_id/itineraries/:itinerary_id'],
  }),
} as const;

/** Search and get itinerary. */
export const itineraryRoutes = c.router({ search, getItinerary });
