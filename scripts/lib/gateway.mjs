/** The built gateway with its embedded defaults and a sandbox of 12go, on free ports, until it is stopped. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { onEnd } from './cleanup.mjs';
import { runtimeNode } from './node.mjs';
import { root } from './root.mjs';
import { killGroup } from './run.mjs';

/**
 * What the gateway prints when it is ready: the one line of `npm start --silent -- --json`.
 * @typedef {object} Gateway
 * @property {string} baseUrl the partner API
 * @property {string} sandboxUrl the 12go that it talks to
 * @property {string} sandboxApiKey the key that this 12go accepts
 * @property {string} clientId a partner that exists
 * @property {string} apiKey that partner's key
 */

const required = ['baseUrl', 'sandboxUrl', 'sandboxApiKey', 'clientId', 'apiKey'];
const startTimeoutMs = 30_000;
const stopTimeoutMs = 15_000;
const main = `${root}/packages/server/dist/embedded/main.js`;

function launch() {
  return spawn(runtimeNode(), [main, '--json'], {
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
    env: {
      ...process.env,
      NODE_ENV: undefined,
      PORT: '0',
      OPS_PORT: '0',
      SANDBOX_PORT: '0',
      FUJI_PORT: '0',
      CREDIT_PORT: '0',
      PARTNER_GATEWAY_EXIT_WITH_STDIN: '1',
    },
  });
}

/** @param {string} line @returns {Gateway} */
function parseReady(line) {
  const ready = JSON.parse(line);
  const missing = required.filter((key) => typeof ready[key] !== 'string');
  if (missing.length > 0)
    throw new Error(`the gateway's ready line lacks ${missing.join(', ')}: ${Object.keys(ready)}`);
  return ready;
}

/** @param {import('node:child_process').ChildProcessByStdio<any, any, any>} child @returns {Promise<string>} */
function firstLine(child, log) {
  return new Promise((resolve, reject) => {
    const fail = (reason) => reject(new Error(`the gateway ${reason}\n${log.text}`));
    const timer = setTimeout(() => fail(`was not ready within ${startTimeoutMs / 1000} s`), startTimeoutMs);
    let stdout = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      stdout += text;
      if (!stdout.includes('\n')) return;
      clearTimeout(timer);
      resolve(stdout.slice(0, stdout.indexOf('\n')));
    });
    child.once('close', (code) => {
      clearTimeout(timer);
      fail(`ended with code ${code} before it was ready`);
    });
  });
}

/** @returns {Promise<{ gateway: Gateway, stop: () => Promise<void> }>} */
export async function startGateway() {
  if (!existsSync(main)) throw new Error('the gateway is not built: run `pnpm build` first');
  const child = launch();
  const log = { text: '' };
  child.stderr.setEncoding('utf8').on('data', (text) => {
    log.text = (log.text + text).slice(-10_000);
  });
  const exited = new Promise((resolve) => child.once('close', resolve));
  void exited.then(onEnd((signal) => killGroup(child, signal)));
  const stop = async () => {
    child.stdin.end();
    killGroup(child, 'SIGTERM');
    await Promise.race([exited, sleep(stopTimeoutMs, undefined, { ref: false })]);
    killGroup(child, 'SIGKILL');
  };
  try {
    return { gateway: parseReady(await firstLine(child, log)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
