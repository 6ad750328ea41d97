/**
 * The old system as a double: the same contract, answered by a gateway behind it, under tokens and booking ids of its own. Search
 * answers must have plain itinerary ids, as the old system's were.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Served } from '../serve.ts';
import { createBookingNames, createTokenNames, type OldNames } from './old-names.ts';

/** How it is made. */
export type LegacyOptions = {
  /** The gateway behind it. */
  readonly gatewayUrl: string;
  readonly port?: number;
  /** What is in a token, told at `/internal/tokens/{token}`; undefined is 404. */
  readonly factsOf?: (sealedToken: string) => unknown;
};

/** A request that it took. */
export type LegacyRequest = {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly correlationId: string;
};

/** The running double. */
export type SandboxLegacy = Served & {
  readonly requests: readonly LegacyRequest[];
  /** Old booking ids and those of the gateway behind it. */
  bookings(): ReturnType<OldNames['all']>;
  /** From now on it adds so much to every net price of a search, as a system with other rules would; 0 for none. */
  overcharge(hundredths: number): void;
  /** From now on it takes so long to answer. */
  delay(ms: number): void;
};

type State = {
  readonly options: LegacyOptions;
  readonly tokens: OldNames;
  readonly results: OldNames;
  readonly bookings: OldNames;
  overchargeHundredths: number;
  delayMs: number;
};

const issuedId = /BK-\d+-[0-9A-HJKMNP-TV-Z]{5}/g;

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk as Buffer));
  return Buffer.concat(chunks).toString('utf8');
};

/** In a path every old id is the new one. */
const freshPath = (path: string, { bookings, results }: State): string =>
  path
    .split(/(?=[/?])/)
    .map((part) => {
      const old = part.slice(1);
      return (part[0] ?? '') + (bookings.freshOf(old) ?? results.freshOf(old) ?? old);
    })
    .join('');

const freshBody = (text: string, { tokens }: State): string => {
  const match = /"(?:booking_token|bookingToken)"\s*:\s*"([^"]+)"/.exec(text);
  const fresh = match?.[1] === undefined ? undefined : tokens.freshOf(match[1]);
  return match?.[1] === undefined || fresh === undefined ? text : text.replace(match[1], fresh);
};

const netPrice = /(?<before>"net_price":\{[^}]*?"amount":")(?<whole>\d+)\.(?<cents>\d\d)"/g;

const dearer = (text: string, hundredths: number): string => {
  if (hundredths === 0) return text;
  return text.replace(netPrice, (...parts) => {
    const { before, whole, cents } = parts.at(-1) as Record<'before' | 'whole' | 'cents', string>;
    const amount = String(Number(`${whole}${cents}`) + hundredths).padStart(3, '0');
    return `${before}${amount.slice(0, -2)}.${amount.slice(-2)}"`;
  });
};

const oldBody = (text: string, state: State): string =>
  dearer(text, state.overchargeHundredths)
    .replace(
      /"booking_token":"([^"]+)"/g,
      (_all, token: string) => `"booking_token":"${state.tokens.oldOf(token)}"`,
    )
    .replace(issuedId, (id) => state.bookings.oldOf(id));

const passedHeaders = (request: IncomingMessage): Record<string, string> =>
  Object.fromEntries(
    Object.entries(request.headers).flatMap(([name, value]) =>
      typeof value === 'string' &&
      !['connection', 'content-length', 'host', 'transfer-encoding'].includes(name)
        ? [[name, value]]
        : [],
    ),
  );

const answerHeaders = (response: Response, state: State): Record<string, string> => {
  const kept = [...response.headers].filter(
    ([name]) => !['connection', 'content-encoding', 'content-length', 'transfer-encoding'].includes(name),
  );
  return Object.fromEntries(
    kept.map(([name, value]) => {
      const id = name === 'location' ? (/[^/]+$/.exec(value)?.[0] ?? '') : '';
      return [name, id === '' ? value : value.replace(id, state.results.oldOf(id))];
    }),
  );
};

const pass = async (request: IncomingMessage, response: ServerResponse, state: State): Promise<number> => {
  const text = await bodyOf(request);
  const answer = await fetch(`${state.options.gatewayUrl}${freshPath(request.url ?? '/', state)}`, {
    method: request.method ?? 'GET',
    headers: passedHeaders(request),
    redirect: 'manual',
    ...(text !== '' && { body: freshBody(text, state) }),
  });
  const body = oldBody(await answer.text(), state);
  await new Promise((resolve) => setTimeout(resolve, state.delayMs));
  response.writeHead(answer.status, answerHeaders(answer, state));
  response.end(body);
  return answer.status;
};

const tellFacts = (
  request: IncomingMessage,
  response: ServerResponse,
  { tokens, options }: State,
): boolean => {
  const token = /^\/internal\/tokens\/([^/?]+)$/.exec(request.url ?? '')?.[1];
  if (token === undefined) return false;
  const fresh = tokens.freshOf(decodeURIComponent(token));
  const facts = fresh === undefined ? undefined : options.factsOf?.(fresh);
  response.writeHead(facts === undefined ? 404 : 200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(facts ?? {}));
  return true;
};

const listen = (server: Server, port: number): Promise<string> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () =>
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    );
  });

/** Starts it. */
export const serveLegacy = async (options: LegacyOptions): Promise<SandboxLegacy> => {
  const state: State = {
    options,
    tokens: createTokenNames(),
    results: createTokenNames(),
    bookings: createBookingNames(),
    overchargeHundredths: 0,
    delayMs: 0,
  };
  const requests: LegacyRequest[] = [];
  const server = createServer((request, response) => {
    if (tellFacts(request, response, state)) return;
    pass(request, response, state).then(
      (status) =>
        requests.push({
          method: request.method ?? '',
          path: request.url ?? '',
          status,
          correlationId: String(request.headers['x-correlation-id'] ?? ''),
        }),
      () => response.destroy(),
    );
  });
  server.keepAliveTimeout = 60_000;
  const url = await listen(server, options.port ?? 0);
  return {
    url,
    requests,
    bookings: () => state.bookings.all(),
    overcharge: (hundredths) => {
      state.overchargeHundredths = hundredths;
    },
    delay: (ms) => {
      state.delayMs = ms;
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
};
