/** The vehicles of one answer: a carrier's kind of vehicle with every seat class met on it, in the order met. */
import type { Image, TransportationType, Vehicle } from '@partner-gateway/contract';

/** What one option tells of a seat class. */
export type SeatFacts = {
  readonly id: string;
  readonly name: string | null;
  readonly amenities: readonly string[];
  readonly images: readonly Image[] | null;
};

type Seat = {
  readonly id: string;
  name: string | null;
  images: readonly Image[] | null;
  readonly amenities: Set<string>;
};
type Kind = { readonly type: TransportationType; readonly seats: Map<string, Seat> };

export type Fleet = {
  /** Notes that `seat` was met on the vehicle; amenities add up, a name or pictures fill a gap. */
  meet(vehicleId: string, type: TransportationType, seat: SeatFacts): void;
  list(): Vehicle[];
};

/** An empty fleet, for one answer. */
export function createFleet(): Fleet {
  const kinds = new Map<string, Kind>();
  return {
    meet(vehicleId, type, facts) {
      const kind = kinds.get(vehicleId) ?? { type, seats: new Map<string, Seat>() };
      kinds.set(vehicleId, kind);
      const seat = kind.seats.get(facts.id);
      if (seat === undefined) kind.seats.set(facts.id, toSeat(facts));
      else addFacts(seat, facts);
    },
    list: () => Array.from(kinds, ([id, kind]) => toVehicle(id, kind)),
  };
}

const toSeat = ({ id, name, amenities, images }: SeatFacts): Seat => ({
  id,
  name,
  images,
  amenities: new Set(amenities),
});

function addFacts(seat: Seat, facts: SeatFacts): void {
  seat.name ??= facts.name;
  seat.images ??= facts.images;
  for (const amenity of facts.amenities) seat.amenities.add(amenity);
}

const toVehicle = (id: string, { type, seats }: Kind): Vehicle => ({
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
