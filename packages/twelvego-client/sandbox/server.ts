/** The sandbox over real HTTP: msw's handlers behind `node:http`, with a socket that can hang, break and stop half-way. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RequestHandler } from 'msw';
import { getResponse } from 'msw/utils/get-response';
import { doorHeader, recheckBaseDefault, socketHeader } from './handlers.ts';

/** A listening sandbox. */
export type ListeningSandbox = {
  /** The base URL of the API, without a trailing slash; rechecks are below `/recheck`. */
  readonly url: string;
  /** Stops, cutting calls that still hang. */
  close(): Promise<void>;
};

export type ServerOptions = {
  readonly handlers: readonly RequestHandler[];
  readonly baseUrl: string;
  readonly recheckBaseUrl: string | undefined;
  /** Default: 0, a free port. */
  readonly port?: number | undefined;
  /** Default: 127.0.0.1. */
  readonly host?: string | undefined;
};

export async function startServer({
  handlers,
  baseUrl,
  recheckBaseUrl,
  port = 0,
  host = '127.0.0.1',
}: ServerOptions): Promise<ListeningSandbox> {
  let door = '';
  const toInner = (path: string): string =>
    path.startsWith('/recheck/')
      ? `${recheckBaseUrl ?? recheckBaseDefault}${path.slice('/recheck'.length)}`
      : `${baseUrl}${path}`;
  const server = createServer((incoming, outgoing) => {
    readAll(incoming)
      .then((body) => toRequest(incoming, toInner(incoming.url ?? '/'), door, body))
      .then((request) => getResponse([...handlers], request))
      .then((response) => write(response ?? notFound(), outgoing))
      .catch(() => outgoing.destroy());
  });
  await listen(server, port, host);
  door = `http://${host.includes(':') ? `[${host}]` : host}:${(server.address() as AddressInfo).port}`;
  return { url: door, close: () => close(server) };
}

const listen = (server: Server, port: number, host: string): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}

async function readAll(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function toRequest(incoming: IncomingMessage, url: string, door: string, body: Buffer): Request {
  const headers = new Headers({ [doorHeader]: door });
  for (const name of ['x-sandbox-scenario', 'content-type']) {
    const value = incoming.headers[name];
    if (typeof value === 'string') headers.set(name, value);
  }
  const method = incoming.method ?? 'GET';
  return new Request(url, {
    method,
    headers,
    ...(method === 'GET' || method === 'HEAD' ? {} : { body: new Uint8Array(body) }),
  });
}

const notFound = (): Response =>
  Response.json({ fields: null, messages: ['No such route'], data: null }, { status: 404 });

async function write(response: Response, outgoing: ServerResponse): Promise<void> {
  const fault = response.headers.get(socketHeader);
  if (fault === 'hang') return;
  if (fault === 'reset') {
    outgoing.socket?.resetAndDestroy();
    return;
  }
  const body = Buffer.from(await response.arrayBuffer());
  const headers = Object.fromEntries([...response.headers].filter(([name]) => name !== socketHeader));
  outgoing.writeHead(response.status, { ...headers, 'content-length': String(body.byteLength) });
  if (fault === 'cut') outgoing.write(body.subarray(0, body.byteLength / 2), () => outgoing.destroy());
  else outgoing.end(body);
}
