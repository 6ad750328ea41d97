/** The fake behind a port of this machine. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Listening, ListenOptions } from '../fake-api.ts';
import type { State } from '../state.ts';
import { replyTo, toWire } from './to-response.ts';

/** Far above what the fake takes, so that it is the fake who refuses them. */
const maxHeaderSize = 256 * 1024;

const textOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
};

const toHeaders = ({ headers }: IncomingMessage): Headers => {
  const all = new Headers();
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) all.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  return all;
};

const serve = async (state: State, request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const { method = 'GET', url = '/' } = request;
  const incoming = { method, headers: toHeaders(request), text: await textOf(request) };
  const reply = await replyTo(state, { ...incoming, url: new URL(url, state.identity.baseUrl) });
  if (reply.isLost === true) {
    request.socket.resetAndDestroy();
    return;
  }
  const { headers, text } = toWire(reply);
  response.writeHead(reply.status, headers).end(text);
};

const demandPort = (port: unknown): void => {
  if (typeof port !== 'number' || !Number.isInteger(port) || port < 0 || port > 65_535)
    throw new TypeError('port is a whole number up to 65535; 0 is any free one');
};

/** Starts listening; the base URL of what the fake gives out becomes that of the port. */
export const listen = async (
  state: State,
  { port = 0, host = '127.0.0.1' }: ListenOptions,
): Promise<Listening> => {
  demandPort(port);
  const server = createServer({ maxHeaderSize }, (request, response) => {
    serve(state, request, response).catch((error: unknown) => response.destroy(toError(error)));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address = server.address();
  const actualPort = typeof address === 'object' && address !== null ? address.port : port;
  const baseUrl = `http://${host}:${actualPort}`;
  state.identity = { ...state.identity, baseUrl };
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { baseUrl, close };
};

const toError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));
