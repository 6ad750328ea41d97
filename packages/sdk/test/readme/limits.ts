/** Bounds for one call, and a signal that stops it. */
import { createClient, isGatewayError } from '@partner-gateway/sdk';

const gateway = createClient({
  baseUrl: process.env.PARTNER_GATEWAY_BASE_URL ?? 'https://gateway.example',
  clientId: process.env.PARTNER_GATEWAY_CLIENT_ID ?? 'acme',
  apiKey: process.env.PARTNER_GATEWAY_API_KEY ?? '',
  timeoutMs: 10_000,
});
const inThirtyDays = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);

const customerLeft = new AbortController();
try {
  const { complete } = await gateway.search(
    { departure_poi: 'THBKK', arrival_poi: 'THKCG', departure_date: inThirtyDays, pax: 2 },
    { deadlineMs: 15_000, retries: 1, signal: customerLeft.signal },
  );
  console.log(complete ? 'complete' : 'ask again in half a second for more');
} catch (error) {
  if (isGatewayError(error, 'timeout')) console.error('too slow for us:', error.code);
  else if (!isGatewayError(error, 'abort')) throw error;
}
