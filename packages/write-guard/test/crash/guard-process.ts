/** A service that is little more than its write guard, run as a process of its own so that it can be killed at any instant. */
import { createServer, type IncomingMessage } from 'node:http';
import { createWriteGuard } from '../../src/guard.ts';
import { textAnswers } from '../../src/outcome-recorder.ts';
import { createOutcomeResolver } from '../../src/outcome-resolver.ts';
import type { TokenStamp } from '../../src/protocol/memory-trust.ts';
import { connectRedis, type RedisPlace } from '../../src/redis/client.ts';
import { createRedisWriteStore } from '../../src/redis/redis-store.ts';
import type { LookUp } from '../../src/request.ts';
import type { Definite } from '../../src/result.ts';
import { createVault } from '../../src/vault.ts';
import { crashProtocol, crashTimes } from './guard-times.ts';
import { announce, listen } from './listening.ts';

const [place = '', upstreamUrl = '', recipe = 'guard', nodes = '1', clients = ''] = process.argv.slice(2);
const redis = connectRedis({ place: JSON.parse(place) as RedisPlace });
const store = createRedisWriteStore(redis, { times: crashProtocol, nodes: Number(nodes) });
const vault = createVault(Buffer.alloc(32, 1));

const reserve = async (cart: string, signal?: AbortSignal): Promise<Definite<string>> => {
  const response = await fetch(`${upstreamUrl}/reserve/${cart}`, {
    method: 'POST',
    ...(signal && { signal }),
  });
  if (response.status !== 200) throw new Error(`status ${response.status}`);
  return { outcome: 'executed', answer: await response.text(), reference: cart };
};

const lookUp = async (cart: string): Promise<LookUp<string>> => {
  try {
    const { booked } = (await (await fetch(`${upstreamUrl}/booking/${cart}`)).json()) as { booked: boolean };
    return booked
      ? { says: 'executed', answer: `booked ${cart}`, reference: cart }
      : { says: 'not_executed', answer: `not executed ${cart}` };
  } catch {
    return { says: 'unreadable' };
  }
};

const isRefusedConnection = (error: unknown): boolean =>
  error instanceof Error && (error.cause as { code?: string } | undefined)?.code === 'ECONNREFUSED';

const guard = createWriteGuard({
  store,
  vault,
  codec: textAnswers,
  isNotSent: isRefusedConnection,
  times: crashTimes,
});
createOutcomeResolver({
  store,
  vault,
  codec: textAnswers,
  lookUp: (_subject, context) => lookUp(context),
  clientIds: () => clients.split(','),
  everyMs: 25,
  leaseMs: 200,
  backOffMs: [20, 40, 80],
}).start();

const guarded = (clientId: string, cart: string, token: TokenStamp) =>
  guard.run({
    clientId,
    operation: 'reserve',
    subject: cart,
    idempotencyKey: `key of ${cart}`,
    fingerprint: cart,
    requestId: cart,
    facts: cart,
    token,
    beforeSend: () => Promise.resolve(),
    send: (gate) => {
      gate.assertOpen();
      return reserve(cart, gate.signal);
    },
    lookUp: () => lookUp(cart),
  });

/** The recipe that the guard replaces, for the negative control: stored answer, else process and store. */
const simple = async (cart: string) => {
  const stored = await redis.get(`simple:${cart}`);
  if (stored !== null) return { kind: 'replayed', outcome: 'executed', answer: stored };
  const { answer } = await reserve(cart);
  await redis.set(`simple:${cart}`, answer);
  return { kind: 'answered', outcome: 'executed', answer };
};

const handle = async (request: IncomingMessage): Promise<unknown> => {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const cart = url.searchParams.get('cart') ?? '';
  const client = url.searchParams.get('client') ?? '';
  if (url.pathname === '/issue') return guard.stampToken(client);
  return recipe === 'simple'
    ? simple(cart)
    : guarded(client, cart, {
        memoryId: url.searchParams.get('memory') ?? '',
        issuedAtMs: Number(url.searchParams.get('iat')),
      });
};

const server = createServer(async (request, response) => {
  try {
    response.end(JSON.stringify(await handle(request)));
  } catch {
    response.statusCode = 503;
    response.end('{}');
  }
});
announce({ baseUrl: await listen(server) });
