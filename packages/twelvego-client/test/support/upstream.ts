/** A raw HTTP server that answers whatever a test says, counts its calls and keeps what it was sent. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

type Seen = { method: string; url: string; headers: IncomingMessage['headers']; body: string };
export type Answering = (request: Seen, response: ServerResponse, count: number) => void;

export type Upstream = { url: string; seen: Seen[]; answer: Answering; close: () => Promise<void> };

/** Listens on a free port of 127.0.0.1. Set `answer` before each call. */
export const startUpstream = async (): Promise<Upstream> => {
  const seen: Seen[] = [];
  const upstream: Upstream = {
    url: '',
    seen,
    answer: (_request, response) => void response.end('{}'),
    close,
  };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const entry = {
        method: request.method ?? '',
        url: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(chunks).toString('utf8'),
      };
      seen.push(entry);
      upstream.answer(entry, response, seen.length);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  upstream.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  function close(): Promise<void> {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(() => resolve()));
  }
  return upstream;
};

/** Answers with a status and a body, JSON unless it is text. */
export const reply =
  (status: number, body: unknown, headers: Record<string, string> = {}): Answering =>
  (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };
