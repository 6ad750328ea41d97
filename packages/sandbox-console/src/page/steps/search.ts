/** Finds trips. A POI stands for all its stations. */
import type { GatewayClient, SearchResult } from '@partner-gateway/sdk';
import type { Place } from './find-places.ts';

export type Wish = {
  readonly from: Place;
  readonly to: Place;
  readonly date: string;
  readonly pax: number;
};

export const search = (gateway: GatewayClient, { from, to, date, pax }: Wish): Promise<SearchResult> =>
  gateway.search({
    ...(from.isPoi ? { departure_poi: from.id } : { departures: [from.id] }),
    ...(to.isPoi ? { arrival_poi: to.id } : { arrivals: [to.id] }),
    departure_date: date,
    pax,
  });
