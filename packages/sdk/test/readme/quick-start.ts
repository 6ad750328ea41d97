/** Search, open, book, confirm. */
import { createClient } from '@partner-gateway/sdk';

const gateway = createClient({
  baseUrl: process.env.PARTNER_GATEWAY_BASE_URL ?? 'https://gateway.example',
  clientId: process.env.PARTNER_GATEWAY_CLIENT_ID ?? 'acme',
  apiKey: process.env.PARTNER_GATEWAY_API_KEY ?? '',
});
const inThirtyDays = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);

const { itineraries } = await gateway.search({
  departures: ['VNHANMYD'],
  arrivals: ['VNSPASPT'],
  departure_date: inThirtyDays,
  pax: 1,
});
const chosen = itineraries[0];
if (chosen === undefined) throw new Error('no trip on that day');

const { itineraries: offers } = await gateway.getItinerary(chosen.id);
console.log(offers[0]?.pricing.net_price, offers[0]?.booking_schema);
