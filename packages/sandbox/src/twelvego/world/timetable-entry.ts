/** An entry of the sandbox's timetable: a trip with its legs and fares in the short notation, and its departure on one day. */
import type { FormPart } from '../forms/form-fields.ts';
import { randomText, toInstant } from '../time-and-chance.ts';
import { stationById } from './world.ts';

/** One leg. `departs` is `HH:mm` local on the day of travel; `duration` is in minutes. */
export type Leg = {
  readonly operator: number;
  readonly class: number;
  readonly vehclass: string;
  readonly from: number;
  readonly to: number;
  readonly departs: string;
  readonly duration: number;
  readonly officialId: string;
  readonly rating: number | null;
};

/** A priced variant. Money is in hundredths of the currency, per passenger. `refundHours` null is non-refundable. */
export type Fare = {
  readonly key: string;
  readonly class: number;
  readonly net: number;
  readonly agfee: number;
  readonly sysfee: number;
  readonly seats: number;
  readonly amenities: readonly string[];
  readonly ticketType: string;
  readonly confirmationMinutes: number;
  readonly refundHours: number | null;
  readonly baggageKg: number | null;
  readonly priceRestriction: number;
  /** The price shown until a recheck, in percent of the true one; such an option is `approximate`. */
  readonly stalePercent?: number;
};

/** How a vehicle is drawn: one of the four layout shapes of 12go, or the sleeper bus whose two decks use two of them. */
export type SeatPlan = 'row_list' | 'row_map' | 'grouped_rows' | 'column_map' | 'cabins';

/** A trip of the timetable. `seatPlan` and `form` shape its checkout form; `scenario` goes off when it is used. */
export type TimetableTrip = {
  readonly key: string;
  readonly routeName: string;
  readonly currency: string;
  readonly legs: readonly [Leg, ...Leg[]];
  readonly fares: readonly [Fare, ...Fare[]];
  readonly minRating: number | null;
  readonly ratingCount: number;
  readonly form: readonly FormPart[];
  readonly seatPlan?: SeatPlan;
  readonly scenario?: string;
};

/** `operator class vehicle from to departs minutes official-id rating`, rating `-` for none. */
const toLeg = (row: string): Leg => {
  const [operator, classId, vehclass = '', from, to, departs = '', duration, officialId = '', rating] =
    row.split(' ');
  return {
    operator: Number(operator),
    class: Number(classId),
    vehclass,
    from: Number(from),
    to: Number(to),
    departs,
    duration: Number(duration),
    officialId,
    rating: rating === '-' ? null : Number(rating),
  };
};

const digits = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** A number in digits `0-9 a-z A-Z`, padded to `width`: how 12go's trip keys spell ids. */
const toBase62 = (value: number, width: number): string => {
  let text = '';
  for (let rest = value; rest > 0; rest = Math.floor(rest / 62)) text = `${digits[rest % 62]}${text}`;
  return text.padStart(width, '0');
};

const vehicleLetters: Readonly<Record<string, string>> = {
  bus: 'b',
  train: 't',
  avia: 'a',
  van: 'v',
  ferry: 'f',
  charter: 'c',
};

/** A trip key in the structure seen upstream: country, stations, operator, vehicle, class, variant. */
const toKey = (legs: readonly Leg[], classId: number, variant: string): string => {
  const [first] = legs;
  const last = legs.at(-1);
  if (first === undefined || last === undefined) throw new TypeError('a trip needs a leg');
  const country = stationById.get(first.from)?.countryCode ?? 'TH';
  const places = `${toBase62(first.from, 4)}${toBase62(last.to, 4)}${toBase62(first.operator, 3)}`;
  return `${country}${places}${vehicleLetters[first.vehclass] ?? 'b'}${toBase62(classId, 3)}${randomText(7, variant, classId)}`;
};

const usualFare = {
  amenities: ['Aircon'],
  ticketType: 'eticket',
  confirmationMinutes: 0,
  refundHours: 24,
  baggageKg: 20,
  priceRestriction: 0,
} as const;
const usualForm: readonly FormPart[] = ['contact', 'names'];

/** `net agfee sysfee seats`, money with two decimals, and what is not as usual. */
type FareInput = readonly [amounts: string, changes?: Partial<Fare>];
type TripInput = Partial<Omit<TimetableTrip, 'fares' | 'legs'>> &
  Pick<TimetableTrip, 'routeName' | 'currency'>;

/** A trip of legs in the short notation; what is left out is as usual. */
export const toTrip = (
  input: TripInput,
  rows: readonly string[],
  inputs: readonly FareInput[],
): TimetableTrip => {
  const [firstLeg, ...otherLegs] = rows.map(toLeg);
  if (firstLeg === undefined) throw new TypeError('a trip needs a leg');
  const toFare = ([amounts, changes = {}]: FareInput): Fare => {
    const [net = 0, agfee = 0, sysfee = 0, seats = 0] = amounts
      .split(' ')
      .map((text) => Number(text.replace('.', '')));
    const classId = changes.class ?? firstLeg.class;
    const key = changes.key ?? toKey([firstLeg, ...otherLegs], classId, firstLeg.officialId);
    return { ...usualFare, net, agfee, sysfee, seats, ...changes, key, class: classId };
  };
  const [firstFare, ...otherFares] = inputs.map(toFare);
  if (firstFare === undefined) throw new TypeError('a trip needs a fare');
  return {
    key: firstFare.key,
    minRating: 4.4,
    ratingCount: 100,
    form: usualForm,
    ...input,
    legs: [firstLeg, ...otherLegs],
    fares: [firstFare, ...otherFares],
  };
};

/** A trip and fare on one day. `departure` is the local time of the first leg. */
export type Departure = { readonly trip: TimetableTrip; readonly fare: Fare; readonly departure: string };

/** The local departure of a trip on a day: `yyyy-MM-dd HH:mm:ss`. */
export const departureOn = (trip: TimetableTrip, date: string): string =>
  `${date} ${trip.legs[0].departs}:00`;

/** The moment a departure leaves. */
export const departsAt = ({ trip, departure }: Departure): number => toInstant(departure, countryOf(trip));

/** The country a trip starts in. */
export const countryOf = (trip: TimetableTrip): string =>
  stationById.get(trip.legs[0].from)?.countryCode ?? 'TH';
