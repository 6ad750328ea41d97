/** Journeys of the sandbox's world, and the steps of the funnel up to where a test begins. */
import {
  type Booking,
  bookingSchema,
  type CheckoutItinerary,
  checkoutResponseSchema,
} from '@partner-gateway/contract';
import { type ScenarioName, timetable } from '@partner-gateway/sandbox';
import { until } from '../../../write-guard/test/support/until.ts';
import type { Answer, Caller } from './api.ts';

/** The trip of contract §6.3 and §8: Hanoi to Sapa, with a seat map, in US dollars. */
export const hanoiSapa = 'VN0fSc0fY87jib04V0pW41sL-2026-12-05-22:00';

/** What contract §8 sends for two passengers of {@link hanoiSapa}. */
export const hanoiSapaData = {
  email: 'lan.tran@traveller.example',
  mobile_phone: '+61400111222',
  seat_selection: ['A1', 'B1'],
  allow_automatic_seat_selection: false,
  additional_fields: { points_pickup: 'oldq', points_pickup_text: 'Lotus Lane Hotel, 12 Hang Be' },
  passengers: [
    { first_name: 'Lan', last_name: 'Tran', country_id: 'AU', gender: 'F' },
    { first_name: 'Minh', last_name: 'Tran', country_id: 'VN', gender: 'M' },
  ],
};

let keys = 0;
/** An idempotency key that no other call has. */
export const ownKey = () => {
  keys += 1;
  return { 'idempotency-key': `own-${keys}` };
};

let day = 0;
/** Within the calendar of the sandbox, however many files share this worker. */
const nextDay = (): string => {
  day = (day % 300) + 1;
  return new Date(Date.UTC(2026, 11, 6) + day * 86_400_000).toISOString().slice(0, 10);
};

/** {@link hanoiSapa} on a day that no other call gets: free are A1, B1 and B2. */
export const hanoiTrip = (): string => hanoiSapa.replace('2026-12-05', nextDay());

/** Bangkok to Koh Chang, on a day that no other call gets: 14 seats, no seat map, instant, 858.00 THB. */
export const bangkokTrip = (): string => `TH014901tK0Rob00F0kQ2r7M-${nextDay()}-07:30`;

/** What {@link bangkokTrip} asks for; `Sandbox …` as a first name makes that scenario of the sandbox go off. */
export const bangkokData = (firstName = 'Mali') => ({
  email: 'mali.chai@traveller.example',
  mobile_phone: '+66811234567',
  passengers: [{ first_name: firstName, last_name: 'Chai', country_id: 'AR' }],
});

/** `price_moved` as a passenger's first name. */
export const nameOf = (scenario: ScenarioName): string =>
  `Sandbox ${scenario
    .split('_')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(' ')}`;

/** The trip from Sandbox City to Scenario Bay that carries a scenario. */
export const scenarioTrip = (scenario: ScenarioName): string => {
  const trip = timetable.find((entry) => entry.scenario === scenario);
  if (trip === undefined) throw new Error(`no trip carries ${scenario}`);
  return `${trip.fares[0].key}-2026-12-01-${trip.legs[0].departs}`;
};

/** Opens an itinerary for booking. */
export const open = async (caller: Caller, id: string, pax = 1): Promise<CheckoutItinerary> => {
  const answer = await caller.get(`/itineraries/${id}?pax=${pax}`);
  const [itinerary] = answer.read(checkoutResponseSchema).itineraries;
  if (itinerary === undefined) throw new Error('nothing was opened');
  return itinerary;
};

/** The body of a create that 12go will execute, as the scenario asks. */
export const createBody = async (caller: Caller, firstName?: string) => ({
  booking_token: (await open(caller, bangkokTrip())).booking_token,
  booking_data: bangkokData(firstName),
});

/** The final answer of a create or confirm, awaited where the gateway answered 202 first. */
export const settled = (caller: Caller, answer: Answer): Promise<Answer> | Answer =>
  answer.status !== 202
    ? answer
    : until(async () => {
        const polled = await caller.get(answer.headers.location ?? '');
        if (polled.status === 202) throw new Error('still pending');
        return polled;
      });

/** A reserved booking. */
export const reserve = async (caller: Caller, firstName?: string): Promise<Booking> => {
  const answer = await caller.post('/bookings', await createBody(caller, firstName), ownKey());
  return (await settled(caller, answer)).read(bookingSchema);
};

/** A confirmed booking. */
export const confirm = async (caller: Caller, firstName?: string): Promise<Booking> => {
  const { id } = await reserve(caller, firstName);
  const answer = await caller.post(`/bookings/${id}/confirm`, undefined, ownKey());
  return (await settled(caller, answer)).read(bookingSchema);
};
