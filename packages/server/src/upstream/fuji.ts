/** The master-data service ("Fuji"): partner lists byte for byte, and the id tables of the gateway. */
import { z } from 'zod';
import { type Neighbour, NeighbourError } from './neighbour.ts';

/** The three lists partners may read. */
export type MasterDataKind = 'stations' | 'operating_carriers' | 'pois';

/** Reads of the master-data service. */
export type Fuji = {
  /** The body of a list endpoint, byte for byte: a JSON string with a URL, or the list itself. */
  masterData(
    kind: MasterDataKind,
    form: 'url' | 'list',
    query: { readonly locale?: string | undefined; readonly top10K?: boolean | undefined },
  ): Promise<string>;
  /** Everything the id tables are made of, as an id snapshot (unvalidated). */
  idTables(): Promise<unknown>;
};

// 12go's id of itself at the master-data service (upstream document §12).
const sourceId = 'OneTwoGo';

// Assumed: the list endpoints of the service carry the partner paths without version and client.
const listPath = (kind: MasterDataKind, form: 'url' | 'list'): string =>
  form === 'url' ? `/${kind}` : `/${kind}/GetList`;

const integerText = z.union([
  z.int(),
  z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number),
]);
const stationMapping = z.object({ IntegrationId: integerText, Id: z.string().min(1) });
const mappingPage = z.object({ Mappings: z.array(stationMapping), NextPage: z.int().nullish() });
const stationRow = z.object({
  StationId: z.int(),
  ProvinceId: z.int().nullish(),
  TimezoneName: z.string().nullish(),
});
const stationPage = z.object({ Stations: z.array(stationRow), NextPage: z.int().nullish() });
const provinceRow = z.object({ Id: z.int(), ParentId: z.int().nullish() });
const provincePage = z.object({ Provinces: z.array(provinceRow), NextPage: z.int().nullish() });
const operatorMappings = z.array(z.object({ SourceOperatorId: integerText, OperatorId: z.string().min(1) }));
const poiMappings = z.array(z.object({ SourcePOIId: integerText, POIId: z.string().min(1) }));
const classMappings = z.record(z.string().regex(/^\d{1,15}$/), z.string().min(1));

const pagesMax = 10_000;

const parse = <Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> => {
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw new NeighbourError('master data', 'unreadable');
  return parsed.data;
};

type Page<Row> = { readonly rows: Row[]; readonly next: number | null | undefined };

const allPages = async <Row>(read: (from: number) => Promise<Page<Row>>): Promise<Row[]> => {
  const rows: Row[] = [];
  let from = 0;
  for (let page = 0; page < pagesMax; page += 1) {
    const { rows: more, next } = await read(from);
    rows.push(...more);
    if (next === null || next === undefined || next <= from) return rows;
    from = next;
  }
  throw new NeighbourError('master data', 'unreadable');
};

const readStations = (service: Neighbour) =>
  allPages(async (from) => {
    const body = await service.json('/stations', { fromStationId: String(from), pageSize: '100' });
    const { Stations, NextPage } = parse(stationPage, body);
    return { rows: Stations, next: NextPage };
  });

const readProvinces = (service: Neighbour) =>
  allPages(async (from) => {
    const body = await service.json('/provinces', { fromProvinceId: String(from), pageSize: '2000' });
    const { Provinces, NextPage } = parse(provincePage, body);
    return { rows: Provinces, next: NextPage };
  });

const readStationMappings = (service: Neighbour) =>
  allPages(async (from) => {
    const body = await service.json(`/Internal/Mappings/StationsPaged/${sourceId}`, {
      from: String(from),
      pageSize: '1000',
    });
    const { Mappings, NextPage } = parse(mappingPage, body);
    return { rows: Mappings, next: NextPage };
  });

const readClasses = async (service: Neighbour, operatorIds: readonly number[]) => {
  const rows: { operatorId: number; classId: number; fujiId: string }[] = [];
  for (const operatorId of operatorIds) {
    const body = await service.json('/MapClasses', {
      integrationId: sourceId,
      operatorId: String(operatorId),
    });
    for (const [classId, fujiId] of Object.entries(parse(classMappings, body))) {
      rows.push({ operatorId, classId: Number(classId), fujiId });
    }
  }
  return rows;
};

const readIdTables = async (service: Neighbour) => {
  const stations = await readStations(service);
  const provinces = await readProvinces(service);
  const mappings = await readStationMappings(service);
  const operators = parse(operatorMappings, await service.json(`/Internal/GetMappedOperator/${sourceId}`));
  const pois = parse(poiMappings, await service.json(`/Internal/GetMappedPOI/${sourceId}`));
  const rowsOf = new Map(stations.map((station) => [station.StationId, station]));
  return {
    stations: [
      ...mappings.map(({ IntegrationId: id, Id: fujiId }) => ({
        id,
        provinceId: rowsOf.get(id)?.ProvinceId ?? null,
        timeZone: rowsOf.get(id)?.TimezoneName ?? null,
        fujiId,
      })),
      ...unmapped(stations, mappings),
    ],
    provinces: provinces.map(({ Id, ParentId }) => ({ id: Id, parentId: ParentId ?? null })),
    pois: pois.map(({ SourcePOIId, POIId }) => ({ provinceId: SourcePOIId, fujiId: POIId })),
    operators: operators.map(({ SourceOperatorId, OperatorId }) => ({
      id: SourceOperatorId,
      fujiId: OperatorId,
    })),
    classes: await readClasses(service, [...new Set(operators.map((operator) => operator.SourceOperatorId))]),
  };
};

const unmapped = (stations: z.output<typeof stationRow>[], mappings: z.output<typeof stationMapping>[]) => {
  const mapped = new Set(mappings.map((mapping) => mapping.IntegrationId));
  return stations
    .filter((station) => !mapped.has(station.StationId))
    .map((station) => ({
      id: station.StationId,
      provinceId: station.ProvinceId ?? null,
      timeZone: station.TimezoneName ?? null,
      fujiId: null,
    }));
};

/** Makes the reads over the service. */
export const createFuji = (service: Neighbour): Fuji => ({
  masterData: (kind, form, { locale, top10K }) =>
    service.text(listPath(kind, form), { locale, top10K: top10K === undefined ? undefined : String(top10K) }),
  idTables: () => readIdTables(service),
});
