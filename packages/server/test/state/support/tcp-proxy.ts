/** A TCP proxy that can swallow what the server answers: the way to lose a reply after its command was executed. */
import { connect, createServer, type Socket } from 'node:net';

export type TcpProxy = {
  port: number;
  /** From now on what the server sends is dropped, and after `cut` the connections end. */
  swallowReplies(): void;
  cut(): void;
  /** Holds back every answer for so long. */
  delayReplies(ms: number): void;
  /** New connections go to another server, as after a failover. */
  retarget(port: number): void;
  close(): Promise<void>;
};

export const startTcpProxy = async (firstPort: number): Promise<TcpProxy> => {
  const sockets = new Set<Socket>();
  let targetPort = firstPort;
  let swallowing = false;
  let delayMs = 0;
  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    return socket;
  };
  const server = createServer((client) => {
    const upstream = keep(connect(targetPort, '127.0.0.1'));
    keep(client);
    client.on('data', (data) => upstream.write(data));
    upstream.on('data', (data) => {
      if (swallowing) return;
      if (delayMs === 0) client.write(data);
      else setTimeout(() => client.write(data), delayMs);
    });
    client.on('close', () => upstream.destroy());
    upstream.on('close', () => client.destroy());
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
    retarget: (port) => {
      targetPort = port;
    },
    close: () => {
      cut();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
};
