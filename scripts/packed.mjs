/**
 * Builds what is published and runs the tests that use it as a partner does, against a gateway: tests/packed, tests/examples,
 * tests/generated-clients, and the `*.packed.ts` of the packages.
 * Extra arguments go to vitest: `pnpm packed -t publint`; with `--built` nothing is built. The result is also in reports/.
 */
import { clientTools } from './client-tools.mjs';
import { build } from './lib/build.mjs';
import { vitest } from './lib/vitest.mjs';

/** Of the languages that clients are generated for, those that take seconds; `pnpm generated-clients` tries all. */
const languages = ['python', 'php'];

const isBuilt = process.argv.includes('--built');
const args = process.argv.slice(2).filter((argument) => argument !== '--built');
if (!isBuilt) await build(['*']);
// The lockfile's Node runs the tests; partners run another, so the packages are tried on the host's too.
const env = { HOST_NODE_BIN: process.env.npm_node_execpath ?? process.execPath };
// `pnpm packed` and `pnpm examples` name other folders, and need none of it.
const hasClients = !args.some((argument) => /^tests\/(?:packed|examples)/.test(argument));
const clients = hasClients
  ? { GENERATED_CLIENTS: languages.join(','), ...(await clientTools(languages)) }
  : {};
const { code } = await vitest('packed', args, { ...env, ...clients });
process.exit(code);
