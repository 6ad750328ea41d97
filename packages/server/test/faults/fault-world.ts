/** A gateway in this process with all that is done to it: a poisoned line to 12go, a door that answers wrongly, and what was told. */

import { createLog } from '@partner-gateway/telemetry';
import type { EmbeddedOptions } from '../../embedded/start.ts';
import { type Answer, type Api, type Caller, type Sending, startApi } from '../support/api.ts';
import { type Door, startDoor } from './door.ts';
import { type FaultProxy, startFaultProxy } from './tcp-fault-proxy.ts';

export type WorldOptions = Pick<EmbeddedOptions, 'environment' | 'clients' | 'timing' | 'now'>;

/** One request and its answer, with what 12go had done by then. */
export type Told = {
  readonly clientId: string;
  readonly method: string;
  readonly path: string;
  readonly key: string | undefined;
  /** Of a create: the 12go cart behind its token, and the reserves of it when the answer came. */
  readonly cart: string | undefined;
  readonly executions: number;
  readonly answer: Answer;
};

export type FaultWorld = {
  readonly api: Api;
  /** In front of 12go. */
  readonly door: Door;
  readonly creditDoor: Door;
  readonly ratesDoor: Door;
  readonly link: FaultProxy;
  readonly told: readonly Told[];
  /** Every log line since it was started. */
  readonly logLines: readonly string[];
  /** A client whose answers are kept for the invariants. */
  as(clientId: string): Caller;
  /** How often a cart was reserved at 12go. */
  executions(cart: string): number;
  /** The cart behind a token; undefined when it is none. */
  cartOf(clientId: string, token: unknown): string | undefined;
  /** Heals everything, and makes prices fresh again. */
  reset(): Promise<void>;
  close(): Promise<void>;
};

const readMs = 1_500;

/** What takes seconds in production takes tenths of one here, and a busy machine still keeps to it. */
const timing = {
  writeGuard: { syncWaitMs: 1_000, callLimitMs: 2_500, joinMs: 300, joinPollMs: 25 },
  twelveGoTimeoutsMs: {
    search: readMs,
    trip: readMs,
    addToCart: readMs,
    checkoutForm: readMs,
    booking: readMs,
    bookingByCart: readMs,
    refundOptions: readMs,
  },
  outcomeResolver: { everyMs: 3_600_000 },
} as const;

/** Gateway, neighbours and clients share one event loop, so its delay says nothing about the gateway. */
const neverSheds = { SHED_SEARCH_DELAY_MS: '60000', SHED_ALL_DELAY_MS: '60000', SHED_HEAP_PERCENT: '100' };

const tokenOf = (body: Sending['body']): unknown => {
  const given = body as { readonly booking_token?: unknown } | undefined;
  return typeof given === 'object' ? given.booking_token : undefined;
};

const keyOf = (headers: Sending['headers']): string | undefined => {
  const key = headers?.['idempotency-key'];
  return typeof key === 'string' ? key : undefined;
};

/** Starts one. */
export const startFaultWorld = async (
  { environment, ...options }: WorldOptions = {},
  random: () => number = Math.random,
): Promise<FaultWorld> => {
  const [door, creditDoor, ratesDoor] = [await startDoor(), await startDoor(), await startDoor()];
  const link = await startFaultProxy(door.port, random);
  const logLines: string[] = [];
  const api = await startApi({
    ...options,
    log: createLog('debug', { write: (line) => void logLines.push(line) }),
    timing: { ...timing, ...options.timing },
    environment: {
      TWELVEGO_BASE_URL: `http://127.0.0.1:${link.port}`,
      CREDIT_LINE_URL: `http://127.0.0.1:${creditDoor.port}`,
      RATES_URL: `http://127.0.0.1:${ratesDoor.port}/rates`,
      ...neverSheds,
      ...environment,
    },
  });
  door.forwardTo(api.sandboxUrl);
  creditDoor.forwardTo(api.creditLine.url);
  ratesDoor.forwardTo(api.fuji.url);
  await api.gateway.parts.copies.rates.refresh();
  const told: Told[] = [];
  const { tokens } = api.gateway.parts.deps;
  const executions = (cart: string): number =>
    api.sandbox.ledger.filter(({ operation, cartId }) => operation === 'reserve' && cartId === cart).length;
  const cartOf = (clientId: string, token: unknown): string | undefined => {
    try {
      return tokens.booking.open(String(token), { clientId, nowSeconds: Number.NaN }).cartId;
    } catch {
      return undefined;
    }
  };

  const as = (clientId: string): Caller => {
    const { apiKey, send: sendBare } = api.as(clientId);
    const send: Caller['send'] = async (method, path, sending = {}) => {
      const cart = path.endsWith('/bookings') ? cartOf(clientId, tokenOf(sending.body)) : undefined;
      const answer = await sendBare(method, path, sending);
      const then = cart === undefined ? 0 : executions(cart);
      told.push({ clientId, method, path, key: keyOf(sending.headers), cart, executions: then, answer });
      return answer;
    };
    return {
      clientId,
      apiKey,
      send,
      get: (path, headers) => send('GET', `/v1/${clientId}${path}`, { headers }),
      post: (path, body, headers) => send('POST', `/v1/${clientId}${path}`, { body, headers }),
    };
  };

  return {
    api,
    door,
    creditDoor,
    ratesDoor,
    link,
    told,
    logLines,
    as,
    executions,
    cartOf,
    async reset() {
      for (const one of [door, creditDoor, ratesDoor]) {
        one.answer(undefined);
        one.bend(undefined);
      }
      api.sandbox.scenarios.clear();
      await link.heal();
      await api.gateway.parts.copies.rates.refresh();
    },
    async close() {
      await api.close();
      await link.close();
      for (const one of [door, creditDoor, ratesDoor]) await one.close();
    },
  };
};
