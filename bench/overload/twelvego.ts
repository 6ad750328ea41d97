/** 12go for the overload runs: searches from memory, the rest by the sandbox with its ledger, and at `/bench` what to do wrong. */
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { buildSearchAnswer, createSandbox, serveCreditLine, serveFuji } from '@partner-gateway/sandbox';
import { clientId, date, upstreamKey } from '../plan.ts';

const trips = 20;
/** A way to behave: as it should, with an error at once, or without any answer. */
type Way = 'well' | 'failing' | 'hanging';

const account = { key: upstreamKey, currency: null, showsNetPrice: true, deniesAll: false, isDeleted: false };
const sandbox = createSandbox({ capacity: 900, accounts: [account] });
const { url: sandboxUrl } = await sandbox.listen();
await serveFuji(sandbox.world, Date.now, Number(process.env.FUJI_PORT));
const creditLine = await serveCreditLine(Number(process.env.CREDIT_PORT));
creditLine.set(clientId, { balance: '900000000.00', currency: 'USD' });

const answer = Buffer.from(JSON.stringify(buildSearchAnswer({ trips, date })));
const ways: Record<'search' | 'write', Way> = { search: 'well', write: 'well' };
const counts = { open: 0, mostOpen: 0, searches: 0 };
/** When each reserve and confirm came in, in Unix milliseconds. */
const writesAtMs: number[] = [];

const agent = new Agent({ keepAlive: true });
const forward = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
  const { method = 'GET', url = '/', headers } = incoming;
  const inner = request(`${sandboxUrl}${url}`, { method, headers, agent }, (response) => {
    outgoing.writeHead(response.statusCode ?? 500, response.headers);
    response.pipe(outgoing);
  });
  inner.once('error', () => outgoing.destroy());
  incoming.pipe(inner);
};

const misbehave = (way: Way, response: ServerResponse, status: number): boolean => {
  if (way === 'failing') response.writeHead(status, { 'content-length': 0 }).end();
  return way !== 'well';
};

const control = (url: URL, response: ServerResponse): void => {
  for (const name of ['search', 'write'] as const) {
    const way = url.searchParams.get(name);
    if (way === 'well' || way === 'failing' || way === 'hanging') ways[name] = way;
  }
  if (url.searchParams.has('reset')) {
    Object.assign(counts, { mostOpen: counts.open, searches: 0 });
    writesAtMs.length = 0;
  }
  response.end(JSON.stringify({ ...counts, writesAtMs }));
};

const server = createServer((incoming, response) => {
  const path = incoming.url ?? '/';
  if (path.startsWith('/bench')) return control(new URL(path, 'http://upstream.example'), response);
  if (path.startsWith('/search/')) {
    counts.searches += 1;
    // A failure that may be tried again.
    if (misbehave(ways.search, response, 503)) return;
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': answer.length });
    response.end(answer);
    return;
  }
  if (path.startsWith('/reserve/') || path.startsWith('/confirm/')) {
    writesAtMs.push(Date.now());
    if (misbehave(ways.write, response, 500)) return;
  }
  forward(incoming, response);
});
server.on('connection', (socket) => {
  counts.open += 1;
  counts.mostOpen = Math.max(counts.mostOpen, counts.open);
  socket.once('close', () => {
    counts.open -= 1;
  });
});
server.keepAliveTimeout = 120_000;
server.listen(Number(process.env.PORT), '127.0.0.1');
