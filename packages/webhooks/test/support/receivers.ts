/** Endpoints of partners on this machine, with a certificate of their own; and a listener that only counts who comes. */
import type { IncomingHttpHeaders, RequestListener } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { createServer, type Server } from 'node:net';
import { generate } from 'selfsigned';
import { afterAll } from 'vitest';
import type { ResolveName } from '../../src/index.ts';

export type Certificate = { readonly cert: string; readonly key: string };

/** Names that the certificate is for; {@link toThisMachine} leads them here. */
const certifiedNames = ['hooks.acme.test', 'slow.beta.test', 'dead.gamma.test', 'localhost'];

export const makeCertificate = async (names: readonly string[] = certifiedNames): Promise<Certificate> => {
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'test' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'subjectAltName', altNames: names.map((value) => ({ type: 2, value })) },
    ],
  });
  return { cert, key };
};

export const toThisMachine: ResolveName = async () => ['127.0.0.1'];

export type Received = {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
};

export type Receiver = {
  readonly port: number;
  readonly received: readonly Received[];
  /** Connections that it accepted. */
  connections(): number;
};

const portOf = (server: Server): number => {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
};

/** Counts connections; of every address of this machine if it has no host. */
const listen = async (server: Server, host?: string): Promise<() => number> => {
  let connections = 0;
  server.on('connection', (socket) => {
    connections += 1;
    socket.on('error', () => {});
  });
  await new Promise<void>((listening) => server.listen(0, host, listening));
  return () => connections;
};

/** Opens receivers that are closed after the tests of the file; call it at the top level. */
export const useReceivers = () => {
  const closes: (() => void)[] = [];
  afterAll(() => {
    for (const close of closes) close();
  });
  return {
    async open(certificate: Certificate, answer: RequestListener): Promise<Receiver> {
      const received: Received[] = [];
      const server = createHttpsServer(certificate, (request, response) => {
        const chunks: Buffer[] = [];
        request.on('data', (chunk: Buffer) => chunks.push(chunk));
        request.on('end', () => {
          received.push({
            path: request.url ?? '',
            headers: request.headers,
            body: Buffer.concat(chunks).toString(),
          });
          answer(request, response);
        });
      });
      server.on('tlsClientError', () => {});
      const connections = await listen(server, '127.0.0.1');
      closes.push(() => {
        server.close();
        server.closeAllConnections();
      });
      return { port: portOf(server), received, connections };
    },
    /** Accepts on every address of this machine, says what it is told to, and ends. */
    async openListener(greeting = ''): Promise<Receiver> {
      const server = createServer((socket) => socket.end(greeting));
      const connections = await listen(server);
      closes.push(() => void server.close());
      return { port: portOf(server), received: [], connections };
    },
  };
};
