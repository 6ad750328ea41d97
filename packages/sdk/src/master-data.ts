/** Master data: the stations, operating carriers and POIs that itineraries run between. */
import type { OperationName } from '../generated/routes.ts';
import type {
  MasterDataListQuery,
  MasterDataQuery,
  OperatingCarrierListRow,
  PoiListRow,
  StationListRow,
} from '../generated/schemas.ts';
import type { CallOptions } from './options.ts';
import type { GatewayPromise } from './response.ts';
import { bodyAs, type Operate } from './transport.ts';

type FileUrl = (query?: MasterDataQuery, options?: CallOptions) => GatewayPromise<string>;
type List<Row> = (query: MasterDataListQuery, options?: CallOptions) => GatewayPromise<Row[]>;

/** The methods that read the places and carriers of the network. Answers may be an hour old. */
export type MasterDataMethods = {
  /**
   * Time-limited download URL of the station file, an array of `Station`.
   *
   * @example
   * ```ts
   * const stations = await fetch(await gateway.stations({ locale: 'en' })).then((file) => file.json());
   * ```
   */
  stations: FileUrl;
  /**
   * The stations, as rows.
   *
   * @example
   * ```ts
   * const rows = await gateway.stationList({ locale: 'en', top10K: true });
   * ```
   */
  stationList: List<StationListRow>;
  /**
   * Time-limited download URL of the operating-carrier file, an array of `OperatingCarrier`.
   *
   * @example
   * ```ts
   * const url = await gateway.operatingCarriers();
   * ```
   */
  operatingCarriers: FileUrl;
  /**
   * The operating carriers, as rows.
   *
   * @example
   * ```ts
   * const rows = await gateway.operatingCarrierList({ locale: 'en' });
   * ```
   */
  operatingCarrierList: List<OperatingCarrierListRow>;
  /**
   * Time-limited download URL of the POI file, an array of `Poi`.
   *
   * @example
   * ```ts
   * const url = await gateway.pois();
   * ```
   */
  pois: FileUrl;
  /**
   * The POIs, as rows.
   *
   * @example
   * ```ts
   * const rows = await gateway.poiList({ locale: 'en' });
   * ```
   */
  poiList: List<PoiListRow>;
};

/** Binds the master-data methods. */
export const masterDataMethods = (operate: Operate): MasterDataMethods => {
  const fileUrl =
    (operation: OperationName): FileUrl =>
    (query, options) =>
      operate(operation, { query, options }, bodyAs<string>());
  const list =
    <Row>(operation: OperationName): List<Row> =>
    (query, options) =>
      operate(operation, { query, options }, bodyAs<Row[]>());
  return {
    stations: fileUrl('stations'),
    stationList: list('stationList'),
    operatingCarriers: fileUrl('operatingCarriers'),
    operatingCarrierList: list('operatingCarrierList'),
    pois: fileUrl('pois'),
    poiList: list('poiList'),
  };
};
