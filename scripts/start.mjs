/**
 * `npm start`: from a bare clone to a running gateway with a sandbox of 12go behind it; needs Node 20 and npm, nothing else.
 * `npm start --silent -- --json` prints exactly one line on stdout, the JSON of the running gateway; all else goes to stderr.
 */
import { spawn } from 'node:child_process';
import { build } from './lib/build.mjs';
import { assertHostNode, gatewayFlags, runtimeNode } from './lib/node.mjs';
import { watchParent } from './lib/parent.mjs';
import { install } from './lib/pnpm.mjs';
import { root } from './lib/root.mjs';
import { giveUp } from './lib/say.mjs';

const killAfterMs = 60_000;

/** The child lives in its own group, so a signal reaches it once, from here; it ends by itself when its stdin closes. */
const launch = () => {
  const main = `${root}/packages/server/dist/embedded/main.js`;
  return spawn(runtimeNode(), [...gatewayFlags, main, ...process.argv.slice(2)], {
    stdio: ['pipe', 'inherit', 'inherit'],
    detached: true,
    env: { ...process.env, PARTNER_GATEWAY_EXIT_WITH_STDIN: '1' },
  });
};

/**
 * Ends with the child, and ends the child: gently the first time, at once the second. A hang-up is a request to stop too.
 * @param {import('node:child_process').ChildProcess} child
 */
const endWith = (child) => {
  let asked = false;
  const stop = (signal) => {
    child.kill(asked ? 'SIGKILL' : signal === 'SIGINT' ? 'SIGINT' : 'SIGTERM');
    asked = true;
    setTimeout(() => child.kill('SIGKILL'), killAfterMs).unref();
  };
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(signal, stop);
  watchParent(() => stop('SIGTERM'));
  child.stdin?.on('error', () => {}); // the child may be gone already
  child.once('error', (error) => giveUp(`The gateway did not start: ${error.message}`));
  child.once('exit', (code) => process.exit(code ?? 1));
};

assertHostNode();
await install();
await build(['server', 'sdk', 'cli']);
endWith(launch());
