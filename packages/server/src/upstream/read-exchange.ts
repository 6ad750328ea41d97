/** 12go's transport over `node:http`: reads over kept connections, a third of what `fetch` costs, and a new connection for each write. */
import { Agent, type IncomingMessage, request as requestPlain } from 'node:http';
import { request as requestSecure, Agent as SecureAgent } from 'node:https';
import { pipeline } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { createTurnstile } from '@partner-gateway/load-control';
import {
  createTwelveGoTransport,
  type Exchange,
  type HttpRequest,
  type HttpResponse,
  type TransportOptions,
  type TwelveGoTransport,
} from '@partner-gateway/twelvego-client';

/** A connection that was idle may be closed while a write is on it, and then nobody knows: so a write never gets one. */
const unkeptAgents = {
  'http:': new Agent({ keepAlive: false }),
  'https:': new SecureAgent({ keepAlive: false }),
} as const;

/** Below the idle time after which servers and balancers commonly close, so that a connection is rarely closed under a read. */
const idleMs = 4_000;

const keptAgents = {
  'http:': new Agent({ keepAlive: true, timeout: idleMs }),
  'https:': new SecureAgent({ keepAlive: true, timeout: idleMs }),
} as const;

const decoders = new Map([
  ['gzip', createGunzip],
  ['deflate', createInflate],
  ['br', createBrotliDecompress],
]);

/** The decompressed body; whoever stops reading it half-way closes the connection with it. */
const bodyOf = (response: IncomingMessage): AsyncIterable<Uint8Array> => {
  const decoder = decoders.get(response.headers['content-encoding']?.toLowerCase() ?? '');
  return decoder === undefined ? response : pipeline(response, decoder(), () => undefined);
};

const toResponse = (response: IncomingMessage): HttpResponse => ({
  status: response.statusCode ?? 0,
  headers: { get: (name) => [response.headers[name.toLowerCase()]].flat()[0] ?? null },
  body: bodyOf(response),
});

/** No byte of the request left: the connection was never made. */
class NeverConnected extends Error {
  readonly code: unknown;
  /** What the client of 12go knows it by. */
  readonly syscall = 'connect';

  constructor(cause: Error & { readonly code?: unknown }) {
    super('never connected', { cause });
    this.code = cause.code ?? 'ECONNREFUSED';
  }
}

/** A kept connection that the other side closed just as we wrote: nothing was answered, and reads may be repeated. */
class StaleConnection extends Error {}

type Agents = typeof keptAgents;

const sendOnce = (
  { method, url, headers, body, signal }: HttpRequest,
  agents: Agents,
): Promise<HttpResponse> =>
  new Promise((resolve, reject) => {
    const target = new URL(url);
    const isSecure = target.protocol === 'https:';
    const send = isSecure ? requestSecure : requestPlain;
    const bytes = body === undefined ? undefined : Buffer.from(body);
    const length = method === 'GET' ? {} : { 'content-length': bytes?.byteLength ?? 0 };
    const outgoing = send(target, {
      method,
      headers: { ...headers, ...length },
      signal,
      agent: agents[isSecure ? 'https:' : 'http:'],
    });
    let isConnected = false;
    outgoing.once('socket', (socket) => {
      if (!socket.connecting) isConnected = true;
      else socket.once(isSecure ? 'secureConnect' : 'connect', () => (isConnected = true));
    });
    outgoing.once('response', (response) => resolve(toResponse(response)));
    outgoing.once('error', (cause: Error & { code?: unknown }) => {
      const isStale = outgoing.reusedSocket && cause.code === 'ECONNRESET';
      if (isStale) reject(new StaleConnection('closed while idle', { cause }));
      else reject(isConnected ? cause : new NeverConnected(cause));
    });
    outgoing.end(bytes);
  });

/** Every other kept connection may be stale as well; the agent drops those that closed, so this ends soon. */
const staleMax = 3;

/** Reads over kept connections: no redirects, no retries but on a connection that had been closed while idle. */
const readExchange: Exchange = async (request) => {
  for (let stale = 0; ; stale += 1) {
    try {
      return await sendOnce(request, keptAgents);
    } catch (error) {
      if (!(error instanceof StaleConnection) || stale >= staleMax || request.signal.aborted) throw error;
    }
  }
};

const turnstile = createTurnstile();

/**
 * The body of a search, whose end waits until the event loop has nothing else to do: reading, pricing and printing it is what takes
 * long here, and when many arrive at once, bookings are not to wait for all of them.
 */
async function* inTurn(body: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  yield* body;
  await turnstile.turn();
}

const searchExchange: Exchange = async (request) => {
  const response = await readExchange(request);
  return { ...response, body: response.body === null ? null : inTurn(response.body) };
};

/** Everything else goes out once, whole, on a connection of its own. */
const exchange: Exchange = (request) => {
  if (request.operation === 'search') return searchExchange(request);
  return request.method === 'GET' ? readExchange(request) : sendOnce(request, unkeptAgents);
};

/**
 * A transport over `node:http`. Rechecks, which go to other hosts, keep the client's own way.
 *
 * @example
 * ```ts
 * const transport = createLeanTransport({ baseUrl: 'https://api.upstream.example' });
 * ```
 */
export const createLeanTransport = (options: TransportOptions): TwelveGoTransport => ({
  send: createTwelveGoTransport({ ...options, exchange }).send,
  recheck: createTwelveGoTransport(options).recheck,
});
