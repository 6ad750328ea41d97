/** The sandbox's timetable: every trip runs every day, at these local times, for these prices. */
import type { FormPart } from './form-fields.ts';
import { randomText, toBase62 } from './random.ts';
import { scenarios } from './scenarios.ts';
import type { SeatPlan } from './seats.ts';
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

type LegRow = readonly [
  operator: number,
  classId: number,
  vehclass: string,
  from: number,
  to: number,
  departs: string,
  duration: number,
  officialId: string,
  rating: number | null,
];

const toLeg = ([
  operator,
  classId,
  vehclass,
  from,
  to,
  departs,
  duration,
  officialId,
  rating,
]: LegRow): Leg => ({
  operator,
  class: classId,
  vehclass,
  from,
  to,
  departs,
  duration,
  officialId,
  rating,
});

const vehicleLetters: Readonly<Record<string, string>> = {
  bus: 'b',
  train: 't',
  avia: 'a',
  van: 'v',
  ferry: 'f',
  charter: 'c',
};

/** A trip key in the structure seen upstream: country, stations, operator, vehicle, class, variant. */
function toKey(legs: readonly Leg[], classId: number, variant: string): string {
  const [first] = legs;
  const last = legs.at(-1);
  if (first === undefined || last === undefined) throw new TypeError('a trip needs a leg');
  const country = stationById.get(first.from)?.countryCode ?? 'TH';
  const places = `${toBase62(first.from, 4)}${toBase62(last.to, 4)}${toBase62(first.operator, 3)}`;
  return `${country}${places}${vehicleLetters[first.vehclass] ?? 'b'}${toBase62(classId, 3)}${randomText(7, variant, classId)}`;
}

const usualFare = {
  amenities: ['Aircon'],
  ticketType: 'eticket',
  confirmationMinutes: 0,
  refundHours: 24,
  baggageKg: 20,
  priceRestriction: 0,
} as const;
const usualForm: readonly FormPart[] = ['contact', 'names'];

type FareInput = Partial<Fare> & Pick<Fare, 'net' | 'agfee' | 'sysfee' | 'seats'>;
type TripInput = Partial<Omit<TimetableTrip, 'fares' | 'legs'>> &
  Pick<TimetableTrip, 'routeName' | 'currency'>;

function toTrip(input: TripInput, rows: readonly LegRow[], inputs: readonly FareInput[]): TimetableTrip {
  const [firstLeg, ...otherLegs] = rows.map(toLeg);
  if (firstLeg === undefined) throw new TypeError('a trip needs a leg');
  const toFare = (fare: FareInput): Fare => {
    const classId = fare.class ?? firstLeg.class;
    const key = fare.key ?? toKey([firstLeg, ...otherLegs], classId, firstLeg.officialId);
    return { ...usualFare, ...fare, key, class: classId };
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
}

const thailand: readonly TimetableTrip[] = [
  toTrip(
    {
      routeName: 'Bangkok - Koh Chang',
      currency: 'THB',
      ratingCount: 311,
      form: ['contact', 'names', 'country'],
    },
    [
      [3310, 41, 'bus', 4101, 5620, '07:30', 315, 'SC-0730', 4],
      [3311, 52, 'ferry', 5620, 5688, '13:30', 45, 'SF-1330', 4],
    ],
    [
      {
        key: 'TH014901tK0Rob00F0kQ2r7M',
        net: 780_00,
        agfee: 33_20,
        sysfee: 45_00,
        seats: 14,
        refundHours: 72,
        amenities: ['Aircon', 'WC', 'Snack'],
      },
    ],
  ),
  toTrip(
    {
      routeName: 'Bangkok - Koh Chang',
      currency: 'THB',
      minRating: null,
      ratingCount: 0,
      form: ['contact', 'names', 'dropoff'],
    },
    [[7745, 77, 'van', 4101, 5688, '08:00', 390, 'EG-08', null]],
    [
      {
        key: 'TH014901tK20Vv01f02hT9xB',
        net: 650_00,
        agfee: 26_00,
        sysfee: 40_00,
        seats: 9,
        refundHours: null,
        ticketType: 'paper',
      },
      {
        key: 'TH014901tK20Vv01g02hT9xB',
        class: 78,
        net: 890_00,
        agfee: 35_60,
        sysfee: 40_00,
        seats: 4,
        refundHours: null,
        ticketType: 'pickup',
        confirmationMinutes: 240,
        amenities: ['Aircon', 'WiFi'],
      },
    ],
  ),
  toTrip(
    {
      routeName: 'Bangkok - Chiang Mai',
      currency: 'THB',
      form: ['contact', 'names', 'middle_name', 'title', 'gender', 'dob', 'documents', 'seat_type'],
      seatPlan: 'grouped_rows',
    },
    [[3402, 101, 'train', 4120, 4402, '18:10', 805, 'NS-9', 4]],
    [
      {
        net: 880_00,
        agfee: 30_00,
        sysfee: 50_00,
        seats: 32,
        ticketType: 'printed',
        priceRestriction: 3,
        stalePercent: 90,
      },
      {
        class: 102,
        net: 1_450_00,
        agfee: 45_00,
        sysfee: 60_00,
        seats: 8,
        ticketType: 'printed',
        priceRestriction: 3,
      },
    ],
  ),
  toTrip(
    {
      routeName: 'Bangkok - Chiang Mai',
      currency: 'THB',
      form: ['contact', 'names', 'gender', 'dob', 'documents', 'visa', 'flight', 'file'],
    },
    [[3550, 140, 'avia', 4133, 4410, '11:20', 75, 'LN-204', null]],
    [
      {
        net: 1_190_00,
        agfee: 40_00,
        sysfee: 90_00,
        seats: 60,
        refundHours: null,
        baggageKg: 7,
        priceRestriction: 1,
      },
    ],
  ),
  toTrip(
    {
      routeName: 'Bangkok - Chiang Mai',
      currency: 'THB',
      form: ['contact', 'names', 'pickup', 'points', 'terms'],
    },
    [[3560, 150, 'charter', 4101, 4402, '06:00', 560, 'GB-1', null]],
    [
      {
        net: 6_200_00,
        agfee: 200_00,
        sysfee: 150_00,
        seats: 4,
        confirmationMinutes: 30,
        ticketType: 'show_on_screen',
        priceRestriction: 2,
      },
    ],
  ),
];

const abroad: readonly TimetableTrip[] = [
  toTrip(
    {
      routeName: 'Hanoi - Sapa',
      currency: 'USD',
      minRating: 4.6,
      ratingCount: 127,
      form: ['contact', 'names', 'country', 'gender', 'pickup'],
      seatPlan: 'cabins',
    },
    [[28104, 305, 'bus', 61020, 61388, '22:00', 360, 'RR22', 5]],
    [
      {
        key: 'VN0fSc0fY87jib04V0pW41sL',
        net: 17_50,
        agfee: 90,
        sysfee: 1_40,
        seats: 12,
        baggageKg: 15,
        amenities: ['Aircon', 'WiFi', 'WC'],
      },
    ],
  ),
  toTrip(
    {
      routeName: 'Hanoi - Da Nang',
      currency: 'USD',
      form: ['contact', 'names', 'cyrillic', 'child', 'documents'],
      seatPlan: 'column_map',
    },
    [[28300, 320, 'train', 61020, 61700, '19:30', 960, 'SE1', 4]],
    [
      { net: 28_00, agfee: 1_20, sysfee: 2_00, seats: 24 },
      { class: 321, net: 41_00, agfee: 1_60, sysfee: 2_40, seats: 4, confirmationMinutes: 60 },
    ],
  ),
  toTrip(
    {
      routeName: 'Cebu - Tagbilaran',
      currency: 'PHP',
      form: ['contact', 'names', 'id', 'dob', 'child', 'baggage', 'delivery'],
    },
    [[41207, 612, 'ferry', 70214, 70291, '09:00', 120, 'VF-0900', 4]],
    [
      {
        key: 'PH0igu0ihJaIDf09S01mZc8D',
        net: 760_00,
        agfee: 40_00,
        sysfee: 50_00,
        seats: 80,
        refundHours: 48,
        ticketType: 'pickup',
      },
    ],
  ),
  toTrip(
    {
      routeName: 'Phnom Penh - Siem Reap',
      currency: 'USD',
      form: ['contact', 'names', 'country', 'pickup'],
      seatPlan: 'row_map',
    },
    [[50120, 640, 'bus', 80110, 80155, '23:00', 390, 'MG-23', 4]],
    [{ net: 13_00, agfee: 60, sysfee: 1_10, seats: 28, stalePercent: 85 }],
  ),
  toTrip(
    {
      routeName: 'Kuala Lumpur - Penang',
      currency: 'MYR',
      form: ['contact', 'names', 'odd_patterns'],
      seatPlan: 'row_list',
    },
    [[52210, 660, 'bus', 82010, 82077, '09:30', 300, 'ST-0930', 4]],
    [{ net: 41_50, agfee: 2_00, sysfee: 3_10, seats: 27, refundHours: 2 }],
  ),
  toTrip(
    {
      routeName: 'Jakarta - Bandung',
      currency: 'IDR',
      form: ['contact', 'names', 'title', 'id'],
      seatPlan: 'grouped_rows',
    },
    [[54077, 680, 'train', 84004, 84091, '06:30', 170, 'AP-20', 5]],
    [{ net: 150_000_00, agfee: 5_000_00, sysfee: 7_500_00, seats: 50, refundHours: 72 }],
  ),
  toTrip(
    {
      routeName: 'Tokyo - Osaka',
      currency: 'JPY',
      form: ['contact', 'names', 'gender', 'unknown'],
      seatPlan: 'row_list',
    },
    [[56030, 700, 'bus', 86001, 86044, '23:10', 500, 'TN-51', 4]],
    [{ net: 6_800_00, agfee: 250_00, sysfee: 400_00, seats: 27, refundHours: 168, confirmationMinutes: 10 }],
  ),
];

/** One trip for each scenario, from Sandbox City to Scenario Bay, a quarter of an hour apart. */
const staged: readonly TimetableTrip[] = Object.keys(scenarios).map((scenario, index) => {
  const departs = `${String(5 + Math.floor(index / 4)).padStart(2, '0')}:${String((index % 4) * 15).padStart(2, '0')}`;
  return toTrip(
    { routeName: `Scenario ${scenario}`, currency: 'THB', scenario },
    [[3310, 41, 'bus', 9101, 9102, departs, 60, `SCN-${scenario}`, null]],
    [{ net: 100_00, agfee: 5_00, sysfee: 5_00, seats: 40 }],
  );
});

export const timetable: readonly TimetableTrip[] = [...thailand, ...abroad, ...staged];

/** A fare with the trip it belongs to, by trip key. */
export const fareByKey: ReadonlyMap<string, { readonly trip: TimetableTrip; readonly fare: Fare }> = new Map(
  timetable.flatMap((trip) => trip.fares.map((fare) => [fare.key, { trip, fare }] as const)),
);
