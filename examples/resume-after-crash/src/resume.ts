/** Goes on with what another process began: `node resume.ts FILE`. */
import { readFileSync } from 'node:fs';
import { type BookingResult, createClient } from '@partner-gateway/sdk';
import { wait } from '@partner-gateway/sdk/flows';

const [, , file = 'order.json'] = process.argv;
const gateway = createClient({
  baseUrl: process.env.PARTNER_GATEWAY_BASE_URL ?? '',
  clientId: process.env.PARTNER_GATEWAY_CLIENT_ID ?? '',
  apiKey: process.env.PARTNER_GATEWAY_API_KEY ?? '',
});

const pending = JSON.parse(readFileSync(file, 'utf8')) as BookingResult;
const booking = await wait(gateway, pending);
console.log(booking.id, booking.status);
