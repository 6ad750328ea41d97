/** A master-data service for the sandbox's world, and the exchange rates beside it. */
import { type RouteTable, type Served, serve } from '../serve.ts';
import type { World } from '../twelvego/world/world.ts';

const stationPageSize = 100;

const pageOf = <Row extends { id: number }>(rows: readonly Row[], from: number, size: number) => {
  const page = rows
    .toSorted((one, other) => one.id - other.id)
    .filter(({ id }) => id >= from)
    .slice(0, size);
  const last = page.at(-1);
  return { page, next: page.length < size || last === undefined ? null : last.id + 1 };
};

const stationSource = ({ stations }: World, from: number) => {
  const { page, next } = pageOf(stations, from, stationPageSize);
  return {
    Stations: page.map((station) => ({
      StationId: station.id,
      ProvinceId: station.provinceId,
      StationName: station.name,
      Lat: station.lat,
      Lng: station.lng,
      CountryCode: station.countryCode,
      StationCode: station.code,
      TimezoneName: station.timeZone,
    })),
    NextPage: next,
  };
};

const provinceSource = ({ provinces }: World, from: number) => {
  const { page, next } = pageOf(provinces, from, 2_000);
  return {
    Provinces: page.map(({ id, parentId, name, countryCode }) => ({
      Id: id,
      ParentId: parentId,
      Name: name,
      Country: countryCode,
    })),
    NextPage: next,
  };
};

const stationMappings = ({ stations }: World, from: number) => {
  const { page, next } = pageOf(stations, from, 1_000);
  return {
    Mappings: page.map(({ id, fujiId }) => ({ IntegrationId: String(id), Id: fujiId })),
    NextPage: next,
  };
};

const transportationOf = (vehclasses: readonly string[]): string => {
  if (vehclasses.includes('ferry')) return 'Ferry';
  if (vehclasses.includes('train')) return 'Train';
  return vehclasses.includes('van') ? 'Shuttle' : 'Bus';
};

const stationFile = ({ stations, provinces }: World) =>
  stations.map((station) => ({
    id: station.fujiId,
    name: station.name,
    name_alterations: [station.fullName],
    transportation_type: /pier/i.test(station.fullName) ? 'Ferry' : 'Bus',
    address: {
      country: station.countryCode,
      city: {
        id: station.fujiId.slice(0, 5),
        name: provinces.find(({ id }) => id === station.provinceId)?.name ?? '',
      },
      time_zone: station.timeZone,
      coordinate: { latitude: station.lat, longitude: station.lng },
    },
    keywords: [],
    description: '',
    images: [],
  }));

const stationList = (world: World) =>
  stationFile(world).map((station) => ({
    Id: station.id,
    Name: station.name,
    NameAlterations: station.name_alterations.join(';'),
    TransportationType: station.transportation_type,
    Address: {
      Country: station.address.country,
      State: null,
      Region: null,
      Province: station.address.city.name,
      City: { Id: station.address.city.id, Name: station.address.city.name },
      StreetAndNumber: null,
      TimeZone: station.address.time_zone,
      ZipCode: null,
      Description: null,
    },
    Description: '',
    Coordinates: {
      Latitude: station.address.coordinate.latitude,
      Longitude: station.address.coordinate.longitude,
    },
    Images: [],
  }));

const carrierFile = ({ operators }: World) =>
  operators.map((operator) => ({
    Id: operator.fujiId,
    name: operator.name,
    display_name: operator.name,
    email: `desk@${operator.slug}.example`,
    transportation_type: transportationOf(operator.vehclasses),
  }));

const carrierList = (world: World) =>
  carrierFile(world).map((carrier) => ({
    MainCarrierId: null,
    Id: carrier.Id,
    Name: carrier.name,
    DisplayName: carrier.display_name,
    Address: null,
    LogoURL: null,
    Email: carrier.email,
    PhoneNumber: null,
    Description: null,
    TransportationTypes: [carrier.transportation_type],
    Vehicles: [],
  }));

const pois = ({ provinces }: World) =>
  provinces.flatMap(({ fujiPoiId, name }) => (fujiPoiId === null ? [] : [{ Id: fujiPoiId, name }]));

const classMap = ({ classes }: World, operatorId: number) =>
  Object.fromEntries(
    classes
      .filter((seatClass) => seatClass.operatorId === operatorId)
      .map(({ id, fujiClassId }) => [String(id), fujiClassId]),
  );

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
  '/pois/GetList': (url) =>
    limited(
      pois(world).map(({ Id, name }) => ({ Id, Name: name })),
      url,
    ),
  '/files/stations-en.json': () => stationFile(world),
  '/files/operating_carriers-en.json': () => carrierFile(world),
  '/files/pois-en.json': () => pois(world),
  '/provinces': (url) => provinceSource(world, from(url, 'fromProvinceId')),
  '/Internal/Mappings/StationsPaged/OneTwoGo': (url) => stationMappings(world, from(url, 'from')),
  '/Internal/GetMappedOperator/OneTwoGo': () =>
    world.operators.map(({ id, fujiId }) => ({
      SourceId: 'OneTwoGo',
      SourceOperatorId: String(id),
      OperatorId: fujiId,
    })),
  '/Internal/GetMappedPOI/OneTwoGo': () =>
    world.provinces.flatMap(({ id, fujiPoiId }) =>
      fujiPoiId === null ? [] : [{ SourceId: 'OneTwoGo', SourcePOIId: String(id), POIId: fujiPoiId }],
    ),
  '/MapClasses': (url) => classMap(world, from(url, 'operatorId')),
  '/rates': () => ({ source: 'sandbox', asOf: new Date(nowMs()).toISOString(), rates }),
});

const rates = [
  { from: 'USD', to: 'THB', rate: '35.20' },
  { from: 'USD', to: 'VND', rate: '25400' },
  { from: 'USD', to: 'PHP', rate: '58.10' },
  { from: 'USD', to: 'JPY', rate: '151.30' },
  { from: 'USD', to: 'KHR', rate: '4080' },
  { from: 'USD', to: 'MYR', rate: '4.42' },
  { from: 'USD', to: 'IDR', rate: '15850' },
  { from: 'USD', to: 'SGD', rate: '1.34' },
  { from: 'EUR', to: 'USD', rate: '1.0850' },
];

/** Serves master data and rates over HTTP. */
export const serveFuji = (world: World, nowMs: () => number, port: number): Promise<Served> =>
  serve(routes(world, nowMs), port);
