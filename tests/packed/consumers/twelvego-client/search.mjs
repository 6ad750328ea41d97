/** An ESM consumer: a search of Bangkok to Chiang Mai against the sandbox of 12go. */
import assert from 'node:assert/strict';
import {
  createTwelveGoClient,
  createTwelveGoTransport,
  toLocalDate,
  toProvinceId,
} from '@partner-gateway/twelvego-client';

const transport = createTwelveGoTransport({ baseUrl: process.env.TWELVEGO_BASE_URL });
const client = createTwelveGoClient(transport, process.env.TWELVEGO_API_KEY);
const nextMonth = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
const { trips, dropped } = await client.search({
  from: { kind: 'province', id: toProvinceId(1) },
  to: { kind: 'province', id: toProvinceId(44) },
  date: toLocalDate(nextMonth),
  seats: 2,
});
assert.ok(trips.length > 0, 'the sandbox sells Bangkok to Chiang Mai every day');
assert.deepEqual(dropped, []);
