/**
 * 12go for the bench: searches of the bench's day get the variants of their size in turn, those of another day one body each.
 * `/prepare` makes the
 * variants, `/think?ms=50` sets how long it takes, `/pin?variant=3` gives everybody that variant until `/pin`, `/searches` counts.
 */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { bid, date, type Size, sizeOf } from './plan.ts';
import { createVariants, variantCounts } from './variants.ts';

const variants = {
  10: createVariants(10, date),
  140: createVariants(140, date),
  1000: createVariants(1000, date),
};
const turns = { 10: 0, 140: 0, 1000: 0 };
const otherDays = new Map<string, Buffer>();
const fixture = new URL('../packages/twelvego-client/test/__fixtures__/booking.json', import.meta.url);
const booking = Buffer.from(
  JSON.stringify({ ...(JSON.parse(readFileSync(fixture, 'utf8')) as object), bid: Number(bid) }),
);
let thinkMs = 0;
let pinned: number | undefined;
let searches = 0;

const inTurn = (size: Size): Buffer => {
  turns[size] += 1;
  return variants[size]((pinned ?? turns[size]) % variantCounts[size]);
};

const ofAnotherDay = (size: Size, on: string): Buffer => {
  const key = `${size} ${on}`;
  const found = otherDays.get(key) ?? createVariants(size, on)(0);
  otherDays.set(key, found);
  return found;
};

const searchAnswer = (url: URL): Buffer => {
  searches += 1;
  const size = sizeOf(Number(url.searchParams.get('seats')));
  const on = url.pathname.split('/').at(-1) ?? date;
  return on === date ? inTurn(size) : ofAnotherDay(size, on);
};

const controls: Readonly<Record<string, (url: URL) => string>> = {
  '/think': ({ searchParams }) => {
    thinkMs = Number(searchParams.get('ms'));
    return '';
  },
  '/pin': ({ searchParams }) => {
    const variant = searchParams.get('variant');
    pinned = variant === null ? undefined : Number(variant);
    return '';
  },
  '/prepare': () => {
    for (const size of [10, 140, 1000] as const)
      for (let variant = 0; variant < variantCounts[size]; variant += 1) variants[size](variant);
    return '';
  },
  '/searches': () => String(searches),
};

const server = createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://upstream.example');
  const control = controls[url.pathname];
  if (control !== undefined) {
    response.end(control(url));
    return;
  }
  const body = url.pathname.startsWith('/booking/') ? booking : searchAnswer(url);
  const answer = (): void => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length });
    response.end(body);
  };
  if (thinkMs === 0) answer();
  else setTimeout(answer, thinkMs);
});
server.keepAliveTimeout = 120_000;
server.listen(Number(process.env.PORT), '127.0.0.1');
