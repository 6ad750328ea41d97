/** A consumer's own test: the sandbox in this process, and a search against it. */
import assert from 'node:assert/strict';
import {
  createTwelveGoClient,
  createTwelveGoTransport,
  toLocalDate,
  toProvinceId,
} from '@partner-gateway/twelvego-client';
import { createSandbox } from '@partner-gateway/twelvego-client/sandbox';

const { url, close } = await createSandbox().listen();
const client = createTwelveGoClient(createTwelveGoTransport({ baseUrl: url }), 'sandbox-key');
const nextMonth = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
const { trips } = await client.search({
  from: { kind: 'province', id: toProvinceId(1) },
  to: { kind: 'province', id: toProvinceId(44) },
  date: toLocalDate(nextMonth),
  seats: 1,
});
await close();
assert.ok(trips.length > 0, 'the sandbox sells Bangkok to Chiang Mai every day');
