/** A door in front of a neighbour: it keeps what passes, changes answers on their way, and may answer in the neighbour's place. */
import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** A call that passed. */
export type Passed = {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
};

/** Answers in the neighbour's place; undefined lets the call pass. */
export type Instead = (call: Passed) => ((response: ServerResponse) => void) | undefined;

/** Changes the JSON of an answer on its way. */
export type Bend = (call: Passed, body: Record<string, unknown>) => void;

export type Door = {
  readonly port: number;
  readonly passed: Passed[];
  forwardTo(url: string): void;
  answer(instead: Instead | undefined): void;
  bend(bend: Bend | undefined): void;
  close(): Promise<void>;
};

const isJson = (answer: IncomingMessage): boolean =>
  answer.headers['content-type']?.startsWith('application/json') === true;

const bent = (bytes: Buffer, call: Passed, bend: Bend): Buffer => {
  const body = JSON.parse(bytes.toString()) as Record<string, unknown>;
  bend(call, body);
  return Buffer.from(JSON.stringify(body));
};

/** Starts it on a free port. */
export const startDoor = async (): Promise<Door> => {
  const passed: Passed[] = [];
  let [target, instead, bend]: [string, Instead | undefined, Bend | undefined] = ['', undefined, undefined];

  const forward = (call: Passed, response: ServerResponse): void => {
    const { host: _host, connection: _connection, ...kept } = call.headers;
    // A connection of its own, so that what hangs holds nobody else up.
    const options = { method: call.method, headers: kept, agent: false } as const;
    const outgoing = request(`${target}${call.url}`, options, (answer) => {
      buffer(answer).then(
        (bytes) => {
          const body = bend !== undefined && isJson(answer) ? bent(bytes, call, bend) : bytes;
          const { 'content-length': _length, 'transfer-encoding': _chunked, ...rest } = answer.headers;
          response.writeHead(answer.statusCode ?? 500, { ...rest, 'content-length': body.length }).end(body);
        },
        () => response.destroy(),
      );
    });
    outgoing.once('error', () => response.socket?.resetAndDestroy());
    outgoing.end(call.body);
  };

  const server = createServer({ maxHeaderSize: 1_048_576 }, async (incoming, response) => {
    const { method = 'GET', url = '/', headers } = incoming;
    const bytes = await buffer(incoming).catch(() => undefined);
    if (bytes === undefined) return;
    const call = { method, url, headers, body: bytes.toString() };
    passed.push(call);
    const own = instead?.(call);
    if (own !== undefined) own(response);
    else if (target === '') response.writeHead(503).end();
    else forward(call, response);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    passed,
    forwardTo: (url) => {
      target = url;
    },
    answer: (next) => {
      instead = next;
    },
    bend: (next) => {
      bend = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
