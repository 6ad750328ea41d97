/** Debian's HAProxy with the settings that operators are given, in front of gateways of this machine. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { freePort } from '../support/free-port.ts';

const settings = fileURLToPath(new URL('../../../../deploy/haproxy/haproxy.cfg', import.meta.url));

/** A running balancer. */
export type Haproxy = {
  readonly url: string;
  /** Its lines on requests that did not end well, and on gateways that came and went. */
  lines(): readonly string[];
  close(): Promise<void>;
};

/** Starts it in front of three addresses, `host:port` each. */
export const startHaproxy = async (gateways: readonly string[]): Promise<Haproxy> => {
  const listen = `127.0.0.1:${await freePort()}`;
  const [GATEWAY_1, GATEWAY_2, GATEWAY_3] = gateways;
  const child = spawn(process.env.HAPROXY_BIN ?? 'haproxy', ['-db', '-f', settings], {
    env: { PATH: process.env.PATH, LISTEN: listen, GATEWAY_1, GATEWAY_2, GATEWAY_3 },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (part) => {
    text += part;
  });
  const ended = once(child, 'exit');
  return {
    url: `http://${listen}`,
    lines: () => text.split('\n').filter((line) => line !== ''),
    async close() {
      child.kill('SIGTERM');
      await ended;
    },
  };
};
