/** What Fuji knows of 12go's ids: its places, in pages, and the partner-side ids that they, its operators and classes map to. */
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

export const stationSource = ({ stations }: World, from: number) => {
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

export const provinceSource = ({ provinces }: World, from: number) => {
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

export const stationMappings = ({ stations }: World, from: number) => {
  const { page, next } = pageOf(stations, from, 1_000);
  return {
    Mappings: page.map(({ id, fujiId }) => ({ IntegrationId: String(id), Id: fujiId })),
    NextPage: next,
  };
};

export const operatorMappings = ({ operators }: World) =>
  operators.map(({ id, fujiId }) => ({
    SourceId: 'OneTwoGo',
    SourceOperatorId: String(id),
    OperatorId: fujiId,
  }));

export const poiMappings = ({ provinces }: World) =>
  provinces.flatMap(({ id, fujiPoiId }) =>
    fujiPoiId === null ? [] : [{ SourceId: 'OneTwoGo', SourcePOIId: String(id), POIId: fujiPoiId }],
  );

export const classMap = ({ classes }: World, operatorId: number) =>
  Object.fromEntries(
    classes
      .filter((seatClass) => seatClass.operatorId === operatorId)
      .map(({ id, fujiClassId }) => [String(id), fujiClassId]),
  );
