/**
 * `pnpm picture`: draws docs/pictures/lost-answer.svg from a real run: a booking whose answer from 12go is lost, on the gateway of
 * `npm start`, and what `partner-cli` tells of it by the idempotency key alone.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { build } from './lib/build.mjs';
import { startEmbedded } from './lib/embedded.mjs';
import { bookAndLose } from './lib/lost-answer.mjs';
import { runtimeNode } from './lib/node.mjs';
import { install } from './lib/pnpm.mjs';
import { root } from './lib/root.mjs';
import { run } from './lib/run.mjs';
import { terminalPicture } from './lib/terminal-picture.mjs';

const columns = 108;
const key = 'order-4711';

await install();
await build(['server', 'sdk', 'cli']);
const gateway = await startEmbedded();
try {
  await bookAndLose(gateway, key);
  const node = `${runtimeNode()} ${root}/packages/cli/dist/bin.js`;
  // Only for a terminal are its headings bold.
  const { output } = await run('script', ['-qec', `stty cols ${columns}; ${node} find ${key}`, '/dev/null'], {
    env: { PARTNER_CLI_OPS_BASE_URL: gateway.opsBaseUrl, PARTNER_CLI_OPS_KEY: gateway.opsKey },
  });
  mkdirSync(`${root}/docs/pictures`, { recursive: true });
  const picture = terminalPicture({ command: `partner-cli find ${key}`, output, columns });
  writeFileSync(`${root}/docs/pictures/lost-answer.svg`, picture);
} finally {
  gateway.stop();
}
