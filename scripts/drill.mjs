/**
 * `npm run drill`: every incident that was ever looked at, made again against running gateways and a real Redis, and what one command of
 * `partner-cli` says of each. `-- 13 28` for some rows only. Exit code 1 when the score falls or a wrong cause is named for sure.
 */
import { runtimeNode } from './lib/node.mjs';
import { install } from './lib/pnpm.mjs';
import { root } from './lib/root.mjs';
import { run } from './lib/run.mjs';
import { withRedis } from './redis.mjs';

const source = ['--conditions=@partner-gateway/source', `${root}/packages/server/test/drill/main.ts`];

await install();
const { code } = await withRedis(({ binary }) =>
  run(runtimeNode(), [...source, ...process.argv.slice(2)], {
    env: { REDIS_SERVER_BIN: binary },
    live: true,
  }),
);
process.exit(code);
