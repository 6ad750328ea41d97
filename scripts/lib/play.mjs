/** Runs a program of the server's tests from this source tree, with what was said behind the script's name and a real Redis at hand. */
import { withRedis } from '../redis.mjs';
import { runtimeNode } from './node.mjs';
import { install } from './pnpm.mjs';
import { root } from './root.mjs';
import { run } from './run.mjs';

/**
 * Ends this process with the program's exit code.
 *
 * @param {string} name its folder in packages/server/test
 */
export const play = async (name) => {
  const program = `${root}/packages/server/test/${name}/main.ts`;
  await install();
  const { code } = await withRedis(({ binary }) =>
    run(runtimeNode(), ['--conditions=@partner-gateway/source', program, ...process.argv.slice(2)], {
      env: { REDIS_SERVER_BIN: binary },
      live: true,
    }),
  );
  process.exit(code);
};
