/** A CJS partner: a search finds the same, and a wrong key is a typed error that does not name it. */
const assert = require('node:assert/strict');
const { AuthenticationError, createClient, isGatewayError } = require('@partner-gateway/sdk');

const wrongKey = 'gwk_test_nobody_0000000000000000';
const options = {
  baseUrl: process.env.PARTNER_GATEWAY_BASE_URL,
  clientId: process.env.PARTNER_GATEWAY_CLIENT_ID,
  apiKey: process.env.PARTNER_GATEWAY_API_KEY,
};
const nextMonth = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
const query = { departure_poi: 'THBKK', arrival_poi: 'THCNX', departure_date: nextMonth, pax: 1 };

async function main() {
  const { itineraries } = await createClient(options).search(query);
  assert.ok(itineraries.length > 0, 'the sandbox sells Bangkok to Chiang Mai every day');
  await assert.rejects(createClient({ ...options, apiKey: wrongKey }).search(query), (error) => {
    assert.ok(isGatewayError(error) && error instanceof AuthenticationError, String(error));
    assert.ok(!String(error.stack).includes(wrongKey));
    return true;
  });
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
