/** Book, and wait for what the supplier has not answered yet. */
import { createClient } from '@partner-gateway/sdk';
import { wait } from '@partner-gateway/sdk/flows';

const gateway = createClient({
  baseUrl: process.env.PARTNER_GATEWAY_BASE_URL ?? 'https://gateway.example',
  clientId: process.env.PARTNER_GATEWAY_CLIENT_ID ?? 'acme',
  apiKey: process.env.PARTNER_GATEWAY_API_KEY ?? '',
});

const request = {
  booking_token: 'k1.from-get-itinerary',
  booking_data: { passengers: [{ first_name: 'Lan', last_name: 'Tran' }] },
};
const reserved = await wait(gateway, await gateway.createBooking(request), { request });
const confirmed = await wait(gateway, await gateway.confirmBooking(reserved.id));
console.log(confirmed.id, confirmed.status);
