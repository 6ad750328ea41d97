/** The fake's timetable: every trip runs every day, at these local times and for these prices. */
import type { FormPart } from '../forms/form-parts.ts';
import { share } from '../money.ts';

export type TransportationType = 'Bus' | 'Ferry' | 'Van';

export type Leg = {
  readonly carrier: string;
  readonly type: TransportationType;
  readonly seatClass: string;
  readonly from: string;
  readonly to: string;
  /** Local, `HH:MM`. */
  readonly departs: string;
  readonly durationMinutes: number;
};

export type Trip = {
  readonly key: string;
  readonly legs: readonly [Leg, ...Leg[]];
  readonly currency: string;
  /** What the supplier asks for a passenger, in hundredths. */
  readonly supplierCents: bigint;
  /** What the partner pays on top for each passenger, beside the markup. */
  readonly fixedFeeCents: bigint;
  /** What the traveller pays beside the net price. */
  readonly taxesCents: bigint;
  readonly seats: number;
  /** Until how long before departure all is refunded; null for never. */
  readonly refundHours: number | null;
  /** How long the operator takes to approve; 0 at once. */
  readonly approvalMinutes: number;
  readonly ticketType: 'ShowOnScreen' | 'PaperTicket' | 'PickUp';
  readonly amenities: readonly string[];
  readonly form: readonly FormPart[];
  readonly seatPlan?: 'cabins' | 'rows';
};

const usual = {
  fixedFeeCents: 0n,
  refundHours: 24,
  approvalMinutes: 0,
  ticketType: 'ShowOnScreen',
  amenities: ['Aircon'],
} as const;

const islandVan: Leg = {
  carrier: 'THEGM',
  type: 'Van',
  seatClass: '77',
  from: 'THBKKEKM',
  to: 'THKCGASP',
  departs: '08:00',
  durationMinutes: 390,
};

export const trips: readonly Trip[] = [
  {
    ...usual,
    key: 'TH014901tK0Rob00F0kQ2r7M',
    legs: [
      {
        carrier: 'THSCT',
        type: 'Bus',
        seatClass: '41',
        from: 'THBKKEKM',
        to: 'THTRTLNP',
        departs: '07:30',
        durationMinutes: 315,
      },
      {
        carrier: 'THSCF',
        type: 'Ferry',
        seatClass: '52',
        from: 'THTRTLNP',
        to: 'THKCGASP',
        departs: '13:30',
        durationMinutes: 45,
      },
    ],
    currency: 'THB',
    supplierCents: 78_000n,
    taxesCents: 7_820n,
    seats: 14,
    refundHours: 72,
    amenities: ['Aircon', 'WC', 'Snack'],
    form: ['names', 'country'],
  },
  {
    ...usual,
    key: 'TH014901tK20Vv01f02hT9xB',
    legs: [islandVan],
    currency: 'THB',
    supplierCents: 65_000n,
    taxesCents: 6_600n,
    seats: 9,
    refundHours: null,
    ticketType: 'PaperTicket',
    form: ['names', 'dropoff'],
  },
  {
    ...usual,
    key: 'TH014901tK20Vv01g02hT9xB',
    legs: [{ ...islandVan, seatClass: '78' }],
    currency: 'THB',
    supplierCents: 89_000n,
    taxesCents: 7_560n,
    seats: 4,
    refundHours: null,
    approvalMinutes: 240,
    ticketType: 'PickUp',
    amenities: ['Aircon', 'WiFi'],
    form: ['names', 'dropoff'],
  },
  {
    ...usual,
    key: 'VN0fSc0fY87jib04V0pW41sL',
    legs: [
      {
        carrier: 'VNRRS',
        type: 'Bus',
        seatClass: '305',
        from: 'VNHANMYD',
        to: 'VNSPASPT',
        departs: '22:00',
        durationMinutes: 360,
      },
    ],
    currency: 'USD',
    supplierCents: 1_750n,
    fixedFeeCents: 50n,
    taxesCents: 230n,
    seats: 12,
    amenities: ['Aircon', 'WiFi', 'WC'],
    form: ['names', 'country', 'gender', 'pickup'],
    seatPlan: 'cabins',
  },
  {
    ...usual,
    key: 'PH0igu0ihJaIDf09S01mZc8D',
    legs: [
      {
        carrier: 'PHVFC',
        type: 'Ferry',
        seatClass: '612',
        from: 'PHCEBPRA',
        to: 'PHTAGPRT',
        departs: '09:00',
        durationMinutes: 120,
      },
    ],
    currency: 'PHP',
    supplierCents: 76_000n,
    taxesCents: 9_000n,
    seats: 80,
    refundHours: 48,
    ticketType: 'PickUp',
    form: ['names', 'document', 'baggage', 'delivery'],
  },
  {
    ...usual,
    key: 'KH0kQ60kQPd2ob0aksBE7GF5',
    legs: [
      {
        carrier: 'KHMKG',
        type: 'Bus',
        seatClass: '640',
        from: 'KHPNHOFC',
        to: 'KHREPOFC',
        departs: '23:00',
        durationMinutes: 390,
      },
    ],
    currency: 'USD',
    supplierCents: 1_300n,
    taxesCents: 170n,
    seats: 28,
    form: ['names', 'country', 'paid_pickup'],
    seatPlan: 'rows',
  },
];

/** What the partner pays for something that costs the supplier's price: a tenth more. */
export const withMarkup = (supplierCents: bigint): bigint => share(supplierCents, 110n, 100n);

/** What the partner pays for a passenger without any choice made. */
export const netCentsOf = (trip: Trip): bigint => withMarkup(trip.supplierCents) + trip.fixedFeeCents;

export const tripByKey: ReadonlyMap<string, Trip> = new Map(trips.map((trip) => [trip.key, trip]));

/** A trip on a day. */
export type Departure = {
  readonly trip: Trip;
  /** Local, `YYYY-MM-DD`. */
  readonly date: string;
};
