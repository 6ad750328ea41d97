/** A real HTTP server with one answer, which remembers what it was asked. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** A request as it arrived. */
export type Asked = {
  readonly method: string | undefined;
  readonly url: URL;
  readonly headers: IncomingMessage['headers'];
  /** Whole once the answer has come. */
  body: string;
};

/** The server, as a test sees it. */
export type AnsweringServer = { readonly baseUrl: string; readonly asked: readonly Asked[] };

/** Writes one answer. */
export type Answer = (response: ServerResponse) => void;

/** Answers with JSON; a problem when the status says so. */
export const json =
  (status: number, body: unknown): Answer =>
  (response) =>
    response
      .writeHead(status, { 'content-type': `application/${status < 400 ? 'json' : 'problem+json'}` })
      .end(JSON.stringify(body));

/** Starts it; it ends with the test. */
export const answeringServer = async (answer: Answer): Promise<AnsweringServer> => {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    const { method, headers } = request;
    const arrived: Asked = { method, url: new URL(request.url ?? '', 'http://gateway'), headers, body: '' };
    asked.push(arrived);
    request.setEncoding('utf8').on('data', (chunk: string) => {
      arrived.body += chunk;
    });
    request.once('end', () => answer(response));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
};
