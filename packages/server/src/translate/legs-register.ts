/** The segments and vehicles of one answer: each leg entered once, whoever travels on it, so that every reference resolves. */
import type { Image, Segment, Vehicle } from '@partner-gateway/contract';
import type { ClassId, SearchResult, TravelOption } from '@partner-gateway/twelvego-client';
import type { Ids } from './ids.ts';
import { type ImageTable, toImages } from './images.ts';
import type { Leg, Legs } from './legs.ts';
import { createFleet } from './vehicles.ts';

/** One option of a trip and the legs it travels on. */
export type Journey = {
  readonly legs: Legs;
  readonly option: TravelOption;
  readonly classes: SearchResult['classes'];
};

export type LegRegister = {
  /** Enters every leg of the journey and returns the segment ids in travel order. */
  enter(journey: Journey): string[];
  segments(): Segment[];
  vehicles(): Vehicle[];
};

/** An empty register, for one answer. */
export function createLegRegister(ids: Ids, images: ImageTable | undefined): LegRegister {
  const segments = new Map<string, Segment>();
  const fleet = createFleet();
  const enterLeg = (journey: Journey, leg: Leg): string => {
    const classId = seatClassOf(journey, leg);
    const seatClassId = ids.classOut(leg.segment.operator, classId);
    const id = `${leg.carrier}-${leg.from}-${leg.to}-${leg.departure}-${leg.arrival}-${seatClassId}`;
    const segment = segments.get(id) ?? toSegment(id, leg, seatClassId);
    segments.set(id, segment);
    // The vehicle is the one the segment names, even if this leg came with another type under the same segment id.
    fleet.meet(segment.vehicle_id, segment.transportation_types[0] ?? leg.type, {
      id: seatClassId,
      name: journey.classes.get(classId)?.name || null,
      amenities: journey.option.amenities,
      images: toPictures(journey, leg, classId, images),
    });
    return id;
  };
  return {
    enter: (journey) => journey.legs.map((leg) => enterLeg(journey, leg)),
    segments: () => [...segments.values()],
    vehicles: () => fleet.list(),
  };
}

const toSegment = (id: string, leg: Leg, seatClassId: string): Segment => ({
  id,
  from_station: leg.from,
  to_station: leg.to,
  departure_time: leg.departure,
  arrival_time: leg.arrival,
  travel_duration: leg.duration,
  vehicle_id: `${leg.carrier}-${leg.type}`,
  operating_carrier_id: leg.carrier,
  seat_class_id: seatClassId,
  transportation_types: [leg.type],
});

/** The option names the class of a single leg; of several legs each may name its own, when the answer knows it. */
function seatClassOf({ legs, option, classes }: Journey, { segment }: Leg): ClassId {
  if (legs.length === 1) return option.class;
  return segment.class > 0 && classes.has(segment.class) ? segment.class : option.class;
}

/** An option's pictures show the option's own class; then those of the class itself, then the configured ones. */
function toPictures(
  { option, classes }: Journey,
  { segment }: Leg,
  classId: ClassId,
  table: ImageTable | undefined,
): readonly Image[] | null {
  const ofOption = classId === option.class && option.images.length > 0 ? toImages(option.images) : null;
  const ofClass = classes.get(classId)?.images ?? [];
  return ofOption ?? toImages(ofClass) ?? table?.find(segment.operator, classId) ?? null;
}
