/** The legs of a route in the partner's words. */
import type { TransportationType } from '@partner-gateway/contract';
import type { Ids } from '../ids/ids.ts';
import type { RouteSegment, TimedRoute, TimedSegment } from './route.ts';
import { type CharterMode, toDuration, toTransportationType } from './vocabulary.ts';

/** One leg in the partner's words, but for the seat class, which the option decides. */
export type Leg = {
  readonly segment: RouteSegment;
  readonly type: TransportationType;
  readonly carrier: string;
  readonly from: string;
  readonly to: string;
  readonly departure: string;
  readonly arrival: string;
  readonly duration: string;
};

/** At least one, in travel order. */
export type Legs = readonly [Leg, ...Leg[]];

/** The legs of a route, or undefined when the vehicle classes of one of them map to nothing. */
export const toLegs = (route: TimedRoute, charter: CharterMode, ids: Ids): Legs | undefined => {
  const legs: Leg[] = [];
  for (const timed of route) {
    const type = toTransportationType(timed.segment.vehclasses, charter);
    if (type === undefined) return undefined;
    legs.push(toLeg(timed, type, ids));
  }
  return legs as [Leg, ...Leg[]];
};

const toLeg = ({ segment, departure, arrival }: TimedSegment, type: TransportationType, ids: Ids): Leg => ({
  segment,
  type,
  carrier: ids.operatorOut(segment.operator),
  from: ids.stationOut(segment.from),
  to: ids.stationOut(segment.to),
  departure,
  arrival,
  duration: toDuration(segment.duration),
});

/** Whether a journey of these legs is one connection: a single leg always is. */
export const isConnectionGuaranteed = (legs: Legs): boolean =>
  legs.length === 1 || legs.every((leg) => leg.segment.connection_guaranteed);
