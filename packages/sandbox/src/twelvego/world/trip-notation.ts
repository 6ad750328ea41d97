/** The short notation that trips of the sandbox's timetable are written in, and the keys that 12go would give them. */
import type { FormPart } from '../forms/form-fields.ts';
import { randomText } from '../time-and-chance.ts';
import { stationById } from './places.ts';
import type { Fare, Leg, TimetableTrip } from './timetable-entry.ts';

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
