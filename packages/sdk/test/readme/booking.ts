/** A booking that may take longer than the gateway waits. */
import { type BookingResult, createClient } from '@partner-gateway/sdk';

const gateway = createClient({
  baseUrl: process.env.PARTNER_GATEWAY_BASE_URL ?? 'https://gateway.example',
  clientId: process.env.PARTNER_GATEWAY_CLIENT_ID ?? 'acme',
  apiKey: process.env.PARTNER_GATEWAY_API_KEY ?? '',
});

/** Asks again, as often as the gateway says, until the supplier has answered. */
const finished = async (result: BookingResult) => {
  let latest = result;
  while (latest.state === 'pending') {
    const waitMs = latest.retryAfterSeconds * 1000;
    await new Promise((resolve) => setTimeout(resolve, waitMs));
    latest = await gateway.getIncompleteResult(latest.incompleteResultId);
  }
  return latest.booking;
};

const reserved = await finished(
  await gateway.createBooking({
    booking_token: 'k1.from-get-itinerary',
    booking_data: { passengers: [{ first_name: 'Lan', last_name: 'Tran' }] },
  }),
);
const confirmed = await finished(await gateway.confirmBooking(reserved.id));
console.log(confirmed.id, confirmed.status);
