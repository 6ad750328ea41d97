/** The two usual recipes in the gateway's place, for the negative control: the same partners and sandbox must break them. */
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import {
  createTwelveGoClient,
  createTwelveGoTransport,
  toCartId,
  toLocalDateTime,
  toTripKey,
} from '@partner-gateway/twelvego-client';
import { createRedis } from '@partner-gateway/write-guard/redis';
import { announce, listen } from '../../../write-guard/test/crash/listening.ts';

/** Both in scaled time; the lease outlives a healthy call, as the usual 90 s do. */
const leaseMs = 400;
const callLimitMs = 2_500;

const [settingsFile = '', recipe = 'simple'] = process.argv.slice(2);
const settings = JSON.parse(readFileSync(settingsFile, 'utf8')) as Record<string, string>;
const redis = createRedis({ url: settings.REDIS_URL ?? '' });
const transport = createTwelveGoTransport({ baseUrl: settings.TWELVEGO_BASE_URL ?? '' });
const client = createTwelveGoClient(transport, 'sandbox-key');

type Reply = { status: number; outcome?: string; body: unknown };

const form = new Map<string, string | number>(
  Object.entries({
    'contact[mobile]': '+66811234567',
    'contact[email]': 'mali.chai@traveller.example',
    seats: 1,
    'passenger[0][first_name]': 'Mali',
    'passenger[0][last_name]': 'Chai',
    'passenger[0][country_id]': 'AR',
  }),
);

/** A cart id serves as the booking token. */
const open = async (itineraryId: string): Promise<Reply> => {
  const [, key = '', day = '', time = ''] = /^(\w+)-(.{10})-(.{5})$/.exec(itineraryId) ?? [];
  const departure = toLocalDateTime(`${day} ${time}:00`);
  const token = await client.addToCart({ tripKey: toTripKey(key), departure, seats: 1 });
  return { status: 200, body: { itineraries: [{ booking_token: token }] } };
};

/** Key exists: replay. Else process and store. */
const simple = async (key: string, cartId: string): Promise<Reply> => {
  const stored = await redis.get(`answer:${key}`);
  if (stored !== null) return { status: 200, outcome: 'executed', body: JSON.parse(stored) };
  const bid = await client.reserve(toCartId(cartId), form, { timeoutMs: callLimitMs });
  await redis.set(`answer:${key}`, JSON.stringify({ id: bid }));
  return { status: 200, outcome: 'executed', body: { id: bid } };
};

/** The same under a lock that ends by itself, so that a dead owner does not block its key for ever. */
const leased = async (key: string, cartId: string): Promise<Reply> => {
  const mine = await redis.set(`lock:${key}`, '1', 'PX', leaseMs, 'NX');
  if (mine === null) return { status: 409, outcome: 'unknown', body: { code: 'idempotency_in_progress' } };
  try {
    return await simple(key, cartId);
  } finally {
    await redis.del(`lock:${key}`);
  }
};

const readBody = async (request: IncomingMessage): Promise<{ booking_token: string }> => {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += chunk;
  return JSON.parse(text) as { booking_token: string };
};

const handle = async (request: IncomingMessage): Promise<Reply> => {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
  if (request.method === 'GET') return open(pathname.split('/').at(-1) ?? '');
  const { booking_token: cartId } = await readBody(request);
  const key = String(request.headers['idempotency-key']);
  return recipe === 'lease' ? leased(key, cartId) : simple(key, cartId);
};

const server = createServer((request, response) => {
  void handle(request)
    .catch((): Reply => ({ status: 503, outcome: 'unknown', body: { code: 'upstream_error' } }))
    .then(({ status, outcome, body }) => {
      response.writeHead(status, outcome === undefined ? {} : { 'x-outcome': outcome });
      response.end(JSON.stringify(body));
    });
});
announce({ baseUrl: await listen(server) });
