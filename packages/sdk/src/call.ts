/** A call: the one request that an operation and its input make, with its ids and limits. */
import { type OperationName, routes } from '../generated/routes.ts';
import type { Hooks } from './observe/hooks.ts';
import { traceHeaders } from './observe/trace-context.ts';
import { type ClientOptions, defaults, demandCallOptions, type WriteOptions } from './options.ts';
import { userAgent } from './user-agent.ts';

/** A row of the route table, in the widest form. */
export type Route = {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly answers: readonly number[];
  readonly json: 'object' | 'array' | 'string' | 'nothing';
  readonly lists?: readonly string[];
  readonly keyed?: true;
  /** Leaves nothing behind. */
  readonly reads?: true;
  readonly open?: true;
};

/** What a method passes on. */
export type CallInput = {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: object | undefined;
  readonly body?: unknown;
  readonly options?: WriteOptions | undefined;
};

/** A call, ready to be sent. */
export type Call = {
  readonly operation: OperationName;
  readonly route: Route;
  readonly request: OutgoingRequest;
  readonly correlationId: string;
  readonly idempotencyKey: string | undefined;
  readonly apiKey: string;
  readonly timeoutMs: number;
  readonly deadlineMs: number;
  readonly retries: number;
  readonly signal: AbortSignal | undefined;
  readonly fetch: typeof globalThis.fetch | undefined;
  readonly hooks: Hooks;
};

const segment = (name: string, value: unknown): string => {
  // A dot segment would be resolved away and reach another path.
  if (typeof value !== 'string' || /^\.{0,2}$/.test(value)) throw new TypeError(`${name} must be an id`);
  return encodeURIComponent(value);
};

const pathOf = (route: Route, params: Readonly<Record<string, string>>): string =>
  route.path.replace(/\{(\w+)\}/g, (_, name: string) => segment(name, params[name]));

const queryOf = (route: Route, query: object): string => {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    [value]
      .flat()
      .filter((item) => item !== undefined && item !== null)
      .map((item) => `${name}${route.lists?.includes(name) ? '[]' : ''}=${encodeURIComponent(String(item))}`),
  );
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
};

const lowerCased = (headers: Readonly<Record<string, string>> = {}): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

const headersOf = (
  client: ClientOptions,
  input: CallInput,
  { route, ...ids }: Pick<Call, 'route' | 'correlationId' | 'idempotencyKey'>,
): Record<string, string> => ({
  ...userAgent(),
  ...traceHeaders(),
  ...lowerCased(client.headers),
  ...lowerCased(input.options?.headers),
  accept: 'application/json, application/problem+json',
  'x-correlation-id': ids.correlationId,
  ...(route.open ? {} : { 'x-api-key': client.apiKey }),
  ...(client.version === undefined ? {} : { 'travelier-version': client.version }),
  ...(ids.idempotencyKey === undefined ? {} : { 'idempotency-key': ids.idempotencyKey }),
  ...(input.body === undefined ? {} : { 'content-type': 'application/json' }),
});

const limitsOf = (client: ClientOptions, options: WriteOptions) => ({
  timeoutMs: options.timeoutMs ?? client.timeoutMs ?? defaults.timeoutMs,
  deadlineMs: options.deadlineMs ?? client.deadlineMs ?? defaults.deadlineMs,
  retries: options.retries ?? client.retries ?? defaults.retries,
});

/** Paths begin with the version; a base URL that ends with it as well, as documents of the gateway show it, means the same. */
const baseOf = ({ baseUrl }: ClientOptions): string => baseUrl.replace(/(?:\/v1)?\/*$/, '');

/** Makes the call. The ids are minted here, once, so that every attempt carries the same. */
export const toCall = (client: ClientOptions, operation: OperationName, input: CallInput): Call => {
  const options = input.options ?? {};
  demandCallOptions(options);
  const route: Route = routes[operation];
  const ids = {
    correlationId: options.correlationId ?? crypto.randomUUID(),
    idempotencyKey: route.keyed ? (options.idempotencyKey ?? crypto.randomUUID()) : undefined,
  };
  const path = pathOf(route, { client_id: client.clientId, ...input.params });
  return {
    operation,
    route,
    request: {
      method: route.method,
      url: baseOf(client) + path + queryOf(route, input.query ?? {}),
      headers: headersOf(client, input, { route, ...ids }),
      body: input.body === undefined ? undefined : JSON.stringify(input.body),
    },
    ...ids,
    ...limitsOf(client, options),
    apiKey: client.apiKey,
    signal: options.signal,
    fetch: client.fetch,
    hooks: client,
  };
};

/** What goes out. */
export type OutgoingRequest = {
  readonly method: Route['method'];
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
};
