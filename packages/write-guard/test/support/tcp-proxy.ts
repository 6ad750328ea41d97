/** A TCP proxy that can swallow what the server answers: the way to lose a reply after its command was executed. */
import { connect, createServer, type Socket } from 'node:net';

export type TcpProxy = {
  port: number;
  /** From now on what the server sends is dropped, and after `cut` the connections end. */
  swallowReplies(): void;
  cut(): void;
  /** Holds back every answer for so long. */
  delayReplies(ms: number): void;
  /** Lets nothing through in either direction, and ends no connection: a cable that was pulled. */
  holdAll(): void;
  /** Ends what is connected and refuses whoever comes. */
  refuse(): void;
  /** Lets through again, what was held included. */
  heal(): void;
  /** New connections go to another server, as after a failover. */
  retarget(port: number): void;
  /** The next bytes of every client that is connected go to another server: a fail-over behind an address that stays. */
  switchOver(port: number): void;
  close(): Promise<void>;
};

export const startTcpProxy = async (firstPort: number): Promise<TcpProxy> => {
  const sockets = new Set<Socket>();
  let targetPort = firstPort;
  let swallowing = false;
  let delayMs = 0;
  let isRefusing = false;
  let held: (() => void)[] | undefined;
  const links = new Set<{ switchTo(port: number): void }>();
  /** Passes a piece on, now or when the proxy is healed. */
  const pass = (piece: () => void): void => {
    if (held === undefined) piece();
    else held.push(piece);
  };
  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    return socket;
  };
  const server = createServer((client) => {
    if (isRefusing) return void client.destroy();
    keep(client);
    let upstream: Socket;
    const connectTo = (port: number): void => {
      const next = keep(connect(port, '127.0.0.1'));
      upstream = next;
      next.on('data', (data) => {
        if (swallowing || upstream !== next) return;
        if (delayMs === 0) pass(() => client.write(data));
        else setTimeout(() => client.write(data), delayMs);
      });
      next.on('close', () => {
        if (upstream === next) client.destroy();
      });
    };
    connectTo(targetPort);
    const link = {
      switchTo(port: number): void {
        const old = upstream;
        connectTo(port);
        old.destroy();
      },
    };
    links.add(link);
    client.on('data', (data) => pass(() => upstream.write(data)));
    client.on('close', () => {
      links.delete(link);
      upstream.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('the proxy has no port');
  const cut = () => {
    for (const socket of sockets) socket.destroy();
    swallowing = false;
  };
  return {
    port: address.port,
    swallowReplies: () => {
      swallowing = true;
    },
    cut,
    delayReplies: (ms) => {
      delayMs = ms;
    },
    holdAll: () => {
      held ??= [];
    },
    refuse: () => {
      isRefusing = true;
      cut();
    },
    heal: () => {
      isRefusing = false;
      const pieces = held ?? [];
      held = undefined;
      for (const piece of pieces) piece();
    },
    retarget: (port) => {
      targetPort = port;
    },
    switchOver: (port) => {
      targetPort = port;
      for (const link of links) link.switchTo(port);
    },
    close: () => {
      cut();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
};
