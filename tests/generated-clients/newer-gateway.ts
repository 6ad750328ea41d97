/** A gateway of a day to come: creates are answered with 202, and a confirmed booking has a status that no client was told of. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { createPartnerFake } from '../../packages/partner-fake/src/index.ts';

/** Where a partner's program finds a gateway. */
export type Place = { readonly baseUrl: string; readonly clientId: string; readonly apiKey: string };

/** The status that nobody knows. */
export const newStatus = 'rebooked';

/** Starts it on a free port. */
export const startNewerGateway = async (): Promise<Place & { readonly close: () => Promise<unknown> }> => {
  const fake = createPartnerFake();
  fake.scenarios.set({ operation: 'createBooking', scenario: 'pending', polls: 0 });
  const server = createServer(async (request, response) => {
    const body = await text(request);
    const headers = Object.entries(request.headers).map(([name, value]): [string, string] => [
      name,
      `${value}`,
    ]);
    const answer = await fake.fetch(`${fake.baseUrl}${request.url}`, {
      method: request.method ?? 'GET',
      headers,
      ...(body !== '' && { body }),
    });
    const { 'content-length': _, ...others } = Object.fromEntries(answer.headers);
    // The programs wait in real time.
    const brief = answer.status === 202 ? { 'retry-after': '1' } : {};
    const told = (await answer.text()).replaceAll('"approved"', `"${newStatus}"`);
    response.writeHead(answer.status, { ...others, ...brief }).end(told);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const close = (): Promise<unknown> => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  return { baseUrl: `http://127.0.0.1:${port}`, clientId: fake.clientId, apiKey: fake.apiKey, close };
};
