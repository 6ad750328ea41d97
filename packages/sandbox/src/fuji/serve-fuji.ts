/** Fuji in a box: its paths, and what each answers for the sandbox's world. */
import { type RouteTable, type Served, serve } from '../serve.ts';
import type { World } from '../twelvego/world/world.ts';
import {
  classMap,
  operatorMappings,
  poiMappings,
  provinceSource,
  stationMappings,
  stationSource,
} from './mappings.ts';
import { carrierFile, carrierList, poiFile, poiList, stationFile, stationList } from './master-data.ts';
import { ratesAt } from './rates.ts';

const fileUrl = (url: URL, name: string, nowMs: number): string =>
  `${url.origin}/files/${name}-${url.searchParams.get('locale') ?? 'en'}.json?expires=${Math.floor(nowMs / 1000) + 3_600}`;

const limited = (rows: readonly unknown[], url: URL): readonly unknown[] =>
  url.searchParams.get('top10K') === 'true' ? rows.slice(0, 10_000) : rows;

const from = (url: URL, name: string): number => Number(url.searchParams.get(name) ?? '0');

const routes = (world: World, nowMs: () => number): RouteTable => ({
  '/stations': (url) =>
    url.searchParams.has('fromStationId')
      ? stationSource(world, from(url, 'fromStationId'))
      : fileUrl(url, 'stations', nowMs()),
  '/stations/GetList': (url) => limited(stationList(world), url),
  '/operating_carriers': (url) => fileUrl(url, 'operating_carriers', nowMs()),
  '/operating_carriers/GetList': (url) => limited(carrierList(world), url),
  '/pois': (url) => fileUrl(url, 'pois', nowMs()),
  '/pois/GetList': (url) => limited(poiList(world), url),
  '/files/stations-en.json': () => stationFile(world),
  '/files/operating_carriers-en.json': () => carrierFile(world),
  '/files/pois-en.json': () => poiFile(world),
  '/provinces': (url) => provinceSource(world, from(url, 'fromProvinceId')),
  '/Internal/Mappings/StationsPaged/OneTwoGo': (url) => stationMappings(world, from(url, 'from')),
  '/Internal/GetMappedOperator/OneTwoGo': () => operatorMappings(world),
  '/Internal/GetMappedPOI/OneTwoGo': () => poiMappings(world),
  '/MapClasses': (url) => classMap(world, from(url, 'operatorId')),
  '/rates': () => ratesAt(nowMs()),
});

/** Serves master data and rates over HTTP. */
export const serveFuji = (world: World, nowMs: () => number, port: number): Promise<Served> =>
  serve(routes(world, nowMs), port);
