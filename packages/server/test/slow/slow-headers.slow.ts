/** A client that sends its headers byte by byte keeps a connection for ten seconds, not for ever. */
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { problemSchema } from '@partner-gateway/contract';
import { expect, test } from 'vitest';
import { startApi } from '../support/api.ts';

test('headers that drip are answered 408 after ten seconds, and the connection ends', async () => {
  const api = await startApi();
  const { hostname, port } = new URL(api.baseUrl);
  const startedMs = performance.now();
  const socket = connect({ host: hostname, port: Number(port) });
  let answer = '';
  let isOpen = true;
  socket.setEncoding('utf8').on('data', (chunk) => {
    answer += chunk;
  });
  socket
    .on('error', () => {})
    .on('close', () => {
      isOpen = false;
    });
  socket.write('POST /v1/demo/bookings HTTP/1.1\r\nHost: a\r\nx-drip: ');
  while (isOpen && performance.now() - startedMs < 20_000) {
    socket.write('a');
    await sleep(100);
  }
  const tookMs = performance.now() - startedMs;
  await api.close();
  expect(isOpen).toBe(false);
  expect(tookMs).toBeGreaterThan(9_500);
  expect(tookMs).toBeLessThan(13_000);
  const [head = '', body = ''] = answer.split('\r\n\r\n');
  expect(head).toContain('HTTP/1.1 408 ');
  expect(problemSchema.parse(JSON.parse(body))).toMatchObject({
    code: 'request_timeout',
    outcome: 'not_executed',
  });
});
