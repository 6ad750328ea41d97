/** Installs Debian packages when this machine can: Debian or Ubuntu, as root. */
import { onPath } from './on-path.mjs';
import { run } from './run.mjs';
import { say, secondsSince } from './say.mjs';

const quiet = { env: { DEBIAN_FRONTEND: 'noninteractive' } };

/**
 * @param {readonly string[]} packageNames
 * @returns {Promise<boolean>} false where apt-get cannot be used or failed (said on stderr)
 */
export const aptGet = async (packageNames) => {
  const program = onPath('apt-get');
  if (program === undefined || process.getuid?.() !== 0) return false;
  say(`Installing Debian's ${packageNames.join(', ')} with apt-get …`);
  const startedMs = performance.now();
  const update = await run(program, ['update', '-q'], quiet);
  const options = ['install', '-y', '-q', '--no-install-recommends'];
  const install = await run(program, [...options, ...packageNames], quiet);
  if (install.code !== 0) say(`${update.output.slice(-1_000)}\n${install.output.slice(-2_000)}`);
  else say(`Installed in ${secondsSince(startedMs)}`);
  return install.code === 0;
};

/**
 * @param {string} packageName
 * @param {string} program the command it brings
 * @returns {Promise<string | undefined>} the program's path; `undefined` where it could not be installed
 */
export const aptInstall = async (packageName, program) => {
  say(`No ${program} on PATH.`);
  return (await aptGet([packageName])) ? onPath(program) : undefined;
};
