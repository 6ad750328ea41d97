/** pnpm at the pinned version, without asking anyone to install it; and the install itself. */
import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { delimiter, dirname } from 'node:path';
import { packageManager, root } from './root.mjs';
import { run } from './run.mjs';
import { giveUp, say, secondsSince } from './say.mjs';

let command;

/** @param {string} program @param {readonly string[]} args */
const printedBy = (program, args) => spawnSync(program, args, { cwd: root, encoding: 'utf8' }).stdout?.trim();

/** `pnpm` when the pinned version is on PATH, else the same version from npm's cache, which goes on PATH for whatever runs after this. */
const pnpmCommand = () => {
  const [, wanted] = packageManager.split('@');
  if (printedBy('pnpm', ['--version']) === wanted) return ['pnpm'];
  // Asked for its place once: npx takes seconds of a core each time, and pnpm milliseconds.
  const place = printedBy('npx', ['-y', `--package=${packageManager}`, '-c', 'command -v pnpm']);
  if (!place) return ['npx', '-y', packageManager];
  process.env.PATH = [dirname(place), process.env.PATH].join(delimiter);
  return ['pnpm'];
};

/** @param {readonly string[]} args @param {import('./run.mjs').RunOptions} [options] */
export const pnpm = (args, options) => {
  command ??= pnpmCommand();
  const [program, ...prefix] = command;
  return run(program, [...prefix, ...args], options);
};

/** @param {string} path */
const modifiedMs = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs;

const manifests = () => {
  const folders = ['packages', 'examples'].flatMap((parent) =>
    readdirSync(`${root}/${parent}`).map((name) => `${root}/${parent}/${name}/package.json`),
  );
  return [`${root}/package.json`, `${root}/pnpm-workspace.yaml`, `${root}/pnpm-lock.yaml`, ...folders];
};

/** True when something that decides what is installed changed after the last install that finished. */
const isInstallDue = () => {
  // pnpm rewrites its workspace state at the end of every install, also of one that had nothing to do.
  const installedMs = modifiedMs(`${root}/node_modules/.pnpm-workspace-state-v1.json`);
  if (installedMs === undefined || modifiedMs(`${root}/node_modules/.modules.yaml`) === undefined)
    return true;
  return manifests().some((path) => (modifiedMs(path) ?? 0) > installedMs);
};

/** Installs what the lockfile says, when due; ends the process with pnpm's own words when that fails. */
export const install = async ({ frozen = true } = {}) => {
  if (!isInstallDue()) return;
  say('Installing dependencies …');
  const startedMs = performance.now();
  const lockfile = frozen ? '--frozen-lockfile' : '--no-frozen-lockfile';
  // NODE_ENV=production would leave out the build tools.
  const { code, output } = await pnpm(['install', lockfile, '--reporter=append-only'], {
    env: { NODE_ENV: undefined },
  });
  if (code !== 0) giveUp(`${output}\nInstalling dependencies failed (see above).`);
  say(`Installed in ${secondsSince(startedMs)}`);
};
