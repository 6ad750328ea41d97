/** A small JSON server for the sandbox neighbours. */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Answers one path; undefined is 404. */
export type Route = (url: URL, request: IncomingMessage) => unknown;

/** Answers by path, or by the pattern of a path with one `*` in it. */
export type RouteTable = Readonly<Record<string, Route>>;

/** A running neighbour. */
export type Served = { readonly url: string; close(): Promise<void> };

const matches = (pattern: string, path: string): boolean => {
  const [before = '', after] = pattern.split('*');
  return after === undefined ? pattern === path : path.startsWith(before) && path.endsWith(after);
};

const close = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.closeAllConnections();
    server.close(() => resolve());
  });

/** Serves routes on a port of this machine; 0 for any free one. */
export const serve = async (routes: RouteTable, port: number): Promise<Served> => {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', `http://${request.headers.host ?? 'localhost'}`);
    const route = Object.entries(routes).find(([pattern]) => matches(pattern, url.pathname))?.[1];
    const body = route?.(url, request);
    response.writeHead(body === undefined ? 404 : 200, { 'content-type': 'application/json' });
    response.end(body === undefined ? '{}' : JSON.stringify(body));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => close(server) };
};
