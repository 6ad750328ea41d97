/** A whole gateway behind real sockets for one test file, and calls to it as its clients make them. */
import { Agent, type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';
import { createLog } from '@partner-gateway/telemetry';
import { z } from 'zod';
import { type EmbeddedGateway, type EmbeddedOptions, startEmbedded } from '../../embedded/start.ts';

/** The moment every test file begins at; the trips of the contract's examples are still to come. */
const beginning = '2026-10-28T09:41:00Z';

/** What a caller adds to a request. An object goes out as JSON; text and bytes as they are, with no content type. */
export type Sending = {
  readonly headers?: Readonly<Record<string, string | readonly string[] | undefined>> | undefined;
  readonly body?: string | Uint8Array | object | undefined;
};

/** An answer with its bytes as text. */
export type Answer = {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** The body, checked by a schema of the contract. */
  read<Schema extends z.ZodType>(schema: Schema): z.output<Schema>;
};

/** One client of the gateway; paths are below `/v1/{client id}`. */
export type Caller = {
  readonly clientId: string;
  readonly apiKey: string;
  get(path: string, headers?: Sending['headers']): Promise<Answer>;
  post(path: string, body?: Sending['body'], headers?: Sending['headers']): Promise<Answer>;
  /** Any method on any path, with this client's key. */
  send(method: string, path: string, sending?: Sending): Promise<Answer>;
};

/** A running gateway with its calls, log lines and upstream counters. */
export type Api = EmbeddedGateway & {
  send(method: string, path: string, sending?: Sending): Promise<Answer>;
  ops(path: string, headers?: Sending['headers']): Promise<Answer>;
  as(clientId: string): Caller;
  /** Every log line so far. */
  readonly logLines: readonly string[];
  /** Calls that reached 12go, all operations together. */
  upstreamCalls(): number;
  /** Writes of an operation that 12go executed. */
  executed(operation: Write): number;
  /** Those it executed while some work was done. */
  executedDuring(operation: Write, work: () => Promise<unknown>): Promise<number>;
};

type Write = 'addToCart' | 'reserve' | 'confirm' | 'refund';

const operations = [
  'search',
  'trip',
  'addToCart',
  'cart',
  'checkoutForm',
  'reserve',
  'confirm',
  'booking',
  'bookingByCart',
  'refundOptions',
  'refund',
  'recheck',
] as const;

const encode = (body: Sending['body']): { bytes?: string | Uint8Array; type?: string } => {
  if (body === undefined) return {};
  if (typeof body === 'string' || body instanceof Uint8Array) return { bytes: body };
  return { bytes: JSON.stringify(body), type: 'application/json' };
};

const readerOf =
  (asked: string, status: number, text: string): Answer['read'] =>
  (schema) => {
    const parsed = schema.safeParse(text === '' ? undefined : JSON.parse(text));
    if (parsed.success) return parsed.data;
    throw new Error(`${asked} answered ${status} ${text.slice(0, 500)}\n${z.prettifyError(parsed.error)}`);
  };

const readText = async (incoming: IncomingMessage): Promise<string> => {
  let text = '';
  for await (const chunk of incoming.setEncoding('utf8')) text += chunk;
  return text;
};

const agent = new Agent({ keepAlive: true, maxSockets: 64 });

/** Sends one request with its path untouched, so that spelling, repeated headers and broken bodies arrive as written. */
export const sendTo = (baseUrl: string, method: string, path: string, sending: Sending = {}) =>
  new Promise<Answer>((resolve, reject) => {
    const { hostname, port } = new URL(baseUrl);
    const { bytes, type } = encode(sending.body);
    const headers = Object.fromEntries(
      Object.entries({
        ...(type !== undefined && { 'content-type': type }),
        ...(bytes !== undefined && { 'content-length': String(Buffer.byteLength(bytes)) }),
        ...sending.headers,
      }).flatMap(([name, value]) =>
        value === undefined ? [] : [[name, typeof value === 'string' ? value : [...value]]],
      ),
    );
    const outgoing = request({ hostname, port, method, path, headers, agent }, (incoming) => {
      readText(incoming).then((text) => {
        const status = incoming.statusCode ?? 0;
        resolve({
          status,
          headers: incoming.headers,
          text,
          read: readerOf(`${method} ${path}`, status, text),
        });
      }, reject);
    });
    outgoing.once('error', reject);
    outgoing.end(bytes);
  });

const callerOf = ({ baseUrl, clients }: EmbeddedGateway, clientId: string): Caller => {
  const apiKey = clients.find((client) => client.clientId === clientId)?.apiKey;
  if (apiKey === undefined) throw new Error(`there is no client ${clientId}`);
  const send: Caller['send'] = (method, path, { headers, body } = {}) =>
    sendTo(baseUrl, method, path, { headers: { 'x-api-key': apiKey, ...headers }, body });
  return {
    clientId,
    apiKey,
    send,
    get: (path, headers) => send('GET', `/v1/${clientId}${path}`, { headers }),
    post: (path, body, headers) => send('POST', `/v1/${clientId}${path}`, { body, headers }),
  };
};

/**
 * Starts a gateway whose waits pass at once: they move the sandbox's clock instead. Unless a test asks for notifications,
 * 12go hears only of what its callers ask.
 */
export const startApi = async (options: EmbeddedOptions = {}): Promise<Api> => {
  const logLines: string[] = [];
  let started: EmbeddedGateway | undefined;
  const sleep = async (ms: number): Promise<void> => {
    await started?.gateway.parts.deps.upstream.rechecks.idle();
    started?.sandbox.clock.advance(ms);
  };
  const embedded = await startEmbedded({
    now: beginning,
    log: createLog('debug', { write: (line) => void logLines.push(line) }),
    isNotified: false,
    ...options,
    // Calls that hang are left behind by the dozen.
    environment: { TWELVEGO_CONNECTIONS: '500', ...options.environment },
    // Faults are injected by the dozen: what one test fails must not hold back the next.
    timing: { sleep, callControl: { isWatching: false }, ...options.timing },
  });
  started = embedded;
  const executed = (wanted: Write) =>
    embedded.sandbox.ledger.filter(({ operation }) => operation === wanted).length;
  return {
    ...embedded,
    logLines,
    send: (method, path, sending) => sendTo(embedded.baseUrl, method, path, sending),
    ops: (path, headers) =>
      sendTo(embedded.opsBaseUrl, 'GET', path, { headers: { 'x-ops-key': embedded.opsKey, ...headers } }),
    as: (clientId) => callerOf(embedded, clientId),
    upstreamCalls: () => operations.reduce((sum, operation) => sum + embedded.sandbox.calls(operation), 0),
    executed,
    executedDuring: async (operation, work) => {
      const before = executed(operation);
      await work();
      return executed(operation) - before;
    },
  };
};
