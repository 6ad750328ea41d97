/** The neighbours beside 12go answer over a socket of their own: Fuji, the credit line, and the clients that call with them. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createDemoClients,
  type SandboxCreditLine,
  type Served,
  serve,
  serveCreditLine,
  serveFuji,
  world,
} from '../src/index.ts';

const nowMs = Date.parse('2026-10-28T09:41:00Z');
let fuji: Served;
let creditLine: SandboxCreditLine;
beforeAll(async () => {
  fuji = await serveFuji(world, () => nowMs, 0);
  creditLine = await serveCreditLine(0);
});
afterAll(() => Promise.all([fuji.close(), creditLine.close()]));

const read = async <Body>(url: string): Promise<Body> => (await fetch(url)).json() as Promise<Body>;

describe('Fuji', () => {
  it('gives every station of the world, under the id that the mapping gives it', async () => {
    const list = await read<{ Id: string }[]>(`${fuji.url}/stations/GetList?locale=en`);
    const path = '/Internal/Mappings/StationsPaged/OneTwoGo';
    const { Mappings, NextPage } = await read<{
      Mappings: { IntegrationId: string; Id: string }[];
      NextPage: number | null;
    }>(`${fuji.url}${path}`);
    expect(NextPage).toBeNull();
    expect(Mappings.map(({ Id }) => Id).toSorted()).toEqual(list.map(({ Id }) => Id).toSorted());
    expect(Mappings.map(({ IntegrationId }) => Number(IntegrationId)).toSorted()).toEqual(
      world.stations.map(({ id }) => id).toSorted(),
    );
  });

  it('begins a page at the id asked for', async () => {
    const { Stations } = await read<{ Stations: { StationId: number }[] }>(
      `${fuji.url}/stations?fromStationId=70291`,
    );
    expect(Stations[0]?.StationId).toBe(70291);
    expect(Stations.every(({ StationId }) => StationId >= 70291)).toBe(true);
  });

  it('leads to a file for a time, and dates its rates', async () => {
    const url = await read<string>(`${fuji.url}/stations?locale=en`);
    expect(new URL(url).searchParams.get('expires')).toBe(String(nowMs / 1000 + 3_600));
    expect(await read<unknown[]>(url)).toHaveLength(world.stations.length);
    expect(await read<object>(`${fuji.url}/rates`)).toMatchObject({ asOf: '2026-10-28T09:41:00.000Z' });
  });
});

describe('the credit line', () => {
  it('knows the balances that were set, and answers nothing usable for the others', async () => {
    creditLine.set('a/b', { balance: '12.50', currency: 'USD' });
    expect(await read(`${creditLine.url}/clients/a%2Fb/balance`)).toEqual({
      balance: '12.50',
      currency: 'USD',
    });
    creditLine.set('a/b', null);
    expect((await fetch(`${creditLine.url}/clients/a%2Fb/balance`)).status).toBe(404);
    expect((await fetch(`${creditLine.url}/clients/nobody/balance`)).status).toBe(404);
  });
});

it('a server refuses a port that is taken', async () => {
  const served = await serve({}, 0);
  await expect(serve({}, Number(new URL(served.url).port))).rejects.toMatchObject({ code: 'EADDRINUSE' });
  await served.close();
});

it('each demo client has a key of its own, which its settings hold only as the gateway stores it', () => {
  const clients = createDemoClients(randomUUID, (apiKey, clientId) => `hash of ${apiKey} for ${clientId}`);
  expect(new Set(clients.map(({ apiKey }) => apiKey)).size).toBe(clients.length);
  for (const { clientId, apiKey, settings } of clients)
    expect(settings).toMatchObject({
      client_id: clientId,
      api_key_hashes: [`hash of ${apiKey} for ${clientId}`],
    });
});
