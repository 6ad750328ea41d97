/** Tries the receiver out: a genuine webhook, the same once more, one that was tampered with, and one of last week. */
import { signSample } from '@partner-gateway/sdk/webhooks';
import { createReceiver } from './receiver.ts';

const secret = `whsec_${btoa('a secret of this try-out, 32 byte')}`;
const seen = new Set<string>();
const changes: string[] = [];
const app = createReceiver({
  secrets: [secret],
  isNew: (id) => Promise.resolve(!seen.has(id) && seen.add(id).has(id)),
  enqueue: ({ booking_id, status }) => Promise.resolve(void changes.push(`${booking_id} is ${status}`)),
});
const address = await app.listen({ port: 0, host: '127.0.0.1' });

const genuine = await signSample({ secret, notification: { booking_id: 'BK-1-SHOPS', status: 'approved' } });
const old = await signSample({ secret, sentAtMs: Date.now() - 7 * 86_400_000 });
const tries = [
  { what: 'a genuine one', sent: genuine, wanted: 204 },
  { what: 'the same once more', sent: genuine, wanted: 204 },
  {
    what: 'one that was tampered with',
    sent: { ...genuine, body: genuine.body.replace('approved', 'cancelled') },
    wanted: 400,
  },
  { what: 'one of last week', sent: old, wanted: 400 },
];
for (const { what, sent, wanted } of tries) {
  const { status } = await fetch(`${address}/webhooks/bookings`, { method: 'POST', ...sent });
  console.log(`${what}: ${status}`);
  if (status !== wanted) process.exitCode = 1;
}
await app.close();
console.log(changes.join(', '));
if (changes.length !== 1) process.exitCode = 1;
