/** The two doors of the sandbox: msw handlers in a test process, and the same behind `node:http`, on a socket that can break. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HttpResponse, http, type RequestHandler } from 'msw';
import { getResponse } from 'msw/utils/get-response';
import type { Reply } from './reply.ts';
import { answer, type Route } from './route.ts';
import { bookingRoutes } from './routes/booking.ts';
import { cartRoutes } from './routes/cart.ts';
import { refundRoutes } from './routes/refund.ts';
import { searchRoutes } from './routes/search.ts';
import type { SandboxState } from './state.ts';

/** Set by the HTTP server on each request: its own address. Tells handlers that there is a socket to break. */
const doorHeader = 'x-sandbox-door';
/** Set on a response for the HTTP server: what the socket shall do instead of answering. */
const socketHeader = 'x-sandbox-socket';

/** Where rechecks are answered in process, and inside the server. */
const recheckBaseDefault = 'https://recheck.upstream.example';

const routes: readonly Route[] = [...searchRoutes, ...cartRoutes, ...bookingRoutes, ...refundRoutes];

/** The handlers of 12go's calls, most specific path first. */
export const createHandlers = (state: SandboxState): readonly RequestHandler[] => {
  const { baseUrl, recheckBaseUrl } = state.options;
  const recheckBase = recheckBaseUrl ?? recheckBaseDefault;
  const toHandler = (route: Route) =>
    http[route.method](
      `${route.open === true ? recheckBase : baseUrl}${route.path}`,
      async ({ request, params }) => {
        const door = request.headers.get(doorHeader);
        const ownRecheckBase =
          door === null || recheckBaseUrl !== undefined ? recheckBase : `${door}/recheck`;
        const reply = await answer(state, route, {
          request,
          params: params as Record<string, string>,
          recheckBase: ownRecheckBase,
        });
        return door === null ? await toMockedResponse(reply) : toResponse(reply);
      },
    );
  return routes.map(toHandler);
};

const textOf = ({ body }: Reply): string =>
  typeof body === 'string' && body.startsWith('<') ? body : JSON.stringify(body);

const toResponse = ({ status, headers, socket, ...reply }: Reply): Response => {
  const marked = socket === undefined ? {} : { [socketHeader]: socket };
  return new HttpResponse(textOf({ status, ...reply }), {
    status,
    headers: { 'content-type': 'application/json', ...headers, ...marked },
  });
};

/** Without a socket: a hang never settles, a reset is a network error, a cut is half a text. */
const toMockedResponse = async (reply: Reply): Promise<Response> => {
  if (reply.socket === 'reset') return HttpResponse.error();
  if (reply.socket === 'hang') await new Promise(() => undefined);
  if (reply.socket !== 'cut') return toResponse(reply);
  const text = textOf(reply);
  return new HttpResponse(text.slice(0, text.length / 2), {
    headers: { 'content-type': 'application/json' },
  });
};

/** A listening sandbox. */
export type ListeningSandbox = {
  /** The base URL of the API, without a trailing slash; rechecks are below `/recheck`. */
  readonly url: string;
  /** Stops, cutting calls that still hang. */
  close(): Promise<void>;
};

type ServerOptions = {
  readonly handlers: readonly RequestHandler[];
  readonly baseUrl: string;
  readonly recheckBaseUrl: string | undefined;
  /** Default: 0, a free port. */
  readonly port?: number | undefined;
  /** Default: 127.0.0.1. */
  readonly host?: string | undefined;
};

export const startServer = async ({
  handlers,
  baseUrl,
  recheckBaseUrl,
  port = 0,
  host = '127.0.0.1',
}: ServerOptions): Promise<ListeningSandbox> => {
  let door = '';
  const toInner = (path: string): string =>
    path.startsWith('/recheck/')
      ? `${recheckBaseUrl ?? recheckBaseDefault}${path.slice('/recheck'.length)}`
      : `${baseUrl}${path}`;
  const server = createServer((incoming, outgoing) => {
    readAll(incoming)
      .then((body) => toRequest(incoming, { url: toInner(incoming.url ?? '/'), door, body }))
      .then((request) => getResponse([...handlers], request))
      .then((response) => write(response ?? notFound(), outgoing))
      .catch(() => outgoing.destroy());
  });
  await listen(server, port, host);
  door = `http://${host.includes(':') ? `[${host}]` : host}:${(server.address() as AddressInfo).port}`;
  return { url: door, close: () => close(server) };
};

const listen = (server: Server, port: number, host: string): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });

const close = (server: Server): Promise<void> => {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
};

const readAll = async (incoming: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
};

type Inner = { readonly url: string; readonly door: string; readonly body: Buffer };

const toRequest = (incoming: IncomingMessage, { url, door, body }: Inner): Request => {
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
};

const notFound = (): Response =>
  Response.json({ fields: null, messages: ['No such route'], data: null }, { status: 404 });

const write = async (response: Response, outgoing: ServerResponse): Promise<void> => {
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
};
