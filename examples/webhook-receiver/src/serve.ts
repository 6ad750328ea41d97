/** Runs the receiver on a port: `WEBHOOK_SECRET=whsec_… PORT=3000`. */
import { createReceiver } from './receiver.ts';

const secrets = (process.env.WEBHOOK_SECRET ?? '').split(',').filter((secret) => secret !== '');
if (secrets.length === 0)
  throw new Error('set WEBHOOK_SECRET to the signing secret, or to two with a comma between');

const seen = new Set<string>();
const app = createReceiver({
  secrets,
  isNew: (id) => Promise.resolve(!seen.has(id) && seen.add(id).has(id)),
  enqueue: ({ booking_id, status }) => Promise.resolve(console.log(booking_id, 'is', status)),
});
console.log(await app.listen({ port: Number(process.env.PORT ?? 3000), host: '0.0.0.0' }));
