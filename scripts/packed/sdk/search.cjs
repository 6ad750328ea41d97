/** A CJS partner: a search with a wrong key is a typed error, and says nothing of the key. */
const assert = require('node:assert/strict');
const { createClient } = require('@partner-gateway/sdk');

const apiKey = 'gwk_test_nobody_0000000000000000';
const gateway = createClient({
  baseUrl: process.env.PARTNER_GATEWAY_BASE_URL,
  clientId: process.env.PARTNER_GATEWAY_CLIENT_ID,
  apiKey,
});
const query = { departurePoi: 'THBKK', arrivalPoi: 'THCNX', departureDate: '2027-01-15', pax: 1 };

gateway.search(query).then(
  () => {
    throw new Error('a wrong key found itineraries');
  },
  (error) => {
    assert.equal(error.status, 401);
    assert.ok(!String(error.stack).includes(apiKey));
  },
);
