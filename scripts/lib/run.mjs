/**
 * Runs a command to its end, owned by this process: its whole process group dies with us. It installs what everything else
 * imports, so it and what it imports know Node alone; what runs after the install uses execa.
 */
import { spawn } from 'node:child_process';
import { onEnd } from './cleanup.mjs';
import { root } from './root.mjs';

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd] default: the repository root
 * @property {NodeJS.ProcessEnv} [env] added to this process's environment; `undefined` removes a variable
 * @property {boolean} [live] true prints as it goes, on stdout and stderr; false (default) only collects
 */

/** @param {NodeJS.ProcessEnv} extra */
const environment = (extra) => {
  const merged = { TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1', ...process.env, ...extra };
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== undefined));
};

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<{ code: number, output: string }>} never rejects: a command that cannot start has code 127
 */
export const run = (command, args, { cwd = root, env = {}, live = false } = {}) =>
  new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env: environment(env),
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const collected = { output: '' };
    const forget = onEnd((signal) => killGroup(child, signal));
    const finish = (code) => {
      forget();
      resolve({ code, ...collected });
    };
    collect(child, collected, live);
    child.once('error', (error) => {
      collected.output += `${command}: ${error.message}\n`;
      finish(127);
    });
    child.once('close', (code) => finish(code ?? 1));
  });

const collect = (child, collected, live) => {
  for (const name of /** @type {const} */ (['stdout', 'stderr'])) {
    child[name].setEncoding('utf8').on('data', (text) => {
      collected.output += text;
      if (live) process[name].write(text);
    });
  }
};

/**
 * Signals a child that was started `detached`, and all it started, also those that outlive it.
 * @param {import('node:child_process').ChildProcess} child
 * @param {NodeJS.Signals} signal
 */
export const killGroup = (child, signal) => {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // already gone
  }
};
