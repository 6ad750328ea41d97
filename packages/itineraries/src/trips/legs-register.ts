/** The segments and vehicles of one answer: each leg entered once, so that every reference resolves. */
import type { Image, Segment, TransportationType, Vehicle } from '@partner-gateway/contract';
import type { ClassId, SearchResult, TravelOption } from '@partner-gateway/twelvego-client';
import type { Ids } from '../ids/ids.ts';
import type { Leg, Legs } from './legs.ts';
import { type ImageTable, toImages } from './seat-images.ts';

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
export const createLegRegister = (ids: Ids, images: ImageTable | undefined): LegRegister => {
  const entered = new Map<string, Entered>();
  const fleet = new Map<string, Kind>();
  const enterLeg = (journey: Journey, leg: Leg): string => {
    const classId = seatClassOf(journey, leg);
    const seatClassId = ids.classOut(leg.segment.operator, classId);
    const id = `${leg.carrier}-${leg.from}-${leg.to}-${leg.departure}-${leg.arrival}-${seatClassId}`;
    let known = entered.get(id);
    if (known === undefined) {
      const kind = kindOf(fleet, leg);
      known = { segment: toSegment(leg, { id, vehicleId: kind.id, seatClassId }), kind };
      entered.set(id, known);
    }
    // The vehicle is the one the segment names, even if this leg came with another type under the same segment id.
    const seat = seatOf(known.kind, seatClassId);
    seat.name ??= journey.classes.get(classId)?.name || null;
    seat.images ??= toPictures(journey, leg, { classId, table: images });
    for (const amenity of journey.option.amenities) seat.amenities.add(amenity);
    return known.segment.id;
  };
  return {
    enter: (journey) => journey.legs.map((leg) => enterLeg(journey, leg)),
    segments: () => Array.from(entered.values(), ({ segment }) => segment),
    vehicles: () => Array.from(fleet.values(), toVehicle),
  };
};

/** A segment, and the kind of vehicle it names. */
type Entered = { readonly segment: Segment; readonly kind: Kind };

type SegmentNames = { readonly id: string; readonly vehicleId: string; readonly seatClassId: string };

const toSegment = (leg: Leg, { id, vehicleId, seatClassId }: SegmentNames): Segment => ({
  id,
  from_station: leg.from,
  to_station: leg.to,
  departure_time: leg.departure,
  arrival_time: leg.arrival,
  travel_duration: leg.duration,
  vehicle_id: vehicleId,
  operating_carrier_id: leg.carrier,
  seat_class_id: seatClassId,
  transportation_types: [leg.type],
});

/** The option names the class of a single leg; of several legs each may name its own, when the answer knows it. */
const seatClassOf = ({ legs, option, classes }: Journey, { segment }: Leg): ClassId => {
  if (legs.length === 1) return option.class;
  return segment.class > 0 && classes.has(segment.class) ? segment.class : option.class;
};

/** An option's pictures show the option's own class; then those of the class itself, then the configured ones. */
const toPictures = (
  { option, classes }: Journey,
  { segment }: Leg,
  { classId, table }: { readonly classId: ClassId; readonly table: ImageTable | undefined },
): readonly Image[] | null => {
  const ofOption = classId === option.class && option.images.length > 0 ? toImages(option.images) : null;
  const ofClass = classes.get(classId)?.images ?? [];
  return ofOption ?? toImages(ofClass) ?? table?.find(segment.operator, classId) ?? null;
};

/** A seat class as its options tell of it: amenities add up, a name or pictures fill a gap. */
type Seat = {
  readonly id: string;
  name: string | null;
  images: readonly Image[] | null;
  readonly amenities: Set<string>;
};
/** A carrier's kind of vehicle with every seat class met on it, in the order met. */
type Kind = { readonly id: string; readonly type: TransportationType; readonly seats: Map<string, Seat> };

const kindOf = (fleet: Map<string, Kind>, { carrier, type }: Leg): Kind => {
  const id = `${carrier}-${type}`;
  const known = fleet.get(id);
  if (known !== undefined) return known;
  const kind: Kind = { id, type, seats: new Map() };
  fleet.set(id, kind);
  return kind;
};

const seatOf = ({ seats }: Kind, id: string): Seat => {
  const known = seats.get(id);
  if (known !== undefined) return known;
  const seat: Seat = { id, name: null, images: null, amenities: new Set() };
  seats.set(id, seat);
  return seat;
};

const toVehicle = ({ id, type, seats }: Kind): Vehicle => ({
  id,
  name: type,
  seat_classes: Array.from(seats.values(), (seat) => ({
    id: seat.id,
    name: seat.name,
    description: '',
    keywords: null,
    images: seat.images === null ? null : [...seat.images],
    amenities: [...seat.amenities],
  })),
  images: null,
  description: null,
  keywords: null,
  amenities: null,
});
