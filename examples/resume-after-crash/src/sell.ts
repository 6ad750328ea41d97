/** Reserves a trip, and keeps what is needed to go on before it waits: `node sell.ts FILE`. */
import { writeFileSync } from 'node:fs';
import { createClient } from '@partner-gateway/sdk';
import { wait } from '@partner-gateway/sdk/flows';

const [, , file = 'order.json'] = process.argv;
const gateway = createClient({
  baseUrl: process.env.PARTNER_GATEWAY_BASE_URL ?? '',
  clientId: process.env.PARTNER_GATEWAY_CLIENT_ID ?? '',
  apiKey: process.env.PARTNER_GATEWAY_API_KEY ?? '',
});

const departure_date = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
const trip = { departures: ['PHCEBPRA'], arrivals: ['PHTAGPRT'], departure_date, pax: 1 };
const { itineraries } = await gateway.search(trip);
const [offer] = (await gateway.getItinerary(itineraries[0]?.id ?? '')).itineraries;
const passenger = { first_name: 'Lan', last_name: 'Tran', id_type: '0', id_number: 'AB1234567' };
const request = {
  booking_token: offer?.booking_token ?? '',
  booking_data: {
    email: 'lan.tran@traveller.example',
    mobile_phone: '+61400111222',
    passengers: [{ ...passenger, dob: '1990-05-31', baggage_option: '15kg' }],
  },
};

const result = await gateway.createBooking(request, { idempotencyKey: 'order-77' });
// A shop writes this into its database, beside the order. It holds neither the API key nor anything of the traveller.
if (result.state === 'pending') writeFileSync(file, JSON.stringify(result));
const booking = await wait(gateway, result, { request });
console.log(booking.id, booking.status);
