// The fake as handlers of msw: the client speaks to an address that nothing listens on.
import assert from 'node:assert/strict';
import { createClient } from '@partner-gateway/sdk';
import { createPartnerFake } from '@partner-gateway/sdk/testing';

const fake = createPartnerFake({ baseUrl: 'https://gateway.example/partners' });
// msw 3 itself runs on nothing older.
if (Number(process.versions.node.split('.')[0]) < 22) process.exit(0);
const { setupServer } = await import('msw/node');

const server = setupServer(...fake.handlers);
server.listen();
const { baseUrl, clientId, apiKey } = fake;
const gateway = createClient({ baseUrl, clientId, apiKey });
assert.equal((await gateway.health()).status, 'ok');
fake.scenarios.set({ operation: 'health', scenario: 'lost_answer', times: 1 });
await assert.rejects(createClient({ baseUrl, clientId, apiKey, retries: 0 }).health(), {
  kind: 'connection',
});
server.close();
