/** `find --har`: a request as an archive that browsers and proxies open, with nothing in it that was secret. */
import { partnerContract } from '@partner-gateway/contract';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { policies } from '../../twelvego-client/src/index.ts';
import { exitCodes } from '../src/failure.ts';
import { partnerEndpoints, upstreamPosts } from '../src/har.ts';
import { answeringServer, json } from './support/answering-server.ts';
import { inspection } from './support/bodies.ts';
import { runCli } from './support/run-cli.ts';

const message = { httpVersion: z.string(), cookies: z.tuple([]), headersSize: z.int(), bodySize: z.int() };
const pair = z.object({ name: z.string(), value: z.string() });
/** What HAR 1.2 demands. */
const harSchema = z.object({
  log: z.object({
    version: z.literal('1.2'),
    creator: z.object({ name: z.string(), version: z.string() }),
    comment: z.string(),
    entries: z.array(
      z.object({
        startedDateTime: z.iso.datetime(),
        time: z.number().min(0),
        request: z.object({
          method: z.enum(['GET', 'POST', 'DELETE']),
          url: z.string().startsWith('https://'),
          headers: z.array(pair),
          queryString: z.array(pair),
          ...message,
        }),
        response: z.object({
          status: z.int(),
          statusText: z.string(),
          headers: z.array(pair),
          content: z.object({ size: z.int(), mimeType: z.string() }),
          redirectURL: z.string(),
          ...message,
        }),
        cache: z.object({}),
        timings: z.object({ send: z.number().min(0), wait: z.number().min(0), receive: z.number().min(0) }),
        comment: z.string(),
      }),
    ),
  }),
});

const harOf = async (found: object) => {
  const { baseUrl } = await answeringServer(json(200, found));
  const { code, stdout } = await runCli('find c-1 --har', { baseUrl });
  expect(code).toBe(0);
  const { entries } = harSchema.parse(JSON.parse(stdout)).log;
  return entries.map(({ startedDateTime, time, request, response, comment }) => ({
    at: startedDateTime.slice(11),
    ms: time,
    asked: `${request.method} ${request.url}`,
    correlation: request.headers[0]?.value,
    status: response.status,
    comment,
  }));
};

const at = (time: string) => `2026-10-28T09:41:${time}Z`;
const timeline = [
  { at: at('00.000'), step: 'request', detail: { operation: 'reserve', correlationId: 'c-1' } },
  {
    at: at('00.900'),
    step: 'upstream_call',
    detail: { operation: 'reserve', outcome: 'executed', latencyMs: 800 },
  },
  { at: at('01.000'), step: 'answer', detail: { operation: 'reserve', status: 200, outcome: 'executed' } },
  { at: at('05.000'), step: 'request', detail: { operation: 'confirm', correlationId: 'c-2' } },
  {
    at: at('05.500'),
    step: 'upstream_call',
    detail: { operation: 'booking', kind: 'timeout', latencyMs: 400, retries: 1, retriedAfter: 'connection' },
  },
];

test('holds each request of a story and each call of 12go that was made for it', async () => {
  const { resolved } = inspection;
  expect(await harOf({ ...inspection, timeline })).toEqual([
    {
      at: '09:41:00.000Z',
      ms: 1000,
      asked: 'POST https://gateway.invalid/v1/acme/bookings',
      correlation: 'c-1',
      status: 200,
      comment: 'status=200 outcome=executed',
    },
    {
      at: '09:41:00.100Z',
      ms: 800,
      asked: 'POST https://12go.invalid/reserve',
      correlation: undefined,
      status: 200,
      comment: 'outcome=executed; of its 2xx statuses only that it was one is kept',
    },
    {
      at: '09:41:05.000Z',
      ms: 0,
      asked: 'POST https://gateway.invalid/v1/acme/bookings/{booking_id}/confirm',
      correlation: 'c-2',
      status: 0,
      comment: 'no answer is in the story',
    },
    {
      at: '09:41:05.100Z',
      ms: 400,
      asked: 'GET https://12go.invalid/booking',
      correlation: undefined,
      status: 0,
      comment: 'kind=timeout retries=1 retriedAfter=connection',
    },
  ]);
  const one = await harOf({ ...inspection, resolved: { ...resolved, asked: 'c-1' }, timeline });
  expect(one.map(({ at: time }) => time)).toEqual(['09:41:00.000Z', '09:41:00.100Z']);
});

test('holds a request that failed, from its beginning', async () => {
  const request = {
    at: at('02.000'),
    endpoint: 'search',
    status: 502,
    code: 'upstream_error',
    reason: 'server:500',
    fields: [],
    latency_ms: 1500,
    correlation_id: 'c-1',
    trace_id: null,
  };
  const steps = [
    {
      at: at('02.000'),
      step: 'upstream_call',
      detail: { operation: 'search', kind: 'server', status: 500, latencyMs: 1400 },
    },
  ];
  expect(await harOf({ ...inspection, request, timeline: steps })).toEqual([
    {
      at: '09:41:00.500Z',
      ms: 1500,
      asked: 'GET https://gateway.invalid/v1/acme/itineraries',
      correlation: 'c-1',
      status: 502,
      comment: 'upstream_error server:500',
    },
    expect.objectContaining({ asked: 'GET https://12go.invalid/search', status: 500, ms: 1400 }),
  ]);
});

test('names every endpoint as the contract does, and every write of 12go as its client does', () => {
  const routes = Object.values(partnerContract).filter(({ metadata }) => metadata.auth === 'partner');
  const canonical = routes.map(({ method, path, metadata }) => [
    metadata.endpoint,
    `${method} ${path.replace('/v1/:client_id', '').replace(/:(\w+)/g, '{$1}')}`,
  ]);
  const named = new Map(canonical.toReversed().map(([endpoint = '', route]) => [endpoint, route]));
  expect(partnerEndpoints).toEqual(Object.fromEntries(named));
  const posts = Object.entries(policies).filter(([, { method }]) => method === 'POST');
  expect(posts.map(([operation]) => operation).toSorted()).toEqual([...upstreamPosts].toSorted());
});

test('is one document, so that it cannot be followed', async () => {
  const { code, stderr } = await runCli('find c-1 --har --follow');
  expect([code, stderr]).toEqual([exitCodes.usage.code, expect.stringContaining('leave out --follow')]);
});
