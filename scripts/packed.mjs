/**
 * Builds what is published and runs the tests that use it as a partner does: tests/packed and tests/examples, against a gateway.
 * Extra arguments go to vitest: `pnpm packed -t publint`. The result is also in reports/.
 */
import { build } from './lib/build.mjs';
import { vitest } from './lib/vitest.mjs';

await build(['*']);
// The lockfile's Node runs the tests; partners run another, so the packages are tried on the host's too.
const env = { HOST_NODE_BIN: process.env.npm_node_execpath ?? process.execPath };
const { code } = await vitest('packed', process.argv.slice(2), env);
process.exit(code);
