/** Trips as search and get itinerary show them: vehicles, segments, and the prices of a passenger. */
import type { Pricing, Segment, Vehicle } from '@partner-gateway/contract';
import { localMinuteMs, localMinuteText } from '../clock.ts';
import { exchange, toMoney } from '../money.ts';
import { seatClassNames } from '../world/carriers.ts';
import { zoneOf } from '../world/places.ts';
import { type Departure, type Leg, netCentsOf, type Trip } from '../world/trips.ts';

const minuteMs = 60_000;

const durationText = (minutes: number): string => {
  const hours = Math.floor(minutes / 60);
  return `PT${hours > 0 ? `${hours}H` : ''}${minutes % 60 > 0 ? `${minutes % 60}M` : ''}`;
};

const toSegment = (leg: Leg, date: string): Segment => {
  const departure_time = `${date}T${leg.departs}`;
  const departsMs = localMinuteMs(departure_time, zoneOf(leg.from).hours);
  const arrival_time = localMinuteText(departsMs + leg.durationMinutes * minuteMs, zoneOf(leg.to).hours);
  return {
    id: [leg.carrier, leg.from, leg.to, departure_time, arrival_time, leg.seatClass].join('-'),
    from_station: leg.from,
    to_station: leg.to,
    departure_time,
    arrival_time,
    travel_duration: durationText(leg.durationMinutes),
    vehicle_id: `${leg.carrier}-${leg.type}`,
    operating_carrier_id: leg.carrier,
    seat_class_id: leg.seatClass,
    transportation_types: [leg.type],
  };
};

/** The segments of a departure, in travel order. */
export const segmentsOf = ({ trip, date }: Departure): Segment[] =>
  trip.legs.map((leg) => toSegment(leg, date));

const toVehicle = (leg: Leg, trip: Trip): Vehicle => ({
  id: `${leg.carrier}-${leg.type}`,
  name: leg.type,
  seat_classes: [
    {
      id: leg.seatClass,
      name: seatClassNames[leg.seatClass] ?? null,
      description: '',
      keywords: null,
      images: null,
      amenities: [...trip.amenities],
    },
  ],
  images: null,
  description: null,
  keywords: null,
  amenities: null,
});

/** The vehicles of trips, each once with every class met on it. */
export const vehiclesOf = (trips: readonly Trip[]): Vehicle[] => {
  const found = new Map<string, Vehicle>();
  for (const vehicle of trips.flatMap((trip) => trip.legs.map((leg) => toVehicle(leg, trip)))) {
    const known = found.get(vehicle.id);
    const isNew = (id: string): boolean => known?.seat_classes.every((one) => one.id !== id) ?? false;
    if (known === undefined) found.set(vehicle.id, vehicle);
    else known.seat_classes.push(...vehicle.seat_classes.filter(({ id }) => isNew(id)));
  }
  return [...found.values()];
};

/** The prices of a passenger, the gross price in the currency that was asked for. */
export const pricingOf = (trip: Trip, asked: string | undefined): Pricing => {
  const { currency, taxesCents } = trip;
  const netCents = netCentsOf(trip);
  const grossCents = netCents + taxesCents;
  const isOther = asked !== undefined && asked !== currency;
  return {
    gross_price: {
      ...(isOther ? toMoney(asked, exchange(grossCents, currency, asked)) : toMoney(currency, grossCents)),
      price_type: 'Recommended',
      ...(isOther && { amount_in_net_currency: toMoney(currency, grossCents).amount }),
    },
    net_price: toMoney(currency, netCents),
    taxes_and_fees: toMoney(currency, taxesCents),
  };
};

/** The penalty of a cancellation, from the first day on. */
export const penaltiesOf = ({ refundHours }: Trip): readonly { from: string | null; percent: number }[] => [
  { from: null, percent: refundHours === null ? 100 : 0 },
  ...(refundHours === null ? [] : [{ from: `PT${refundHours}H`, percent: 100 }]),
];

/** When a departure leaves, in Unix milliseconds. */
export const departsMs = ({ trip, date }: Departure): number =>
  localMinuteMs(`${date}T${trip.legs[0].departs}`, zoneOf(trip.legs[0].from).hours);
