/** An ESM partner: a search of Bangkok to Chiang Mai against the running gateway. */
import assert from 'node:assert/strict';
import { createClient } from '@partner-gateway/sdk';

const gateway = createClient({
  baseUrl: process.env.PARTNER_GATEWAY_BASE_URL,
  clientId: process.env.PARTNER_GATEWAY_CLIENT_ID,
  apiKey: process.env.PARTNER_GATEWAY_API_KEY,
});
const nextMonth = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
const { itineraries } = await gateway.search({
  departure_poi: 'THBKK',
  arrival_poi: 'THCNX',
  departure_date: nextMonth,
  pax: 2,
});
assert.ok(itineraries.length > 0, 'the sandbox sells Bangkok to Chiang Mai every day');
