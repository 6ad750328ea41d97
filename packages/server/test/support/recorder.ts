/** A real HTTP server between the gateway and its sandbox, which notes what passes and may answer in the sandbox's place. */
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sendTo } from './api.ts';

/** A request that passed. */
export type Passed = { readonly method: string; readonly url: string; readonly headers: IncomingHttpHeaders };

/** Answers in place of the sandbox; undefined lets the request pass. */
export type Instead = (method: string, url: string) => ((response: ServerResponse) => void) | undefined;

/** The server. */
export type Recorder = {
  readonly url: string;
  readonly passed: Passed[];
  /** Where requests go on to; set once the sandbox listens. */
  forwardTo(url: string): void;
  answer(instead: Instead | undefined): void;
  close(): Promise<void>;
};

/** Starts it on a free port. */
export const startRecorder = async (): Promise<Recorder> => {
  const passed: Passed[] = [];
  let target = '';
  let instead: Instead | undefined;
  const server = createServer(async (request, response) => {
    const { method = 'GET', url = '/', headers } = request;
    passed.push({ method, url, headers });
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += chunk;
    const own = instead?.(method, url);
    if (own !== undefined) return own(response);
    const { 'content-length': _length, host: _host, connection: _connection, ...forwarded } = headers;
    try {
      const answer = await sendTo(target, method, url, {
        headers: forwarded,
        ...(body !== '' && { body }),
      });
      response.writeHead(answer.status, { 'content-type': answer.headers['content-type'] ?? 'text/plain' });
      response.end(answer.text);
    } catch {
      response.destroy(); // a broken answer is passed on as one
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    passed,
    forwardTo: (url) => {
      target = url;
    },
    answer: (answer) => {
      instead = answer;
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
};
