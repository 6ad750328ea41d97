/** A team with a client of its own, made of the contract: a search, and an error read by its code. */
import assert from 'node:assert/strict';
import { errorTable, partnerContract } from '@partner-gateway/contract';
import { initClient } from '@ts-rest/core';

const gateway = initClient(partnerContract, {
  baseUrl: process.env.PARTNER_GATEWAY_BASE_URL,
  baseHeaders: { 'x-api-key': process.env.PARTNER_GATEWAY_API_KEY },
});
const params = { client_id: process.env.PARTNER_GATEWAY_CLIENT_ID };
const departure_date = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);

const found = await gateway.search({
  params,
  query: { departure_poi: 'THBKK', arrival_poi: 'THCNX', departure_date, pax: '2' },
});
// 206: some suppliers are still being asked.
assert.ok(found.status === 200 || found.status === 206);
console.log(`${found.body.itineraries.length} trips`);

const missing = await gateway.getBooking({ params: { ...params, booking_id: 'BK-0-NONE' } });
assert.equal(missing.status, 404);
console.log(missing.body.code, errorTable[missing.body.code].retryable);
