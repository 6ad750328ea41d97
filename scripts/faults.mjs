/**
 * `npm run faults`: the fault suite, with gateways of this source tree and a real Redis. `-- --only U5` for one case, `-- --group redis`
 * for one group, `-- --seed 11` for other chance, `-- --fuzz 5000` for fewer requests. Exit code 1 when a case did not go as expected.
 */
import { runtimeNode } from './lib/node.mjs';
import { install } from './lib/pnpm.mjs';
import { root } from './lib/root.mjs';
import { run } from './lib/run.mjs';
import { withRedis } from './redis.mjs';

const source = ['--conditions=@partner-gateway/source', `${root}/packages/server/test/faults/main.ts`];

await install();
const { code } = await withRedis(({ binary }) =>
  run(runtimeNode(), [...source, ...process.argv.slice(2)], {
    env: { REDIS_SERVER_BIN: binary },
    live: true,
  }),
);
process.exit(code);
