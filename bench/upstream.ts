/** 12go for the bench: the same bytes for every search of a size and a date, after a think time that `/think?ms=50` sets. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { buildSearchAnswer } from '@partner-gateway/sandbox';
import { bid, date, type Size, sizeOf } from './plan.ts';

const searches = new Map<string, Buffer>();
const searchAnswer = (size: Size, on: string): Buffer => {
  const key = `${size} ${on}`;
  const found =
    searches.get(key) ?? Buffer.from(JSON.stringify(buildSearchAnswer({ trips: size, date: on })));
  searches.set(key, found);
  return found;
};
for (const size of [10, 140, 1000] as const) searchAnswer(size, date);
const fixture = new URL('../packages/twelvego-client/test/__fixtures__/booking.json', import.meta.url);
const booking = Buffer.from(
  JSON.stringify({ ...(JSON.parse(readFileSync(fixture, 'utf8')) as object), bid: Number(bid) }),
);
let thinkMs = 0;

const bodyOf = (url: URL): Buffer => {
  if (url.pathname.startsWith('/booking/')) return booking;
  return searchAnswer(sizeOf(Number(url.searchParams.get('seats'))), url.pathname.split('/').at(-1) ?? date);
};

const server = createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://upstream.example');
  if (url.pathname === '/think') {
    thinkMs = Number(url.searchParams.get('ms'));
    response.end();
    return;
  }
  const body = bodyOf(url);
  const answer = (): void => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length });
    response.end(body);
  };
  if (thinkMs === 0) answer();
  else setTimeout(answer, thinkMs);
});
server.keepAliveTimeout = 120_000;
server.listen(Number(process.env.PORT), '127.0.0.1');
