/** Free TCP ports, and waiting for one to answer; imported before the install, so with Node alone. */
import { connect, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** @returns {Promise<number>} */
export const freePort = () =>
  new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
      server.close(() => resolve(port));
    });
  });

/** @param {string} host @param {number} port @returns {Promise<boolean>} */
export const isListening = (host, port) =>
  new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 1_000 });
    const answer = (value) => {
      socket.destroy();
      resolve(value);
    };
    socket.once('connect', () => answer(true));
    socket.once('error', () => answer(false));
    socket.once('timeout', () => answer(false));
  });

/** @param {string} host @param {number} port @param {number} timeoutMs @param {() => boolean} isAlive */
export const waitForPort = async (host, port, timeoutMs, isAlive) => {
  const deadline = performance.now() + timeoutMs;
  while (performance.now() < deadline && isAlive()) {
    if (await isListening(host, port)) return true;
    await sleep(25);
  }
  return false;
};
