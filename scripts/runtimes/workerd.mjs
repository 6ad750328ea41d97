/** The bundle in workerd, the runtime of Cloudflare's workers: started on a port, asked once, stopped. */
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { freePort, waitForPort } from '../lib/port.mjs';

const startTimeoutMs = 20_000;

const config = (/** @type {number} */ port) => `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = .stranger),
    (name = "internet", network = (allow = ["public", "private"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")],
);
const stranger :Workerd.Worker = (
  modules = [(name = "worker", esModule = embed "worker-bundle.mjs")],
  compatibilityDate = "2026-01-01",
);
`;

/** @param {string} folder with `worker-bundle.mjs` and workerd installed @param {object} options of the client */
export const askWorkerd = async (folder, options) => {
  const port = await freePort();
  writeFileSync(`${folder}/config.capnp`, config(port));
  const child = spawn(`${folder}/node_modules/.bin/workerd`, ['serve', 'config.capnp'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  try {
    if (!(await waitForPort('127.0.0.1', port, startTimeoutMs, () => child.exitCode === null)))
      throw new Error('workerd did not listen');
    const query = new URLSearchParams({ options: JSON.stringify(options) });
    return await (await fetch(`http://127.0.0.1:${port}/?${query}`)).text();
  } finally {
    child.kill('SIGKILL');
  }
};
