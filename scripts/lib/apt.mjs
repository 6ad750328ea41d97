/** Installs one Debian package when this machine can: Debian or Ubuntu, as root. */
import { onPath } from './on-path.mjs';
import { run } from './run.mjs';
import { say, secondsSince } from './say.mjs';

const quiet = { env: { DEBIAN_FRONTEND: 'noninteractive' } };

/**
 * @param {string} packageName
 * @param {string} program the command it brings
 * @returns {Promise<string | undefined>} the program's path; `undefined` where apt-get cannot be used or failed (said on stderr)
 */
export const aptInstall = async (packageName, program) => {
  const aptGet = onPath('apt-get');
  if (aptGet === undefined || process.getuid?.() !== 0) return undefined;
  say(`No ${program} on PATH: installing Debian's ${packageName} with apt-get …`);
  const startedMs = performance.now();
  const update = await run(aptGet, ['update', '-q'], quiet);
  const install = await run(aptGet, ['install', '-y', '-q', '--no-install-recommends', packageName], quiet);
  const path = onPath(program);
  if (path === undefined) say(`${update.output.slice(-1_000)}\n${install.output.slice(-2_000)}`);
  else say(`Installed ${path} in ${secondsSince(startedMs)}`);
  return path;
};
