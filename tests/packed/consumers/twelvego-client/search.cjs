/** A CJS consumer: an error of the client is recognised, and says nothing of the key. */
const assert = require('node:assert/strict');
const twelvego = require('@partner-gateway/twelvego-client');

const transport = twelvego.createTwelveGoTransport({ baseUrl: process.env.TWELVEGO_BASE_URL });
const client = twelvego.createTwelveGoClient(transport, process.env.TWELVEGO_API_KEY);

async function main() {
  const error = await client.booking(twelvego.toBookingId('999999999999')).then(
    () => assert.fail('no such booking'),
    (reason) => reason,
  );
  assert.ok(twelvego.TwelveGoError.isInstance(error), String(error));
  assert.equal(error.kind, 'not_found');
  assert.ok(!String(error.stack).includes(process.env.TWELVEGO_API_KEY));
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
