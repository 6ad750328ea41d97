/** Steps that many cases begin with: a cart, a booking, a confirmed booking. */
import type { Answer } from './answer.ts';
import type { Api } from './api.ts';

/** A trip that both sides have, by its stations, with data that fits its form. */
const routes = {
  hanoi: 'departures=VNHANMYD&arrivals=VNSPASPT',
  cebu: 'departures=PHCEBPRA&arrivals=PHTAGPRT',
  island: 'departure_poi=THBKK&arrival_poi=THKCG',
  siem: 'departures=KHPNHOFC&arrivals=KHREPOFC',
} as const;

type Route = keyof typeof routes;

export const contact = { email: 'lan.tran@traveller.example', mobile_phone: '+61400111222' };
const lan = { first_name: 'Lan', last_name: 'Tran' };

/** Booking data for one passenger of each trip. */
export const dataFor: Readonly<Record<Route, Readonly<Record<string, unknown>>>> = {
  hanoi: {
    ...contact,
    passengers: [{ ...lan, country_id: 'AU' }],
    additional_fields: { points_pickup: 'oldq' },
  },
  cebu: {
    ...contact,
    passengers: [{ ...lan, id_type: '0', id_number: 'AB1234567', dob: '1990-05-31', baggage_option: '15kg' }],
  },
  island: { ...contact, passengers: [lan] },
  siem: {
    ...contact,
    passengers: [{ ...lan, country_id: 'VN' }],
    additional_fields: { points_pickup: 'hotel' },
  },
};

/** A member of a JSON body, however deep; for what was compared already. */
export const at = (body: unknown, ...path: readonly (string | number)[]): string => {
  let value = body;
  for (const key of path) value = (value as Record<string | number, unknown> | undefined)?.[key];
  if (typeof value !== 'string') throw new Error(`no text at ${path.join('.')} of ${JSON.stringify(body)}`);
  return value;
};

/** The query of a search on the case's day. */
export const searchOf = (api: Api, route: Route = 'hanoi', pax = 1): string =>
  `/itineraries?${routes[route]}&departure_date=${api.day}&pax=${pax}&timeout=10`;

export type Wanted = { readonly route?: Route; readonly pax?: number; readonly index?: number };

/** Trips by their keys and times, which need no search. */
const plainIds: Readonly<Record<Route, readonly string[]>> = {
  hanoi: ['VN0fSc0fY87jib04V0pW41sL-DAY-22:00'],
  cebu: ['PH0igu0ihJaIDf09S01mZc8D-DAY-09:00'],
  island: [
    'TH014901tK0Rob00F0kQ2r7M-DAY-07:30',
    'TH014901tK20Vv01f02hT9xB-DAY-08:00',
    'TH014901tK20Vv01g02hT9xB-DAY-08:00',
  ],
  siem: ['KH0kQ60kQPd2ob0aksBE7GF5-DAY-23:00'],
};

/** The path and query of an itinerary. */
export const findTrip = (api: Api, { route = 'hanoi', pax = 1, index = 0 }: Wanted = {}): string =>
  `${(plainIds[route][index] ?? '').replace('DAY', api.day)}?pax=${pax}`;

/** The id that a search gives out. */
export const searchTrip = async (api: Api, route: Route): Promise<string> => {
  const { body } = await api.ask(`GET ${searchOf(api, route)}`, { isQuiet: true });
  return at(body, 'itineraries', 0, 'id');
};

/** The booking token of a new cart. */
export const openCart = async (api: Api, wanted: Wanted = {}): Promise<string> => {
  const { body } = await api.ask(`GET /itineraries/${findTrip(api, wanted)}`, { isQuiet: true });
  return at(body, 'itineraries', 0, 'booking_token');
};

/** A create of a new cart. */
export const orderFor = async (api: Api, wanted: Wanted = {}) => ({
  booking_token: await openCart(api, wanted),
  booking_data: dataFor[wanted.route ?? 'hanoi'],
});

/** The id of a new reservation. */
export const reserved = async (api: Api, wanted: Wanted = {}): Promise<string> => {
  const { body } = await api.ask('POST /bookings', { body: await orderFor(api, wanted), isQuiet: true });
  return at(body, 'id');
};

/** The id of a new booking that was confirmed. */
export const confirmed = async (api: Api, wanted: Wanted = {}): Promise<string> => {
  const id = await reserved(api, wanted);
  await api.ask(`POST /bookings/${id}/confirm`, { isQuiet: true });
  return id;
};

/** Locks seats with a token. */
export const lock = (api: Api, booking_token: string, ...seats: readonly string[]): Promise<Answer> =>
  api.ask('POST /seats', { body: { booking_token, booking_data: { seat_selection: seats } } });
