/** A real HTTP server that answers from a script, one step a request, and records what it was sent. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** What the server was sent. */
export type Received = {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  readonly atMs: number;
};

/** Answers one request; a step that leaves it open counts as idle. */
export type Step = (response: ServerResponse, received: Received) => void;

/** The server, as a test sees it. */
export type ScriptedServer = {
  readonly baseUrl: string;
  readonly received: readonly Received[];
  /** Whether a request is being answered. */
  readonly busy: () => boolean;
};

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
};

/** Starts a server; it answers with the steps in turn, and with the last one from then on. It ends with the test. */
export const scriptedServer = async (...steps: readonly [Step, ...Step[]]): Promise<ScriptedServer> => {
  const received: Received[] = [];
  let answering = 0;
  const server = createServer({ keepAlive: false }, async (request, response) => {
    answering += 1;
    const step = steps[Math.min(received.length, steps.length - 1)] as Step;
    const { method = '', url = '', headers } = request;
    const entry = { method, url, headers, body: await bodyOf(request), atMs: Date.now() };
    received.push(entry);
    // The date of the machine would contradict the tests that run on a time of their own.
    response.sendDate = false;
    step(response, entry);
    answering -= 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { baseUrl: `http://127.0.0.1:${port}`, received, busy: () => answering > 0 };
};

/** The URL of a port that nothing listens on. */
export const unusedUrl = async (): Promise<string> => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
};
