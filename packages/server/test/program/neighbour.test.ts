/** A neighbour may answer anything: what is larger than it may be is refused, and the rest of it not read. */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { until } from '../../../write-guard/test/support/until.ts';
import { createNeighbour } from '../../src/upstream/neighbour.ts';

const maxBytes = 64 * 1024;
let answer = (_response: ServerResponse): void => undefined;
let closed = 0;
const server = createServer((_request, response) => {
  response.once('close', () => {
    closed += 1;
  });
  answer(response);
});
beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const neighbour = () =>
  createNeighbour({
    name: 'credit line',
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    timeoutMs: 30_000,
    maxBytes,
    retries: 0,
  });

test('a body of the most that is read is read, one byte more is refused', async () => {
  answer = (response) => response.end('x'.repeat(maxBytes));
  expect(await neighbour().text('/')).toHaveLength(maxBytes);
  answer = (response) => response.end('x'.repeat(maxBytes + 1));
  await expect(neighbour().text('/')).rejects.toMatchObject({ kind: 'unreadable' });
});

test('a body without an end is cut off, and its connection closed', async () => {
  let sent = 0;
  answer = (response) => {
    const pump = () => {
      while (!response.destroyed && response.write('x'.repeat(16 * 1024))) sent += 1;
    };
    response.on('drain', pump);
    pump();
  };
  const before = closed;
  await expect(neighbour().json('/')).rejects.toMatchObject({ kind: 'unreadable' });
  await until(() => expect(closed).toBe(before + 1));
  expect(sent).toBeLessThan(10_000);
});
