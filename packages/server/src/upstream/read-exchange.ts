/** 12go's transport with a lean way for reads: `node:http` over kept connections, a third of what `fetch` costs. */
import { Agent, type IncomingMessage, request as requestPlain } from 'node:http';
import { request as requestSecure, Agent as SecureAgent } from 'node:https';
import { pipeline } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import {
  createTwelveGoTransport,
  type Exchange,
  type HttpRequest,
  type HttpResponse,
  policies,
  type TransportOptions,
  type TwelveGoTransport,
} from '@partner-gateway/twelvego-client';

/** Below the idle time after which servers and balancers commonly close, so that a connection is rarely closed under a read. */
const idleMs = 4_000;

const agents = {
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

/** A kept connection that the other side closed just as we wrote: nothing was answered, and reads may be repeated. */
class StaleConnection extends Error {}

const sendOnce = ({ method, url, headers, signal }: HttpRequest): Promise<HttpResponse> =>
  new Promise((resolve, reject) => {
    const target = new URL(url);
    const isSecure = target.protocol === 'https:';
    const send = isSecure ? requestSecure : requestPlain;
    const outgoing = send(target, { method, headers, signal, agent: agents[isSecure ? 'https:' : 'http:'] });
    outgoing.once('response', (response) => resolve(toResponse(response)));
    outgoing.once('error', (cause: Error & { code?: unknown }) => {
      const isStale = outgoing.reusedSocket && cause.code === 'ECONNRESET';
      reject(isStale ? new StaleConnection('closed while idle', { cause }) : cause);
    });
    outgoing.end();
  });

/** Every other kept connection may be stale as well; the agent drops those that closed, so this ends soon. */
const staleMax = 3;

/** Reads over kept connections: no redirects, no retries but on a connection that had been closed while idle. */
const readExchange: Exchange = async (request) => {
  for (let stale = 0; ; stale += 1) {
    try {
      return await sendOnce(request);
    } catch (error) {
      if (!(error instanceof StaleConnection) || stale >= staleMax || request.signal.aborted) throw error;
    }
  }
};

/**
 * A transport whose GETs go over `node:http`. Writes and rechecks keep the client's own way: their cost does not matter,
 * and what their failures mean is proven there.
 *
 * @example
 * ```ts
 * const transport = createLeanTransport({ baseUrl: 'https://api.upstream.example' });
 * ```
 */
export const createLeanTransport = (options: TransportOptions): TwelveGoTransport => {
  const own = createTwelveGoTransport(options);
  const reads = createTwelveGoTransport({ ...options, exchange: readExchange });
  return {
    send: (call, apiKey, callOptions) =>
      (policies[call.operation].method === 'GET' ? reads : own).send(call, apiKey, callOptions),
    recheck: own.recheck,
  };
};
