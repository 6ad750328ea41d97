/** Which Node runs what: the host's for these scripts, the lockfile's for everything else. */
import { spawnSync } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { root } from './root.mjs';
import { giveUp } from './say.mjs';

/** @param {string} version @param {number} major @param {number} minor */
const isAtLeast = (version, major, minor) => {
  const [foundMajor = 0, foundMinor = 0] = version.replace(/^v/, '').split('.').map(Number);
  return foundMajor > major || (foundMajor === major && foundMinor >= minor);
};

/** Ends the process unless the host's Node can run these scripts. */
export const assertHostNode = () => {
  if (isAtLeast(process.version, 20, 0)) return;
  giveUp(`Node ${process.version} is too old: install Node 20 or newer, then run the same command again.`);
};

/** @param {string} range such as `>=20.3` @param {string} version such as `v20.20.2` */
export const satisfiesMinimum = (range, version) => {
  const [major = 0, minor = 0] = range.replace(/^>=/, '').split('.').map(Number);
  return isAtLeast(version, major, minor);
};

const bundledNode = () => {
  const path = `${root}/node_modules/.bin/node`;
  if (!existsSync(path)) return undefined;
  const real = realpathSync(path);
  // A wrong libc or CPU makes it unable to start: then it is as good as absent.
  return spawnSync(real, ['--version']).status === 0 ? real : undefined;
};

/** What the gateway is started with; docs/configuration.md says why, and the server's own `start` script repeats it. */
export const gatewayFlags = [
  '--min-semi-space-size=32',
  '--max-semi-space-size=32',
  '--heap-growing-percent=60',
  '--no-allocation-site-pretenuring',
];

/** What the router is started with; its README says why, and its own `start` script repeats it. */
export const routerFlags = ['--max-semi-space-size=2', '--initial-heap-size=96'];

/** The Node of the lockfile; where it has no build for this machine, a host Node that strips types itself. */
export const runtimeNode = () => {
  const bundled = bundledNode();
  if (bundled !== undefined) return bundled;
  if (isAtLeast(process.version, 22, 18)) return process.execPath;
  return giveUp(
    `No Node 26 for ${process.platform}-${process.arch} in the lockfile and the host has ${process.version}: install Node 22.18 or newer.`,
  );
};
