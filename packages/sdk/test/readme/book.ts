/** One call books; each branch is something that you do next. */
import { createClient } from '@partner-gateway/sdk';
import { book } from '@partner-gateway/sdk/flows';

const gateway = createClient({
  baseUrl: process.env.PARTNER_GATEWAY_BASE_URL ?? 'https://gateway.example',
  clientId: process.env.PARTNER_GATEWAY_CLIENT_ID ?? 'acme',
  apiKey: process.env.PARTNER_GATEWAY_API_KEY ?? '',
});

const order = {
  itinerary: { booking_token: 'k1.from-get-itinerary' },
  booking_data: { passengers: [{ first_name: 'Lan', last_name: 'Tran' }] },
  expected_total: { currency: 'USD', amount: '41.00' },
  tolerance: { currency: 'USD', amount: '1.00' },
};
const outcome = await book(gateway, order, { idempotencyKey: 'order-77' });

if (outcome.state === 'confirmed') console.log('booked', outcome.booking.id);
if (outcome.state === 'price_changed') console.log('ask the traveller, then accept()', outcome.new);
if (outcome.state === 'rejected') console.log('correct', outcome.problems);
if (outcome.state === 'pending') console.log('keep, then resume()', outcome.pending);
if (outcome.state === 'unknown') console.log('reconcile() before anything else', outcome.error);
