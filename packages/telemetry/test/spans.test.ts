/** Promises of the spans: which requests have them, and that nobody waits for a collector. */
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, expect, test } from 'vitest';
import { startTelemetry, type TelemetryOptions } from '../src/index.ts';

const servers: Server[] = [];
afterAll(() => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
});

const listen = async (listener: RequestListener): Promise<string> => {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/traces`;
};

const deaf = 'http://127.0.0.1:1/v1/traces';
type Traces = NonNullable<TelemetryOptions['traces']>;
const tracingTo = (url: string, sampling: Partial<Traces> = {}) =>
  startTelemetry({ traces: { url, headers: {}, sampler: 'always_on', ratio: 1, ...sampling } });

const caller = (flag: '00' | '01') => `00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-${flag}`;
const isRecorded = (traceparent?: string) => traceparent?.endsWith('-01');

test('without a collector there are no spans, and work is done all the same', async () => {
  const { spans, stop } = await startTelemetry();
  expect(spans.receive(undefined)).toBeUndefined();
  expect(spans.withinSync('token.open', () => 7)).toBe(7);
  expect(await spans.within('creditline.check', () => Promise.resolve(8))).toBe(8);
  await stop();
});

test('a caller’s decision counts with a parent-based sampler, and only then', async () => {
  const parted = await tracingTo(deaf, { sampler: 'parentbased_traceidratio', ratio: 0 });
  expect(isRecorded(parted.spans.receive(undefined)?.traceparent)).toBe(false);
  expect(isRecorded(parted.spans.receive(caller('01'))?.traceparent)).toBe(true);
  expect(isRecorded(parted.spans.receive(caller('00'))?.traceparent)).toBe(false);
  const always = await tracingTo(deaf);
  expect(isRecorded(always.spans.receive(caller('00'))?.traceparent)).toBe(true);
  const never = await tracingTo(deaf, { sampler: 'parentbased_always_off' });
  expect(isRecorded(never.spans.receive(undefined)?.traceparent)).toBe(false);
});

test('a ratio takes about that part of requests', async () => {
  const { spans } = await tracingTo(deaf, { sampler: 'traceidratio', ratio: 0.1 });
  const taken = Array.from({ length: 4_000 }, () => spans.receive(undefined)?.traceparent).filter(isRecorded);
  expect(taken.length).toBeGreaterThan(250);
  expect(taken.length).toBeLessThan(550);
});

test('spans begun in work are below it over every await, and two works do not mix', async () => {
  const { spans } = await tracingTo(deaf);
  const traceOf = (traceparent = '') => traceparent.split('-')[1];
  const [one, other] = [spans.receive(undefined), spans.receive(undefined)];
  const child = async () => {
    await new Promise(setImmediate);
    return spans.begin('redis.get')?.traceparent;
  };
  const [first, second] = await Promise.all([one?.run(child), other?.run(child)]);
  expect(traceOf(first)).toBe(traceOf(one?.traceparent));
  expect(traceOf(second)).toBe(traceOf(other?.traceparent));
  expect(spans.begin('redis.get')).toBeUndefined();
});

test('a request outside of the sample has a trace, and no span below it', async () => {
  const { spans } = await tracingTo(deaf, { sampler: 'always_off' });
  const root = spans.receive(undefined);
  expect(root?.traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-00$/);
  expect(root?.begin('call_12go_trip')).toBeUndefined();
  expect(root?.run(() => spans.begin('token.open'))).toBeUndefined();
});

test.concurrent.each([
  ['is away', async () => deaf],
  ['takes everything and never answers', () => listen(() => undefined)],
  ['refuses everything', () => listen((_request, response) => response.writeHead(503).end())],
])('ending takes two seconds at most and does not fail when the collector %s', async (_what, start) => {
  const { spans, stop } = await tracingTo(await start());
  for (let made = 0; made < 5_000; made += 1) spans.receive(undefined)?.end();
  const startedMs = performance.now();
  await stop();
  expect(performance.now() - startedMs).toBeLessThan(2_500);
});

test('all that waits is sent at the end', async () => {
  let [arrived, made] = [0, 0];
  const url = await listen((request, response) => {
    let text = '';
    request.on('data', (chunk) => {
      text += String(chunk);
    });
    request.on('end', () => {
      arrived += text.split('"spanId"').length - 1;
      response.end('{}');
    });
  });
  const { spans, stop } = await tracingTo(url);
  for (; made < 2_000; made += 1) spans.receive(undefined)?.end();
  await stop();
  expect(arrived).toBe(made);
});

test('what failed is told by its code, kind or class, never by its message', async () => {
  const bodies: string[] = [];
  const url = await listen((request, response) => {
    let text = '';
    request.on('data', (chunk) => {
      text += String(chunk);
    });
    request.on('end', () => {
      bodies.push(text);
      response.end('{}');
    });
  });
  const { spans, stop } = await tracingTo(url);
  const root = spans.receive(undefined);
  const failing = (error: unknown) => () => {
    throw error;
  };
  root?.run(() => {
    for (const error of [
      Object.assign(new Error('canary one'), { code: 'credit_unavailable' }),
      Object.assign(new Error('canary two'), { kind: 'timeout' }),
      new TypeError('canary three'),
      'canary four',
      Object.assign(new Error('canary five'), { code: 'canary with a space' }),
    ])
      expect(() => spans.withinSync('token.open', failing(error))).toThrow();
  });
  root?.end();
  await stop();
  const sent = bodies.join();
  for (const word of ['credit_unavailable', 'timeout', 'TypeError', 'unexpected', 'receive_request'])
    expect(sent).toContain(`"${word}"`);
  expect(sent).not.toContain('canary');
});
