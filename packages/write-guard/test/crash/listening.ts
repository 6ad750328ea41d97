/** How servers of a crash run listen, and how a child process says where it does. */
import { once } from 'node:events';
import type { Server } from 'node:http';
import { flushCompileCache } from 'node:module';
import type { AddressInfo } from 'node:net';

/** Listens on a free port of this machine; returns its URL. */
export const listen = async (server: Server): Promise<string> => {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

/** Says where this process listens, and ends it with the one that started it. */
export const announce = (where: Readonly<Record<string, string>>): void => {
  process.stdin.on('end', () => process.exit()).resume();
  process.stdout.write(`${JSON.stringify(where)}\n`);
  // What is killed never leaves its compiled code to those that start after it.
  flushCompileCache();
};
