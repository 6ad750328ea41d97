/** One branch for each decision. */
import { createClient, isGatewayError } from '@partner-gateway/sdk';

const gateway = createClient({
  baseUrl: process.env.PARTNER_GATEWAY_BASE_URL ?? 'https://gateway.example',
  clientId: process.env.PARTNER_GATEWAY_CLIENT_ID ?? 'acme',
  apiKey: process.env.PARTNER_GATEWAY_API_KEY ?? '',
});

try {
  await gateway.confirmBooking('BK-8451207-7GQ2M');
} catch (error) {
  if (!isGatewayError(error)) throw error;
  console.error(error.code, error.correlationId, error.docUrl);
  if (error.outcome === 'unknown') console.error('read the booking before anything else');
  else if (isGatewayError(error, 'price_changed')) console.error('offer', error.priceChanged?.current);
  else if (isGatewayError(error, 'invalid_request')) console.error('correct', error.fields);
  else if (error.retryable) console.error('try later, after', error.retryAfterSeconds);
}
