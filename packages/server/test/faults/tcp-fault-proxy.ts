/** A TCP proxy with the eight classic toxics in either direction, stalls that end no connection, and connections gone stale. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** What is done to bytes on their way; `down` is the proxy's own, since nobody connects any more. */
export type Toxic =
  | { readonly kind: 'latency'; readonly ms: number; readonly jitterMs?: number }
  | { readonly kind: 'bandwidth'; readonly bytesPerSecond: number }
  | { readonly kind: 'slow_close'; readonly ms: number }
  /** Bytes are swallowed; the connections end after so long. */
  | { readonly kind: 'timeout'; readonly ms: number }
  | { readonly kind: 'reset_peer'; readonly afterMs: number }
  | { readonly kind: 'slicer'; readonly bytes: number; readonly delayMs: number }
  /** The connections end after so many bytes from now on. */
  | { readonly kind: 'limit_data'; readonly bytes: number }
  /** Bytes wait until it is healed, also those of somebody who has left by then. */
  | { readonly kind: 'stall' }
  /** A connection that has answered once is reset by its next request. */
  | { readonly kind: 'stale' };

/** `up` is towards the server. */
export type Direction = 'up' | 'down';

export type FaultProxy = {
  readonly port: number;
  /** One for each direction, which a new one replaces; with a text it acts on pieces that hold it, as on one kind of request. */
  poison(direction: Direction, toxic: Toxic, onlyWith?: string): void;
  /** Refuses whoever connects, and ends what is connected. */
  down(): Promise<void>;
  /** Takes off every toxic, listens again, and lets go what was held. */
  heal(): Promise<void>;
  /** Ends every connection. */
  cut(): void;
  /** Connections of clients that are open. */
  open(): number;
  close(): Promise<void>;
};

type Pair = {
  readonly client: Socket;
  readonly server: Socket;
  hasAnswered: boolean;
  sincePoison: number;
  /** Pieces that are under way. */
  readonly late: Record<Direction, Promise<unknown>>;
};

const slicesOf = (chunk: Buffer, bytes: number): readonly Buffer[] =>
  Array.from({ length: Math.ceil(chunk.length / bytes) }, (_, index) =>
    chunk.subarray(index * bytes, (index + 1) * bytes),
  );

const write = (to: Socket, chunk: Buffer): void => {
  if (to.writable && chunk.length > 0) to.write(chunk);
};

const listenOn = async (server: Server, port: number): Promise<void> => {
  await once(server.listen(port, '127.0.0.1'), 'listening');
};

/** Starts it in front of a port of this machine; jitter repeats with its source of chance. */
export const startFaultProxy = async (
  targetPort: number,
  random: () => number = Math.random,
): Promise<FaultProxy> => {
  const pairs = new Set<Pair>();
  const toxics: Partial<Record<Direction, { readonly toxic: Toxic; readonly onlyWith: string }>> = {};
  let healed: { readonly promise: Promise<void>; readonly tell: () => void };
  const becomeIll = (): void => {
    const { promise, resolve } = Promise.withResolvers<void>();
    healed = { promise, tell: resolve };
  };
  becomeIll();

  const end = ({ client, server }: Pair, how: 'destroy' | 'resetAndDestroy' = 'destroy'): void => {
    client[how]();
    server[how]();
  };

  /** Passes one piece on, or does not. */
  const pass = async (pair: Pair, direction: Direction, chunk: Buffer): Promise<void> => {
    const to = direction === 'up' ? pair.server : pair.client;
    const poisoned = toxics[direction];
    if (poisoned?.toxic.kind !== 'latency') await pair.late[direction];
    const toxic = poisoned !== undefined && chunk.includes(poisoned.onlyWith) ? poisoned.toxic : undefined;
    switch (toxic?.kind) {
      case 'latency': {
        // Each piece is late by itself: those behind it do not wait for it to arrive.
        const { late } = pair;
        const before = late[direction];
        const own = sleep(toxic.ms + (toxic.jitterMs ?? 0) * random());
        late[direction] = Promise.all([before, own]).then(() => write(to, chunk));
        return;
      }
      case 'bandwidth':
        for (const slice of slicesOf(chunk, Math.max(1, Math.floor(toxic.bytesPerSecond / 20)))) {
          write(to, slice);
          await sleep(50);
        }
        return;
      case 'slicer':
        for (const slice of slicesOf(chunk, toxic.bytes)) {
          write(to, slice);
          await sleep(toxic.delayMs);
        }
        return;
      case 'timeout':
        await sleep(toxic.ms);
        return end(pair);
      case 'reset_peer':
        await sleep(toxic.afterMs);
        return end(pair, 'resetAndDestroy');
      case 'limit_data': {
        const left = toxic.bytes - pair.sincePoison;
        pair.sincePoison += chunk.length;
        if (chunk.length < left) return write(to, chunk);
        to.end(chunk.subarray(0, Math.max(0, left)), () => end(pair));
        return;
      }
      case 'stall':
        await healed.promise;
        return write(to, chunk);
      case 'stale':
        if (direction === 'up' && pair.hasAnswered) return end(pair, 'resetAndDestroy');
        return write(to, chunk);
      default:
        pair.hasAnswered ||= direction === 'down';
        return write(to, chunk);
    }
  };

  const pump = async (pair: Pair, direction: Direction): Promise<void> => {
    const [from, to] = direction === 'up' ? [pair.client, pair.server] : [pair.server, pair.client];
    try {
      // Read to its end it is still open for the other direction.
      for await (const chunk of from.iterator({ destroyOnReturn: false }))
        await pass(pair, direction, chunk as Buffer);
    } catch {
      // It was reset: the other side hears of its end.
    }
    await pair.late[direction];
    const toxic = toxics[direction]?.toxic;
    if (toxic?.kind === 'slow_close') await sleep(toxic.ms);
    to.end();
  };

  const server = createServer({ allowHalfOpen: true, noDelay: true }, async (client) => {
    const upstream = connect({ port: targetPort, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
    const pair: Pair = {
      client,
      server: upstream,
      hasAnswered: false,
      sincePoison: 0,
      late: { up: Promise.resolve(), down: Promise.resolve() },
    };
    for (const socket of [client, upstream]) socket.on('error', () => socket.destroy());
    pairs.add(pair);
    await Promise.all([pump(pair, 'up'), pump(pair, 'down')]);
    end(pair);
    pairs.delete(pair);
  });
  await listenOn(server, 0);
  const { port } = server.address() as AddressInfo;
  const cut = (): void => {
    for (const pair of pairs) end(pair);
  };
  return {
    port,
    poison(direction, toxic, onlyWith = '') {
      toxics[direction] = { toxic, onlyWith };
      for (const pair of pairs) pair.sincePoison = 0;
    },
    async down() {
      server.close();
      cut();
      if (server.listening) await once(server, 'close');
    },
    async heal() {
      delete toxics.up;
      delete toxics.down;
      healed.tell();
      becomeIll();
      if (!server.listening) await listenOn(server, port);
    },
    cut,
    open: () => [...pairs].filter(({ client }) => !client.destroyed).length,
    close: () =>
      new Promise((resolve) => {
        healed.tell();
        server.close(() => resolve());
        cut();
      }),
  };
};
