/** Builds packages through turbo, which skips what did not change. */
import { pnpm } from './pnpm.mjs';
import { giveUp, say, secondsSince } from './say.mjs';

/** @param {readonly string[]} names folder names under packages/ */
export const build = async (names) => {
  const startedMs = performance.now();
  const filters = names.map((name) => `--filter=./packages/${name}`);
  // NODE_ENV=production would make pnpm look for a production install.
  const { code, output } = await pnpm(
    ['exec', 'turbo', 'run', 'build', ...filters, '--output-logs=errors-only'],
    {
      env: { NODE_ENV: undefined },
    },
  );
  if (code !== 0) giveUp(`${output}\nThe build failed (see above).`);
  say(`Built in ${secondsSince(startedMs)}`);
};
