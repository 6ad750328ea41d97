/**
 * A Chromium for the test that opens the docs page: `CHROMIUM_BIN`, else one found on this machine, else Debian's.
 * As a command, `node scripts/chromium.mjs` prints its path.
 */
import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { aptInstall } from './lib/apt.mjs';
import { onPath } from './lib/on-path.mjs';
import { giveUp } from './lib/say.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];
const macPath = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

/** @returns {Promise<string>} the path of the binary */
export const chromiumBinary = async () => {
  const given = process.env.CHROMIUM_BIN;
  if (given) return existsSync(given) ? given : giveUp(`CHROMIUM_BIN names ${given}, which does not exist.`);
  const found = onPath(...names) ?? (existsSync(macPath) ? macPath : undefined);
  return (
    found ??
    (await aptInstall('chromium', 'chromium')) ??
    giveUp('No Chromium: install Chromium or Chrome, or set CHROMIUM_BIN to its binary.')
  );
};

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  process.stdout.write(`${await chromiumBinary()}\n`);
}
