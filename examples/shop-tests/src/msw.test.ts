/** The same fake behind msw: the client has no idea. */
import { createClient } from '@partner-gateway/sdk';
import { createPartnerFake } from '@partner-gateway/sdk/testing';
import { setupServer } from 'msw/node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buy } from './shop.ts';

const fake = createPartnerFake({ now: '2026-11-28T08:00:00Z' });
const server = setupServer(...fake.handlers);

beforeAll(() => server.listen());
afterAll(() => server.close());

test('a seat is bought', async () => {
  const { baseUrl, clientId, apiKey } = fake;
  const parts = { gateway: createClient({ baseUrl, clientId, apiKey }), sleep: async () => {} };
  const lan = { firstName: 'Lan', lastName: 'Tran', email: 'lan@traveller.example' };
  expect(await buy(parts, '2026-12-05', lan)).toMatchObject({ ended: 'bought' });
});
