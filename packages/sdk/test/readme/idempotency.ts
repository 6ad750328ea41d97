/** A key of your own, kept with the order, makes a call safe to repeat even after a crash. */
import { createClient } from '@partner-gateway/sdk';

const gateway = createClient({
  baseUrl: process.env.PARTNER_GATEWAY_BASE_URL ?? 'https://gateway.example',
  clientId: process.env.PARTNER_GATEWAY_CLIENT_ID ?? 'acme',
  apiKey: process.env.PARTNER_GATEWAY_API_KEY ?? '',
});

const order = { id: 'order-77', bookingId: 'BK-8451207-7GQ2M' };
const result = await gateway.confirmBooking(order.bookingId, {
  idempotencyKey: `${order.id}-confirm`,
  correlationId: order.id,
});
console.log(result.state);
