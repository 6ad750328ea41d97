/** Requests that are made to be read in two ways, or left half way: refused in clear words, and nobody’s failure but theirs. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { problemSchema } from '@partner-gateway/contract';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { until } from '../../../write-guard/test/support/until.ts';
import { isTooDeep, repeatedMember } from '../../src/http/body/json-text.ts';
import { createTrackingServer } from '../../src/http/connections/open-requests.ts';
import { type Api, startApi } from '../support/api.ts';
import { bangkokTrip, open } from '../support/builders.ts';
import { expectProblem } from '../support/problems.ts';

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const socketTo = (baseUrl: string) => {
  const { hostname, port } = new URL(baseUrl);
  return connect({ host: hostname, port: Number(port) });
};

/** All that is answered to a text, until the connection ends. */
const raw = (text: string) =>
  new Promise<string>((resolve, reject) => {
    const socket = socketTo(api.baseUrl);
    let answer = '';
    socket.setEncoding('utf8').on('data', (chunk) => {
      answer += chunk;
    });
    socket.once('error', reject).once('close', () => resolve(answer));
    socket.write(text);
  });

test('two hosts are refused, since a proxy may have gone by the other one', async () => {
  const answer = await raw(
    'GET /health HTTP/1.1\r\nHost: gateway.example\r\nHOST: other.example\r\nConnection: close\r\n\r\n',
  );
  const [head = '', body = ''] = answer.split('\r\n\r\n');
  expect(head).toContain('HTTP/1.1 400 ');
  expect(problemSchema.parse(JSON.parse(body))).toMatchObject({
    code: 'invalid_request',
    detail: 'Send one Host header, not several.',
  });
});

test('headers have ten seconds to arrive, a whole request thirty', () => {
  const server = createTrackingServer(() => {});
  expect([server.headersTimeout, server.requestTimeout, server.keepAliveTimeout]).toEqual([
    10_000, 30_000, 72_000,
  ]);
});

describe('a member that stands twice', () => {
  test('is refused on a write, before anything is looked up, and named', async () => {
    const demo = api.as('demo');
    const { booking_token } = await open(demo, bangkokTrip());
    const calls = api.upstreamCalls();
    const body = `{"booking_token":"${booking_token}","booking_data":{"email":"a@b.example","email":"c@d.example"}}`;
    const answer = await demo.send('POST', '/v1/demo/bookings', {
      body,
      headers: { 'content-type': 'application/json' },
    });
    const problem = expectProblem(answer, 'invalid_request', 'not_executed');
    expect(problem.detail).toBe('email stands twice in one object; send it once.');
    expect(api.upstreamCalls()).toBe(calls);
  });

  const value = fc.jsonValue({ maxDepth: 4 });

  test('is in no text that was written from a value', () => {
    fc.assert(fc.property(value, (given) => repeatedMember(JSON.stringify(given)) === undefined));
    fc.assert(fc.property(value, (given) => repeatedMember(JSON.stringify(given, null, 2)) === undefined));
  });

  test('is found wherever it stands and however it is spelt', () => {
    const name = fc.string({ minLength: 1, maxLength: 8 }).filter((text) => text !== '__proto__');
    fc.assert(
      fc.property(name, value, value, (member, one, other) => {
        const spelt = `"${[...member].map((letter) => letter.replace(/[\s\S]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)).join('')}"`;
        const object = `{${JSON.stringify(member)}:${JSON.stringify(one)},${spelt} : ${JSON.stringify(other)}}`;
        const text = `[{"deep":${object}}]`;
        return repeatedMember(text) === member;
      }),
    );
  });
});

describe('a body that is nested without end', () => {
  const inBrackets = (depth: number, text = ''): string => `${'['.repeat(depth)}${text}${']'.repeat(depth)}`;

  test.each([
    ['POST', '/bookings'],
    ['POST', '/bookings/quote'],
    ['POST', '/seats'],
    ['DELETE', '/seats'],
    ['POST', '/bookings/BK-1-00000/cancel'],
    ['POST', '/bookings/BK-1-00000/confirm'],
  ])('is refused at %s %s in clear words, and nothing was done', async (method, path) => {
    for (const body of [inBrackets(100_000), `{"booking_data":${inBrackets(65)}}`]) {
      const headers = { 'content-type': 'application/json' };
      const answer = await api.as('demo').send(method, `/v1/demo${path}`, { headers, body });
      const outcome = /cancel|confirm|bookings$/.test(path) ? ('not_executed' as const) : undefined;
      const problem = expectProblem(answer, 'invalid_request', outcome);
      expect(problem.detail).toBe('The body is nested more than 64 deep.');
    }
  });

  test('is told from brackets in a text, and from many that stand side by side', () => {
    const aside = `[${Array.from({ length: 1_000 }, () => '[{}]').join(',')}]`;
    const inText = JSON.stringify(`${'['.repeat(1_000)}"\\[`);
    expect([inBrackets(64), aside, inText, inBrackets(65), inBrackets(64, '{}')].map(isTooDeep)).toEqual([
      false,
      false,
      false,
      true,
      true,
    ]);
  });
});

test('a client that leaves in the middle of its request is no error of ours', async () => {
  const { apiKey } = api.as('demo');
  const before = api.logLines.length;
  const socket = socketTo(api.baseUrl);
  socket.write(
    `POST /v1/demo/bookings HTTP/1.1\r\nHost: a\r\nx-api-key: ${apiKey}\r\ncontent-type: application/json\r\ncontent-length: 500\r\nexpect: 100-continue\r\n\r\n{"booking_`,
  );
  expect(String((await once(socket, 'data'))[0])).toContain('100 Continue');
  socket.destroy();
  await until(() => expect(api.logLines.slice(before).join('')).toContain('The client left'));
  const levels = api.logLines.slice(before).map((line) => (JSON.parse(line) as { level: string }).level);
  expect(levels).not.toContain('error');
});
