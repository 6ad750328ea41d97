/** A partner's process: books and keeps what is pending in a file, or goes on with what it finds there. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createClient } from '@partner-gateway/sdk';
import { wait } from '@partner-gateway/sdk/flows';

const [, , file = '', offer = ''] = process.argv;
const gateway = createClient({
  baseUrl: process.env.PARTNER_GATEWAY_BASE_URL ?? '',
  clientId: process.env.PARTNER_GATEWAY_CLIENT_ID ?? '',
  apiKey: process.env.PARTNER_GATEWAY_API_KEY ?? '',
});

const kept = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
const result = kept ?? (await gateway.createBooking(JSON.parse(offer), { idempotencyKey: 'order-77' }));
writeFileSync(file, JSON.stringify(result));
console.log(result.state);
console.log(JSON.stringify(await wait(gateway, result)));
