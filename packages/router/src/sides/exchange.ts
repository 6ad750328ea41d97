/** One request sent to a side, once, and the beginning of its answer; or why there is none, and whether anything was sent. */
import type { Readable } from 'node:stream';
import { type Dispatcher, Pool } from 'undici';
import type { Side } from './side.ts';

/** A request as it goes out. */
export type Outgoing = {
  readonly method: string;
  /** As the partner wrote it, with its query. */
  readonly path: string;
  /** Names and values in turn. */
  readonly headers: readonly string[];
  readonly body: Buffer | Readable | null;
  /** Whether sending it again does nothing a second time. */
  readonly isRepeatable: boolean;
};

/** An answer whose body is still coming. */
export type Incoming = Pick<Dispatcher.ResponseData, 'statusCode' | 'headers' | 'body'>;

/** Why a side gave no answer: `refused` when nothing was sent. */
export class SideFailure extends Error {
  override readonly name = 'SideFailure';
  readonly reason: 'refused' | 'timeout' | 'broken';

  constructor(reason: SideFailure['reason'], cause: unknown) {
    super(`the request was not answered: ${reason}`, { cause });
    this.reason = reason;
  }
}

/** Sends. @throws SideFailure */
export type Exchange = {
  send(side: Side, outgoing: Outgoing): Promise<Incoming>;
  close(): Promise<void>;
};

const connectMs = 2_000;
/** Shorter than a server keeps an idle connection, so that none is closed under a request. */
const idleMs = 4_000;

const notSent: ReadonlySet<unknown> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);
const late: ReadonlySet<unknown> = new Set(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT']);

const codeOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;

/** A name with several addresses fails with one error for all of them. */
const isNotSent = (error: unknown): boolean =>
  error instanceof AggregateError ? error.errors.every(isNotSent) : notSent.has(codeOf(error));

const failureOf = (error: unknown): SideFailure => {
  if (isNotSent(error)) return new SideFailure('refused', error);
  return new SideFailure(late.has(codeOf(error)) ? 'timeout' : 'broken', error);
};

/** Makes pools of connections, one for each side on first use. */
export const createExchange = (connections: number): Exchange => {
  const pools = new Map<string, Pool>();
  const poolOf = ({ baseUrl, timeoutMs }: Side): Pool => {
    const found = pools.get(baseUrl);
    if (found !== undefined) return found;
    const pool = new Pool(baseUrl, {
      connections,
      pipelining: 1,
      connect: { timeout: connectMs },
      keepAliveTimeout: idleMs,
      keepAliveMaxTimeout: idleMs,
      headersTimeout: timeoutMs,
      bodyTimeout: timeoutMs,
    });
    pools.set(baseUrl, pool);
    return pool;
  };
  return {
    send: async (side, { method, path, headers, body, isRepeatable }) => {
      try {
        return await poolOf(side).request({
          method: method as Dispatcher.HttpMethod,
          path,
          headers: [...headers],
          body,
          idempotent: isRepeatable,
        });
      } catch (error) {
        throw failureOf(error);
      }
    },
    close: async () => {
      await Promise.all([...pools.values()].map((pool) => pool.destroy()));
    },
  };
};
