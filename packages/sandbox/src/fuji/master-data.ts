/** Fuji's stations, carriers and POIs under their partner-side ids, in the shapes of its lists and of its files. */
import type { World } from '../twelvego/world/world.ts';

const transportationOf = (vehclasses: readonly string[]): string => {
  if (vehclasses.includes('ferry')) return 'Ferry';
  if (vehclasses.includes('train')) return 'Train';
  return vehclasses.includes('van') ? 'Shuttle' : 'Bus';
};

export const stationFile = ({ stations, provinces }: World) =>
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

export const stationList = (world: World) =>
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

export const carrierFile = ({ operators }: World) =>
  operators.map((operator) => ({
    Id: operator.fujiId,
    name: operator.name,
    display_name: operator.name,
    email: `desk@${operator.slug}.example`,
    transportation_type: transportationOf(operator.vehclasses),
  }));

export const carrierList = (world: World) =>
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

export const poiFile = ({ provinces }: World) =>
  provinces.flatMap(({ fujiPoiId, name }) => (fujiPoiId === null ? [] : [{ Id: fujiPoiId, name }]));

export const poiList = (world: World) => poiFile(world).map(({ Id, name }) => ({ Id, Name: name }));
