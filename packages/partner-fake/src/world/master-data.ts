/** Master data: the rows of the lists and of the files that the URLs lead to. */
import type {
  OperatingCarrier,
  OperatingCarrierListRow,
  PoiListRow,
  Station as StationFileRow,
  StationListRow,
} from '@partner-gateway/contract';
import { carriers } from './carriers.ts';
import { pois, type Station, stations, zoneOf } from './places.ts';

const cityOf = ({ poi }: Station) => {
  const found = pois.find(({ id }) => id === poi);
  return { id: poi, name: found?.name ?? poi };
};

const stationRow = (station: Station): StationListRow => {
  const { id, name } = cityOf(station);
  return {
    Id: station.id,
    Name: station.name,
    NameAlterations: null,
    TransportationType: station.kind,
    Address: {
      Country: station.id.slice(0, 2),
      State: null,
      Region: null,
      Province: name,
      City: { Id: id, Name: name },
      StreetAndNumber: null,
      TimeZone: zoneOf(station.id).name,
      ZipCode: null,
      Description: null,
    },
    Description: '',
    Coordinates: { Latitude: station.at.latitude, Longitude: station.at.longitude },
    Images: [],
  };
};

const carrierRow = ({ id, name, type }: (typeof carriers)[number]): OperatingCarrierListRow => ({
  MainCarrierId: null,
  Id: id,
  Name: name,
  DisplayName: name,
  Address: null,
  LogoURL: null,
  Email: `desk@${id.toLowerCase()}.example`,
  PhoneNumber: null,
  Description: null,
  TransportationTypes: [type === 'Van' ? 'Shuttle' : type],
  Vehicles: [],
});

const poiRow = ({ id, name }: (typeof pois)[number]): PoiListRow => ({ Id: id, Name: name });

/** The rows of each `GetList`. */
export const lists = {
  stations: () => stations.map(stationRow),
  operating_carriers: () => carriers.map(carrierRow),
  pois: () => pois.map(poiRow),
};

/** A kind of master data, as it stands in paths. */
export type MasterData = keyof typeof lists;

const stationFile = (): StationFileRow[] =>
  stations.map((station) => ({
    id: station.id,
    name: station.name,
    name_alterations: [],
    transportation_type: station.kind,
    address: {
      country: station.id.slice(0, 2),
      city: cityOf(station),
      time_zone: zoneOf(station.id).name,
      coordinate: station.at,
    },
    keywords: [],
    images: [],
    description: '',
  }));

const carrierFile = (): OperatingCarrier[] =>
  carriers.map(({ id, name, type }) => ({
    Id: id,
    name,
    display_name: name,
    email: `desk@${id.toLowerCase()}.example`,
    transportation_type: type === 'Van' ? 'Shuttle' : type,
  }));

/** The rows of each file. */
export const files: Readonly<Record<MasterData, () => readonly object[]>> = {
  stations: stationFile,
  operating_carriers: carrierFile,
  pois: () => pois.map(({ id, name }) => ({ Id: id, name })),
};
