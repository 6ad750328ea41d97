/** Stations, operating carriers and POIs: a download URL each, and the list itself (contract §14). */
import { z } from 'zod';
import { partnerHeaders } from '../headers.ts';
import { metadata } from '../metadata.ts';
import {
  masterDataListQuerySchema,
  masterDataQuerySchema,
  operatingCarrierListRowSchema,
  poiListRowSchema,
  stationListRowSchema,
} from '../schemas/master-data.ts';
import { c, clientParams, passThrough } from './route-kit.ts';

const urlSchema = z
  .string()
  .describe('A JSON string: the time-limited download URL of the JSON file for the locale.');

const urlRoute = <const Path extends string>(path: Path, endpoint: string, summary: string) =>
  ({
    method: 'GET',
    path,
    summary,
    description: 'Answers with a JSON string: a time-limited download URL. May be cached for an hour.',
    pathParams: clientParams,
    query: masterDataQuerySchema,
    headers: partnerHeaders,
    responses: { 200: passThrough(urlSchema), 304: c.noBody() },
    metadata: metadata({ endpoint, auth: 'partner', cost: 'master_data', copyable: true }),
  }) as const;

const listRoute = <const Path extends string>(
  path: Path,
  row: z.ZodType,
  { endpoint, summary }: { readonly endpoint: string; readonly summary: string },
) =>
  ({
    method: 'GET',
    path,
    summary,
    description: 'Answers with the list itself. May be cached for an hour.',
    pathParams: clientParams,
    query: masterDataListQuerySchema,
    headers: partnerHeaders,
    responses: { 200: passThrough(z.array(row)), 304: c.noBody() },
    metadata: metadata({ endpoint, auth: 'partner', cost: 'master_data', copyable: true }),
  }) as const;

const stations = urlRoute('/v1/:client_id/stations', 'stations', 'Stations');
const stationList = listRoute('/v1/:client_id/stations/GetList', stationListRowSchema, {
  endpoint: 'station_list',
  summary: 'Station list',
});
const operatingCarriers = urlRoute(
  '/v1/:client_id/operating_carriers',
  'operating_carriers',
  'Operating carriers',
);
const operatingCarrierList = listRoute(
  '/v1/:client_id/operating_carriers/GetList',
  operatingCarrierListRowSchema,
  { endpoint: 'operating_carrier_list', summary: 'Operating carrier list' },
);
const pois = urlRoute('/v1/:client_id/pois', 'pois', 'POIs');
const poiList = listRoute('/v1/:client_id/pois/GetList', poiListRowSchema, {
  endpoint: 'poi_list',
  summary: 'POI list',
});

/** Master data. */
export const masterDataRoutes = c.router({
  stations,
  stationList,
  operatingCarriers,
  operatingCarrierList,
  pois,
  poiList,
});
