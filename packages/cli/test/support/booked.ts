/** Reserves the sandbox's night bus from Hanoi to Sapa, so that there is a booking to ask about. */
import { createClient } from '@partner-gateway/sdk';

/** Who books, and where. */
export type Account = { readonly baseUrl: string; readonly clientId: string; readonly apiKey: string };

const booking_data = {
  email: 'lan.tran@traveller.example',
  mobile_phone: '+61400111222',
  passengers: [{ first_name: 'Lan', last_name: 'Tran', country_id: 'VN' }],
  additional_fields: { points_pickup: 'myd' },
};

/** The id of a new booking. */
export const bookedId = async (account: Account, departure_date: string): Promise<string> => {
  const gateway = createClient(account);
  const route = { departures: ['VNHANMYD'], arrivals: ['VNSPASPT'] };
  const { itineraries } = await gateway.search({ ...route, departure_date, pax: 1, timeout: 10 });
  const [offer] = (await gateway.getItinerary(itineraries[0]?.id ?? '')).itineraries;
  const result = await gateway.createBooking({ booking_token: offer?.booking_token ?? '', booking_data });
  if (result.state === 'pending') throw new Error('the reserve is pending');
  return result.booking.id;
};
