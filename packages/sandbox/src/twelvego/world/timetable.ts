/** The sandbox's timetable: every trip runs every day, at these local times, for these prices. */
import { scenarios } from '../scenarios.ts';
import type { Fare, TimetableTrip } from './timetable-entry.ts';
import { toTrip } from './trip-notation.ts';

const thailand: readonly TimetableTrip[] = [
  toTrip(
    {
      routeName: 'Bangkok - Koh Chang',
      currency: 'THB',
      ratingCount: 311,
      form: ['contact', 'names', 'country'],
    },
    ['3310 41 bus 4101 5620 07:30 315 SC-0730 4', '3311 52 ferry 5620 5688 13:30 45 SF-1330 4'],
    [
      [
        '780.00 33.20 45.00 14',
        { key: 'TH014901tK0Rob00F0kQ2r7M', refundHours: 72, amenities: ['Aircon', 'WC', 'Snack'] },
      ],
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
    ['7745 77 van 4101 5688 08:00 390 EG-08 -'],
    [
      ['650.00 26.00 40.00 9', { key: 'TH014901tK20Vv01f02hT9xB', refundHours: null, ticketType: 'paper' }],
      [
        '890.00 35.60 40.00 4',
        {
          key: 'TH014901tK20Vv01g02hT9xB',
          class: 78,
          refundHours: null,
          ticketType: 'pickup',
          confirmationMinutes: 240,
          amenities: ['Aircon', 'WiFi'],
        },
      ],
    ],
  ),
  toTrip(
    {
      routeName: 'Bangkok - Chiang Mai',
      currency: 'THB',
      form: ['contact', 'names', 'middle_name', 'title', 'gender', 'dob', 'documents', 'seat_type'],
      seatPlan: 'grouped_rows',
    },
    ['3402 101 train 4120 4402 18:10 805 NS-9 4'],
    [
      ['880.00 30.00 50.00 32', { ticketType: 'printed', priceRestriction: 3, stalePercent: 90 }],
      ['1450.00 45.00 60.00 8', { class: 102, ticketType: 'printed', priceRestriction: 3 }],
    ],
  ),
  toTrip(
    {
      routeName: 'Bangkok - Chiang Mai',
      currency: 'THB',
      form: ['contact', 'names', 'gender', 'dob', 'documents', 'visa', 'flight', 'file'],
    },
    ['3550 140 avia 4133 4410 11:20 75 LN-204 -'],
    [['1190.00 40.00 90.00 60', { refundHours: null, baggageKg: 7, priceRestriction: 1 }]],
  ),
  toTrip(
    {
      routeName: 'Bangkok - Chiang Mai',
      currency: 'THB',
      form: ['contact', 'names', 'pickup', 'points', 'terms'],
    },
    ['3560 150 charter 4101 4402 06:00 560 GB-1 -'],
    [
      [
        '6200.00 200.00 150.00 4',
        { confirmationMinutes: 30, ticketType: 'show_on_screen', priceRestriction: 2 },
      ],
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
    ['28104 305 bus 61020 61388 22:00 360 RR22 5'],
    [
      [
        '17.50 0.90 1.40 12',
        { key: 'VN0fSc0fY87jib04V0pW41sL', baggageKg: 15, amenities: ['Aircon', 'WiFi', 'WC'] },
      ],
    ],
  ),
  toTrip(
    {
      routeName: 'Hanoi - Da Nang',
      currency: 'USD',
      form: ['contact', 'names', 'cyrillic', 'child', 'documents'],
      seatPlan: 'column_map',
    },
    ['28300 320 train 61020 61700 19:30 960 SE1 4'],
    [['28.00 1.20 2.00 24'], ['41.00 1.60 2.40 4', { class: 321, confirmationMinutes: 60 }]],
  ),
  toTrip(
    {
      routeName: 'Cebu - Tagbilaran',
      currency: 'PHP',
      form: ['contact', 'names', 'id', 'dob', 'child', 'baggage', 'delivery'],
    },
    ['41207 612 ferry 70214 70291 09:00 120 VF-0900 4'],
    [['760.00 40.00 50.00 80', { key: 'PH0igu0ihJaIDf09S01mZc8D', refundHours: 48, ticketType: 'pickup' }]],
  ),
  toTrip(
    {
      routeName: 'Phnom Penh - Siem Reap',
      currency: 'USD',
      form: ['contact', 'names', 'country', 'pickup'],
      seatPlan: 'row_map',
    },
    ['50120 640 bus 80110 80155 23:00 390 MG-23 4'],
    [['13.00 0.60 1.10 28', { stalePercent: 85 }]],
  ),
  toTrip(
    {
      routeName: 'Kuala Lumpur - Penang',
      currency: 'MYR',
      form: ['contact', 'names', 'odd_patterns'],
      seatPlan: 'row_list',
    },
    ['52210 660 bus 82010 82077 09:30 300 ST-0930 4'],
    [['41.50 2.00 3.10 27', { refundHours: 2 }]],
  ),
  toTrip(
    {
      routeName: 'Jakarta - Bandung',
      currency: 'IDR',
      form: ['contact', 'names', 'title', 'id'],
      seatPlan: 'grouped_rows',
    },
    ['54077 680 train 84004 84091 06:30 170 AP-20 5'],
    [['150000.00 5000.00 7500.00 50', { refundHours: 72 }]],
  ),
  toTrip(
    {
      routeName: 'Tokyo - Osaka',
      currency: 'JPY',
      form: ['contact', 'names', 'gender', 'unknown'],
      seatPlan: 'row_list',
    },
    ['56030 700 bus 86001 86044 23:10 500 TN-51 4'],
    [['6800.00 250.00 400.00 27', { refundHours: 168, confirmationMinutes: 10 }]],
  ),
];

/** One trip for each scenario, from Sandbox City to Scenario Bay, a quarter of an hour apart. */
const staged: readonly TimetableTrip[] = Object.keys(scenarios).map((scenario, index) => {
  const departs = `${String(5 + Math.floor(index / 4)).padStart(2, '0')}:${String((index % 4) * 15).padStart(2, '0')}`;
  return toTrip(
    { routeName: `Scenario ${scenario}`, currency: 'THB', scenario },
    [`3310 41 bus 9101 9102 ${departs} 60 SCN-${scenario} -`],
    [['100.00 5.00 5.00 40']],
  );
});

export const timetable: readonly TimetableTrip[] = [...thailand, ...abroad, ...staged];

/** A fare with the trip it belongs to, by trip key. */
export const fareByKey: ReadonlyMap<string, { readonly trip: TimetableTrip; readonly fare: Fare }> = new Map(
  timetable.flatMap((trip) => trip.fares.map((fare) => [fare.key, { trip, fare }] as const)),
);
