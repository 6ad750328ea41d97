/** The gateway of `npm start` on free ports, for scripts that need one to talk to. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { runtimeNode } from './node.mjs';
import { root } from './root.mjs';

const freePorts = { PORT: '0', OPS_PORT: '0', SANDBOX_PORT: '0', FUJI_PORT: '0', CREDIT_PORT: '0' };

/**
 * Starts it; it has to be built. It ends with `stop`, or with this process.
 *
 * @returns {Promise<{ baseUrl: string, clientId: string, apiKey: string, opsBaseUrl: string, opsKey: string, stop: () => void }>}
 */
export const startEmbedded = async () => {
  const child = spawn(runtimeNode(), [`${root}/packages/server/dist/embedded/main.js`, '--json'], {
    env: { ...process.env, ...freePorts, PARTNER_GATEWAY_EXIT_WITH_STDIN: '1' },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const [first] = await Promise.race([
    once(child.stdout, 'data'),
    once(child, 'exit').then(([code]) => Promise.reject(new Error(`the gateway ended with ${code}`))),
  ]);
  return { ...JSON.parse(String(first)), stop: () => child.stdin.end() };
};
