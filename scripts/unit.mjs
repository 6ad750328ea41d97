/**
 * Runs vitest with a real Redis and Chromium at hand; extra arguments go to vitest: `pnpm unit packages/pricing -t rounding`.
 * Tests read `REDIS_URL`, `REDIS_SERVER_BIN` (to start and kill their own) and `CHROMIUM_BIN`; the result is also in reports/vitest.json.
 */
import { chromiumBinary } from './chromium.mjs';
import { runtimeNode } from './lib/node.mjs';
import { root } from './lib/root.mjs';
import { run } from './lib/run.mjs';
import { withRedis } from './redis.mjs';

// Asked for on the command line, so that no test inherits a variable about colors.
const color = process.stdout.isTTY ? '--color' : '--no-color';
const reporters = ['--reporter=default', '--reporter=json', '--outputFile.json=reports/vitest.json'];

/** @param {{ url: string, binary: string }} redis @param {string} chromium */
function vitest(redis, chromium) {
  const env = {
    REDIS_URL: redis.url,
    REDIS_SERVER_BIN: redis.binary,
    CHROMIUM_BIN: chromium,
    NODE_ENV: 'test',
  };
  const args = [
    `${root}/node_modules/vitest/vitest.mjs`,
    'run',
    color,
    ...reporters,
    ...process.argv.slice(2),
  ];
  return run(runtimeNode(), args, { env, live: true });
}

const chromium = await chromiumBinary();
const { code } = await withRedis((redis) => vitest(redis, chromium));
process.exit(code);
