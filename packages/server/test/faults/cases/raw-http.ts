/** H1, F7, F10, F12–F16, F20: requests that no HTTP library would send, straight onto the socket. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { problemSchema } from '@partner-gateway/contract';
import { bangkokData, ownKey } from '../../support/builders.ts';
import { eventually } from '../eventually.ts';
import { casesOf, type Ground, type Seen } from '../fault-case.ts';
import type { FaultWorld } from '../fault-world.ts';
import { beginPurchase, codeOf, wordsOf } from '../purchase.ts';

const socketTo = ({ api: { baseUrl } }: FaultWorld): Socket => {
  const { hostname, port } = new URL(baseUrl);
  const socket = connect({ host: hostname, port: Number(port), noDelay: true });
  socket.on('error', () => socket.destroy());
  return socket;
};

/** All that is answered until the connection ends, or for so long. */
const exchange = async (world: FaultWorld, bytes: string | Buffer, limitMs = 1_500): Promise<string> => {
  const socket = socketTo(world);
  let answer = '';
  socket.setEncoding('latin1').on('data', (text) => {
    answer += text;
  });
  socket.write(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes);
  await Promise.race([once(socket, 'close'), sleep(limitMs)]);
  socket.destroy();
  return answer;
};

const statusesOf = (answer: string): readonly string[] =>
  [...answer.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status = '']) => status);

type Raw = readonly [name: string, text: string];

const host = 'Host: gateway\r\n';
const get = (path: string, headers = ''): string =>
  `GET ${path} HTTP/1.1\r\n${host}${headers}Connection: close\r\n\r\n`;
const post = (headers: string, body: string): string =>
  `POST /v1/demo/bookings HTTP/1.1\r\n${host}Content-Type: application/json\r\n${headers}\r\n${body}`;
const hidden = 'GET /health HTTP/1.1\r\nHost: gateway\r\n\r\n';

/** Where one server sees one request and another sees two. */
const smuggled: readonly Raw[] = [
  ['both lengths', post('Content-Length: 6\r\nTransfer-Encoding: chunked\r\n', `0\r\n\r\n${hidden}`)],
  ['two lengths', post('Content-Length: 0\r\nContent-Length: 44\r\n', hidden)],
  ['a list of lengths', post('Content-Length: 0, 44\r\n', hidden)],
  ['a negative length', post('Content-Length: -1\r\n', hidden)],
  ['a length with a sign', post('Content-Length: +2\r\n', '{}')],
  ['a length in hex', post('Content-Length: 0x2\r\n', '{}')],
  ['a length with a space', post('Content-Length : 2\r\n', '{}')],
  ['chunked spelt oddly', post('Transfer-Encoding: xchunked\r\n', `0\r\n\r\n${hidden}`)],
  ['chunked, and then identity', post('Transfer-Encoding: chunked, identity\r\n', `0\r\n\r\n${hidden}`)],
  [
    'chunked behind a tab',
    post('Transfer-Encoding:\tchunked\r\nContent-Length: 3\r\n', `0\r\n\r\n${hidden}`),
  ],
  ['a chunk that is longer than it says', post('Transfer-Encoding: chunked\r\n', `1\r\nabc\r\n0\r\n\r\n`)],
  ['a chunk size that is no number', post('Transfer-Encoding: chunked\r\n', `zz\r\nabc\r\n0\r\n\r\n`)],
];

const malformed: readonly Raw[] = [
  ['a folded header', `GET /health HTTP/1.1\r\n${host}X-A: a\r\n b\r\n\r\n`],
  ['lines that end with LF', 'GET /health HTTP/1.1\nHost: gateway\nX-A: a\n\n'],
  ['a bare CR in a header', `GET /health HTTP/1.1\r\n${host}X-A: a\rX-B: b\r\n\r\n`],
  ['NUL in a header', `GET /health HTTP/1.1\r\n${host}X-A: a\0b\r\n\r\n`],
  ['NUL in the path', `GET /hea\0lth HTTP/1.1\r\n${host}\r\n`],
  ['a header without a colon', `GET /health HTTP/1.1\r\n${host}nonsense\r\n\r\n`],
  ['an empty header name', `GET /health HTTP/1.1\r\n${host}: x\r\n\r\n`],
  ['two hosts', `GET /health HTTP/1.1\r\n${host}Host: other\r\nConnection: close\r\n\r\n`],
  ['no host', 'GET /health HTTP/1.1\r\nConnection: close\r\n\r\n'],
  ['a version of its own', `GET /health HTTP/9.9\r\n${host}\r\n`],
  ['garbage', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'],
  ['a preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
  [
    '10,000 headers',
    `GET /health HTTP/1.1\r\n${host}${Array.from({ length: 10_000 }, (_, index) => `x-${index}: y\r\n`).join('')}\r\n`,
  ],
  ['a header of 64 KB', `GET /health HTTP/1.1\r\n${host}x-long: ${'y'.repeat(65_536)}\r\n\r\n`],
];

const paths: readonly Raw[] = [
  '/%00',
  '/v1/demo/..;/ops/v1/open-outcomes',
  '/v1/demo/../../ops/v1/reload',
  '/v1/demo/%2e%2e/%2e%2e/metrics',
  '/v1/demo/bookings/%zz',
  '/v1/demo/bookings/%c0%ae',
  '//metrics',
  '/metrics',
  '/v1/%64emo%2fbookings',
  '/v1/__proto__/bookings/x',
  '/v1/constructor/stations',
  `/v1/demo/bookings/${'a'.repeat(3_000)}`,
  '/\\..\\metrics',
  '/v1/demo/bookings?x=%ff%fe',
].map((path) => [path.slice(0, 40), get(path, 'x-api-key: wrong\r\n')]);

/** Refused as what it is: no 2xx where it is malformed, never 5xx, and nothing is answered to what it hides. */
const isRefused =
  (payloads: readonly Raw[], allowed: RegExp) =>
  async (ground: Ground): Promise<Seen> => {
    const world = await ground.world();
    const told = await Promise.all(
      payloads.map(async ([name, text]) => [name, statusesOf(await exchange(world, text))] as const),
    );
    for (const [name, statuses] of told) {
      for (const status of statuses) assert.match(status, allowed, `${name}: ${statuses.join(', ')}`);
    }
    const counts = Object.entries(Object.groupBy(told, ([, [status = 'closed']]) => status));
    return {
      seen: counts.map(([status, those = []]) => `${those.length} × ${status}`).join(', '),
      figure: `0 × 5xx of ${payloads.length}`,
    };
  };

const strays = ['x', '\0', '}', 'GET / HTTP/9.9\r\n\r\n'];

/** A create that was executed, followed by rubbish on its connection: no refusal may be taken for its answer. */
const isNoAnswer = async (ground: Ground): Promise<Seen> => {
  const world = await ground.world();
  const seen: string[] = [];
  for (const stray of strays) {
    const { caller, cart, token } = await beginPurchase(world);
    const body = JSON.stringify({ booking_token: token, booking_data: bangkokData() });
    const head = `POST /v1/demo/bookings HTTP/1.1\r\n${host}x-api-key: ${caller.apiKey}\r\nidempotency-key: ${ownKey()['idempotency-key']}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n`;
    const answer = await exchange(world, `${head}${body}${stray}`);
    await eventually(
      () => world.executions(cart),
      (times) => times === 1,
    );
    assert.doesNotMatch(answer, /HTTP\/1\.1 400/, answer);
    seen.push(statusesOf(answer).join('+') || 'closed');
  }
  // These creates went past what the world counts.
  return { seen: seen.join(', '), figure: `0 × 400 of ${strays.length}` };
};

const bodies: readonly (readonly [name: string, body: string | Uint8Array])[] = [
  ['half of a character', '{"booking_token":"\\ud800","booking_data":{}}'],
  ['half of a character in a name', '{"booking_token":"x","\\udfff":1}'],
  ['bytes that are no UTF-8', Buffer.from('{"booking_token":"\xff\xfe"}', 'latin1')],
  ['a member that stands twice', '{"booking_token":"a","booking_token":"b","booking_data":{}}'],
  ['__proto__', '{"__proto__":{"x":1},"booking_token":"a"}'],
  ['__proto__ in escapes', '{"\\u005f_proto__":{"x":1},"booking_token":"a"}'],
  ['constructor.prototype', '{"constructor":{"prototype":{"x":1}},"booking_token":"a"}'],
  ['100,000 arrays in each other', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
  ['50,000 objects in each other', `${'{"a":'.repeat(40_000)}1${'}'.repeat(40_000)}`],
  ['more than 256 KB', `{"booking_token":"${'x'.repeat(300_000)}"}`],
  ['a number beyond numbers', '{"booking_token":1e999}'],
  ['a comment', '{"booking_token":"a"/* */}'],
  ['nothing but spaces', '     '],
  ['a byte order mark', '\ufeff{"booking_token":"a"}'],
];

const isReadOrRefused = async (ground: Ground): Promise<Seen> => {
  const world = await ground.world();
  const headers = { 'content-type': 'application/json' };
  const seen: string[] = [];
  for (const [name, body] of bodies) {
    const answer = await world.as('demo').send('POST', '/v1/demo/bookings', { headers, body });
    assert.ok([400, 413, 415, 422].includes(answer.status), `${name}: ${wordsOf(answer)}`);
    assert.equal(answer.headers['x-outcome'], 'not_executed', name);
    seen.push(String(answer.status));
  }
  const labels = ['text/plain', 'application/xml', 'application/json; charset=utf-16', ''];
  for (const label of labels) {
    const answer = await world
      .as('demo')
      .send('POST', '/v1/demo/bookings', { headers: { 'content-type': label }, body: '{}' });
    assert.ok([400, 415].includes(answer.status), `${label}: ${wordsOf(answer)}`);
  }
  const packed = { ...headers, 'content-encoding': 'gzip' };
  const zipped = await world.as('demo').send('POST', '/v1/demo/bookings', { headers: packed, body: '{}' });
  assert.equal(codeOf(zipped), 'unsupported_media_type');
  return { seen: [...new Set(seen)].join(', '), figure: `0 × 500 of ${bodies.length + labels.length + 1}` };
};

/** A search answer of four megabytes that is nothing but brackets. */
const isReadQuickly = async (ground: Ground): Promise<Seen> => {
  const world = await ground.world();
  const deep = `${'['.repeat(2_000_000)}${']'.repeat(2_000_000)}`;
  world.door.answer(({ url }) =>
    url.startsWith('/search/')
      ? (response) => response.writeHead(200, { 'content-type': 'application/json' }).end(`{"trips":${deep}}`)
      : undefined,
  );
  const search = '/itineraries?departure_poi=VNHAN&arrival_poi=VNSPA&departure_date=2027-03-07&pax=1';
  const startedMs = performance.now();
  const asked = world.as('demo').get(search);
  let slowestMs = 0;
  for (let times = 0; times < 10; times += 1) {
    const beforeMs = performance.now();
    assert.equal((await world.api.send('GET', '/health')).status, 200);
    slowestMs = Math.max(slowestMs, performance.now() - beforeMs);
  }
  const answer = await asked;
  assert.notEqual(answer.status, 500, wordsOf(answer));
  return {
    seen: `${wordsOf(answer)} after ${Math.round(performance.now() - startedMs)} ms`,
    figure: `/health ${Math.round(slowestMs)} ms at most`,
  };
};

/** Gone in the middle of an upload: no error of ours. */
const isNoAlarm = async (ground: Ground): Promise<Seen> => {
  const world = await ground.world();
  const from = world.logLines.length;
  const { apiKey } = world.as('demo');
  const socket = socketTo(world);
  socket.write(
    `POST /v1/demo/bookings HTTP/1.1\r\n${host}x-api-key: ${apiKey}\r\ncontent-type: application/json\r\ncontent-length: 500\r\nexpect: 100-continue\r\n\r\n{"booking_`,
  );
  await once(socket, 'data');
  socket.destroy();
  const since = () => world.logLines.slice(from).join('');
  await eventually(since, (lines) => lines.includes('The client left'));
  assert.doesNotMatch(since(), /"level":"error"/);
  return { seen: 'told as information', figure: '0 error lines' };
};

/** Headers byte by byte: a connection is kept for ten seconds, not for ever. */
const endsInTime = async (ground: Ground): Promise<Seen> => {
  const socket = socketTo(await ground.world());
  const startedMs = performance.now();
  let answer = '';
  socket.setEncoding('latin1').on('data', (text) => {
    answer += text;
  });
  socket.write(`POST /v1/demo/bookings HTTP/1.1\r\n${host}x-drip: `);
  const drips = setInterval(() => socket.write('a'), 100);
  await Promise.race([once(socket, 'close'), sleep(20_000)]);
  clearInterval(drips);
  const seconds = (performance.now() - startedMs) / 1_000;
  assert.ok(socket.destroyed && seconds > 9.5 && seconds < 13, `after ${seconds} s: ${answer}`);
  assert.deepEqual(statusesOf(answer), ['408']);
  const problem = problemSchema.parse(JSON.parse(answer.split('\r\n\r\n')[1] ?? ''));
  assert.deepEqual([problem.code, problem.outcome], ['request_timeout', 'not_executed']);
  return { seen: `408 ${problem.code} ${problem.outcome}`, figure: `after ${seconds.toFixed(1)} s` };
};

const methods = async (ground: Ground): Promise<Seen> => {
  const world = await ground.world();
  const seen: string[] = [];
  for (const method of ['TRACE', 'OPTIONS', 'PATCH', 'PUT', 'DELETE', 'PROPFIND']) {
    const answer = await world.as('demo').send(method, '/v1/demo/itineraries');
    assert.equal(answer.status, 405, `${method}: ${wordsOf(answer)}`);
    assert.equal(answer.headers['access-control-allow-origin'], undefined);
    seen.push(method);
  }
  const docs = await world.api.send('GET', '/docs/');
  assert.ok(docs.headers['content-security-policy'], 'the docs page has no policy');
  return { seen: `405 for ${seen.join(', ')}; no CORS; the docs page has a policy` };
};

export const rawHttp = casesOf({ group: 'http', speed: 'quick' }, [
  {
    id: 'H1a',
    title: 'requests that two servers would read in two ways',
    expected: '4xx and closed, and what is hidden in them is not answered',
    run: isRefused(smuggled, /^4\d\d$/),
  },
  {
    id: 'H1b',
    title: 'malformed requests',
    expected: '4xx or closed',
    run: isRefused(malformed, /^(4\d\d|505)$/),
  },
  {
    id: 'H1c',
    title: 'paths that try to leave their route',
    expected: '4xx, none reaches metrics or the ops API',
    run: isRefused(paths, /^4\d\d$/),
  },
  {
    id: 'F7',
    title: 'stray bytes behind a create that is executed',
    expected: 'no 400 in place of its answer',
    excused: ['I11'],
    run: isNoAnswer,
  },
  {
    id: 'F10',
    title: 'bodies that are nearly JSON',
    expected: '4xx with X-Outcome not_executed',
    run: isReadOrRefused,
  },
  {
    id: 'F12',
    title: 'an answer of 4 MB of brackets',
    expected: 'no 500, and others are served meanwhile',
    speed: 'slow',
    run: isReadQuickly,
  },
  {
    id: 'F14',
    title: 'headers that drip',
    expected: '408 after ten seconds, and the connection ends',
    speed: 'slow',
    run: endsInTime,
  },
  { id: 'F16', title: 'a client that leaves in mid upload', expected: 'no error in the log', run: isNoAlarm },
  { id: 'F20', title: 'methods that no route has', expected: '405, no CORS', run: methods },
]);
