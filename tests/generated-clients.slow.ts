/** Clients in the languages that take longer than those of `npm test`, against a gateway of this process. */
import { afterAll, beforeAll } from 'vitest';
import { type Api, startApi } from '../packages/server/test/support/api.ts';
import { describeClients } from './generated-clients/client-suite.ts';

let api: Api;
beforeAll(async () => {
  api = await startApi({ now: Date.now() });
});
afterAll(() => api.close());

describeClients(['typescript', 'go', 'java'], () => api);
