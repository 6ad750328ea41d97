/**
 * The least that Node can do: the work of the Go peer by hand on Node's own modules, for the bench's answers and nothing
 * else. No limits, metrics, schemas, retries or layers; what is left is what a search costs on Node whoever writes it.
 */
import { createHash, randomUUID, timingSafeEqual } from 'node:crypto';
import { Agent, createServer, get } from 'node:http';
import { apiKey, upstreamKey } from '../../plan.ts';
import { type Asked, provinces, translate } from './answer.ts';
import { assertUpstream, type Upstream } from './upstream.ts';

const keyHash = createHash('sha256').update(apiKey).digest();
const upstreamUrl = new URL(process.env.UPSTREAM ?? '');
const agent = new Agent({ keepAlive: true });
const ask = (path: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const { hostname: host, port } = upstreamUrl;
    get({ agent, host, port, path }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve(Buffer.concat(chunks).toString()));
    }).on('error', reject);
  });

const search = async (query: URLSearchParams): Promise<string> => {
  const asked: Asked = { pax: Number(query.get('pax')), date: query.get('departure_date') ?? '' };
  const [from, to] = ['departure_poi', 'arrival_poi'].map((name) => provinces.get(query.get(name) ?? ''));
  const sent = `seats=${asked.pax}&direct=true&k=${upstreamKey}`;
  const upstream = JSON.parse(await ask(`/search/${from}p/${to}p/${asked.date}?${sent}`)) as Upstream;
  assertUpstream(upstream);
  return JSON.stringify(translate(upstream, asked));
};

createServer(async ({ headers, url = '' }, response) => {
  const startedMs = performance.now();
  const correlationId = headers['x-correlation-id']?.toString() ?? randomUUID();
  const given = createHash('sha256')
    .update(headers['x-api-key']?.toString() ?? '')
    .digest();
  if (!timingSafeEqual(given, keyHash)) {
    response.writeHead(401).end();
    return;
  }
  const body = Buffer.from(await search(new URLSearchParams(url.slice(url.indexOf('?') + 1))));
  response.writeHead(200, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': body.byteLength,
    'x-correlation-id': correlationId,
  });
  response.end(body);
  const line = { level: 30, time: Date.now(), correlation_id: correlationId, status_code: 200 };
  process.stdout.write(
    `${JSON.stringify({ ...line, duration_ms: Math.round(performance.now() - startedMs) })}\n`,
  );
}).listen(Number(process.env.PORT), '127.0.0.1');
