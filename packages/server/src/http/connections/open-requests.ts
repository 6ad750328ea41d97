/** The HTTP server under an app: it answers nothing on its own, and knows which requests of a connection are open. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { GatewayError } from '../../errors.ts';
import type { Doorman } from './doorman.ts';

type Listener = (request: IncomingMessage, response: ServerResponse) => void;

const openResponses = new WeakMap<Socket, Set<ServerResponse>>();

const track = ({ socket }: IncomingMessage, response: ServerResponse): void => {
  const open = openResponses.get(socket) ?? new Set();
  openResponses.set(socket, open.add(response));
  response.once('close', () => open.delete(response));
};

/** Node looks for requests that are late this often; by its default of 30 s a slow one would stay for 40. */
const lookEveryMs = 1_000;
const times = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 72_000,
  connectionsCheckingInterval: lookEveryMs,
};
const silenceMs = 75_000;

/**
 * Makes the server. Node itself would answer a request without a host or with an unknown expectation, without a word on
 * what became of a write: here {@link addOpenRequests} refuses the former, and the latter is taken like any other.
 */
export const createTrackingServer = (listener: Listener, isTurnedAway: Doorman = () => false): Server => {
  const take: Listener = (request, response) => {
    track(request, response);
    if (!isTurnedAway(request, response)) listener(request, response);
  };
  const server = createServer({ ...times, requireHostHeader: false }, take);
  server.on('checkExpectation', take);
  return server.setTimeout(silenceMs);
};

const refusedConnections = new WeakSet<Socket>();

/** A request that was received whole may be under way or done; one that is being answered cannot be answered again. */
const isUnderWay = ({ req, headersSent }: ServerResponse): boolean => req.complete || headersSent;

/**
 * Takes no request of a connection any more, so that an answer may be written to it that speaks for all of it.
 *
 * @returns false when a request is under way: whatever was written now would be read as its answer.
 */
export const refuseConnection = (socket: Socket): boolean => {
  for (const response of openResponses.get(socket) ?? []) if (isUnderWay(response)) return false;
  refusedConnections.add(socket);
  return true;
};

/** Node keeps the first of two hosts; a proxy before it may have gone by the other. */
const hostsOf = ({ rawHeaders }: IncomingMessage): number =>
  rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === 'host').length;

const refusalOf = (request: IncomingMessage): GatewayError | undefined => {
  // The rest of a slow request can still arrive behind the answer that said that it was not executed.
  if (refusedConnections.has(request.socket)) return new GatewayError('request_timeout');
  const hosts = hostsOf(request);
  if (hosts > 1) return new GatewayError('invalid_request', { detail: 'Send one Host header, not several.' });
  if (hosts === 1 || request.httpVersion !== '1.1') return undefined;
  return new GatewayError('invalid_request', { detail: 'The request has no host header.' });
};

/** Adds the hook that is the last before a request's handler. */
export const addOpenRequests = (app: FastifyInstance): void => {
  app.addHook('preHandler', ({ raw }, _reply, done) => done(refusalOf(raw)));
};
