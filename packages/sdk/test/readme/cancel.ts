/** Look at the refund first, then cancel with it. */
import { createClient } from '@partner-gateway/sdk';

const gateway = createClient({
  baseUrl: process.env.PARTNER_GATEWAY_BASE_URL ?? 'https://gateway.example',
  clientId: process.env.PARTNER_GATEWAY_CLIENT_ID ?? 'acme',
  apiKey: process.env.PARTNER_GATEWAY_API_KEY ?? '',
});

const preview = await gateway.cancelBooking('BK-8451207-7GQ2M', { preview: true });
const best =
  preview.state === 'options' ? preview.refund_options.find((option) => option.available) : undefined;
if (best !== undefined) {
  const { refund_option } = best;
  const result = await gateway.cancelBooking('BK-8451207-7GQ2M', { refund_option });
  if (result.state === 'cancelled') console.log('refunded', result.refund.amount, result.refund.currency);
}
