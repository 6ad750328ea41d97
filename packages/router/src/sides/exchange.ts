/** One request sent to a side, once, and its answer on its way; or why there is none, and whether anything was sent. */
import type { Readable, Writable } from 'node:stream';
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

/** What comes before the body of an answer. */
export type Head = {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
};

/** Where the body of an answer goes, decided by its head. */
export type Receive = (head: Head) => Writable;

/** Why a side gave no whole answer: `refused` when nothing was sent, `left` when nobody took it any more. */
export class SideFailure extends Error {
  override readonly name = 'SideFailure';
  readonly reason: 'refused' | 'timeout' | 'broken' | 'left';

  constructor(reason: SideFailure['reason'], cause: unknown) {
    super(`the request was not answered: ${reason}`, { cause });
    this.reason = reason;
  }
}

/** Sends. */
export type Exchange = {
  /** Settles when the answer is over. @throws SideFailure when there was none, or it broke off */
  send(side: Side, outgoing: Outgoing, receive: Receive): Promise<Head>;
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
  if (codeOf(error) === 'ERR_STREAM_PREMATURE_CLOSE') return new SideFailure('left', error);
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
    send: async (side, { method, path, headers, body, isRepeatable }, receive) => {
      let head: Head | undefined;
      try {
        await poolOf(side).stream(
          {
            method: method as Dispatcher.HttpMethod,
            path,
            headers: [...headers],
            body,
            idempotent: isRepeatable,
          },
          ({ statusCode, headers: answered }) => {
            head = { statusCode, headers: answered };
            return receive(head);
          },
        );
      } catch (error) {
        throw failureOf(error);
      }
      if (head === undefined) throw new SideFailure('broken', undefined);
      return head;
    },
    close: async () => {
      await Promise.all([...pools.values()].map((pool) => pool.destroy()));
    },
  };
};
