/** HAProxy with the two sides of deploy/haproxy/canary.cfg, and the commands that it takes over its socket. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../packages/server/test/support/free-port.ts';

const settings = fileURLToPath(new URL('../../deploy/haproxy/canary.cfg', import.meta.url));

/** A side of the balancer. */
export type Side = 'side-a' | 'side-b';

export type Balancer = {
  readonly url: string;
  /** Sets a side's share of the requests, from 0 to 100. */
  weigh(side: Side, percent: number): Promise<void>;
  /** Waits until the side is taken for ready. */
  untilUp(side: Side): Promise<void>;
  close(): Promise<void>;
};

const pauseMs = 50;

const told = async (socketPath: string, command: string): Promise<string> => {
  const socket = connect(socketPath);
  socket.end(`${command}\n`);
  let text = '';
  for await (const chunk of socket.setEncoding('utf8')) text += chunk;
  return text.trim();
};

/** Starts it in front of two addresses, `host:port` each. */
export const startBalancer = async (addresses: Readonly<Record<Side, string>>): Promise<Balancer> => {
  const folder = mkdtempSync(join(tmpdir(), 'partner-gateway-canary-'));
  const socketPath = join(folder, 'admin');
  const listen = `127.0.0.1:${await freePort()}`;
  const child = spawn(process.env.HAPROXY_BIN ?? 'haproxy', ['-db', '-f', settings], {
    env: {
      PATH: process.env.PATH,
      LISTEN: listen,
      ADMIN_SOCKET: socketPath,
      SIDE_A: addresses['side-a'],
      SIDE_B: addresses['side-b'],
    },
    stdio: 'ignore',
  });
  const ended = once(child, 'exit');
  return {
    url: `http://${listen}`,
    async weigh(side, percent) {
      const answer = await told(socketPath, `set server gateways/${side} weight ${percent}`);
      if (answer !== '') throw new Error(answer);
    },
    async untilUp(side) {
      const isUp = async () =>
        (await told(socketPath, 'show stat'))
          .split('\n')
          .some((row) => row.startsWith(`gateways,${side},`) && row.split(',')[17] === 'UP');
      while (!(await isUp())) await sleep(pauseMs);
    },
    async close() {
      child.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
