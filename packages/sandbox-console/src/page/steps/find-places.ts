/** Where trips begin and end: the points of interest and the stations. */
import type { GatewayClient } from '@partner-gateway/sdk';

export type Place = { readonly id: string; readonly name: string; readonly isPoi: boolean };

export const findPlaces = async (gateway: GatewayClient): Promise<readonly Place[]> => {
  const [pois, stations] = await Promise.all([
    gateway.poiList({ locale: 'en' }),
    gateway.stationList({ locale: 'en' }),
  ]);
  return [
    ...pois.map(({ Id, Name }) => ({ id: Id, name: Name, isPoi: true })),
    ...stations.map(({ Id, Name }) => ({ id: Id, name: Name, isPoi: false })),
  ];
};
