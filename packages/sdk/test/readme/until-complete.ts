/** A search that grows in front of the customer. */
import { createClient } from '@partner-gateway/sdk';
import { untilComplete } from '@partner-gateway/sdk/flows';

const gateway = createClient({
  baseUrl: process.env.PARTNER_GATEWAY_BASE_URL ?? 'https://gateway.example',
  clientId: process.env.PARTNER_GATEWAY_CLIENT_ID ?? 'acme',
  apiKey: process.env.PARTNER_GATEWAY_API_KEY ?? '',
});
const inThirtyDays = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);

const query = { departure_poi: 'THBKK', arrival_poi: 'THKCG', departure_date: inThirtyDays, pax: 2 };
for await (const { itineraries, complete } of untilComplete(gateway, query, { deadlineMs: 10_000 })) {
  console.log(itineraries.length, complete ? 'trips in all' : 'trips so far');
}
