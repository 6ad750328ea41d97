/**
 * `npm run crash`: the crash run of booking writes, with gateways of this source tree and a real Redis. `-- --carts 400` for a
 * short one, `-- --recipe simple` or `lease` for a recipe that has to fail, `-- --target guard` for the write guard without a
 * gateway around it. Exit code 1 when a promise was broken.
 */
import { runtimeNode } from './lib/node.mjs';
import { install } from './lib/pnpm.mjs';
import { root } from './lib/root.mjs';
import { run } from './lib/run.mjs';
import { withRedis } from './redis.mjs';

const source = ['--conditions=@partner-gateway/source', `${root}/packages/server/test/crash/main.ts`];

await install();
const { code } = await withRedis(({ binary }) =>
  run(runtimeNode(), [...source, ...process.argv.slice(2)], {
    env: { REDIS_SERVER_BIN: binary },
    live: true,
  }),
);
process.exit(code);
