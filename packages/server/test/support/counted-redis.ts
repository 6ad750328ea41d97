/** A door before a Redis server that reads along: how often, one after the other, whoever speaks through it waited for an answer. */
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** The door. */
export type CountedRedis = {
  readonly url: string;
  /**
   * What was waited for since it was last asked, wait by wait: the kinds of keys whose commands left together, before any answer
   * to one of them.
   */
  readonly takeWaits: () => string[][];
  readonly close: () => void;
};

/**
 * Keys that a request waits for; the rest is its story and what is told of it, behind its back. An operation without a name is
 * what the resolver of open outcomes looks for, `~canary` what readiness writes, a client's seats are swept for a gauge, and no
 * store's memory is learned anew here.
 */
const waitedFor = /^(?:(ratelimit|unconfirmed|credit-hold):|(op):\{(?!~)[^}]*\}:.|(seatlock):(?!c:))/;

/** Longer than a turn of the event loop, so that what leaves in one turn is there before the first answer. */
const answerDelayMs = 5;

/** Where a RESP value that begins at `at` ends, and its parts if it is an array; undefined while a part of it is missing. */
const readValue = (
  text: string,
  at: number,
): { readonly end: number; readonly parts: string[] } | undefined => {
  const lineEnd = text.indexOf('\r\n', at);
  if (lineEnd < 0) return undefined;
  const [kind, size] = [text.charAt(at), Number(text.slice(at + 1, lineEnd))];
  const bodyAt = lineEnd + 2;
  if (kind === '$' && size >= 0) {
    const end = bodyAt + size + 2;
    return end > text.length ? undefined : { end, parts: [text.slice(bodyAt, end - 2)] };
  }
  if (kind !== '*') return { end: bodyAt, parts: [] };
  let end = bodyAt;
  const parts: string[] = [];
  for (let left = size; left > 0; left -= 1) {
    const part = readValue(text, end);
    if (part === undefined) return undefined;
    end = part.end;
    parts.push(...part.parts);
  }
  return { end, parts };
};

/** Calls with each whole value of a stream. */
const eachValue = (tell: (parts: readonly string[]) => void) => {
  let text = '';
  return (bytes: Buffer): void => {
    text += bytes.toString('latin1');
    for (let value = readValue(text, 0); value !== undefined; value = readValue(text, 0)) {
      text = text.slice(value.end);
      tell(value.parts);
    }
  };
};

const kindOf = (parts: readonly string[]): string | undefined => {
  for (const part of parts) {
    const kind = waitedFor
      .exec(part)
      ?.slice(1)
      .find((name) => name !== undefined);
    if (kind !== undefined) return kind;
  }
  return undefined;
};

/** A command that was sent after the answer of another waited once more than that one. */
const createWaits = () => {
  let waits: string[][] = [];
  let answered = 0;
  return {
    /** The result is called with the answer. */
    send(parts: readonly string[]): () => void {
      const kind = kindOf(parts);
      if (kind === undefined) return () => undefined;
      const own = waits;
      const depth = answered;
      const kinds = own[depth] ?? [];
      own[depth] = kinds;
      kinds.push(kind);
      return () => {
        if (own === waits) answered = Math.max(answered, depth + 1);
      };
    },
    take(): string[][] {
      const taken = waits;
      [waits, answered] = [[], 0];
      return taken;
    },
  };
};

/** Opens it before the server at a `redis://` URL. */
export const countWaits = async (redisUrl: string): Promise<CountedRedis> => {
  const { hostname, port } = new URL(redisUrl);
  const sockets = new Set<Socket>();
  const waits = createWaits();
  const server = createServer((client) => {
    const redis = connect(Number(port), hostname);
    const answers: (() => void)[] = [];
    const noteCommand = eachValue((parts) => answers.push(waits.send(parts)));
    const noteAnswer = eachValue(() => answers.shift()?.());
    client.on('data', (bytes) => {
      noteCommand(bytes);
      redis.write(bytes);
    });
    let sent: Promise<unknown> = Promise.resolve();
    redis.on('data', (bytes) => {
      const due = sleep(answerDelayMs);
      sent = sent
        .then(() => due)
        .then(() => {
          noteAnswer(bytes);
          client.write(bytes);
        });
    });
    for (const [one, other] of [
      [client, redis],
      [redis, client],
    ] as const) {
      sockets.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => other.destroy());
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the door has no port');
  return {
    url: `redis://127.0.0.1:${address.port}`,
    takeWaits: waits.take,
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
};
