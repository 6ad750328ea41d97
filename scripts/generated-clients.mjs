/**
 * `pnpm generated-clients`: generates a client of the partner API in every language of docs/guides/other-languages.md and books a seat
 * with each; `pnpm generated-clients java go` does it in some. The result is also in reports/.
 */
import { clientLanguages, clientTools } from './client-tools.mjs';
import { build } from './lib/build.mjs';
import { install } from './lib/pnpm.mjs';
import { giveUp } from './lib/say.mjs';
import { vitest } from './lib/vitest.mjs';

const known = Object.keys(clientLanguages);
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !known.includes(name));
if (unknown.length > 0)
  giveUp(`No client is generated in ${unknown.join(', ')}: there are ${known.join(', ')}.`);
const languages = asked.length === 0 ? known : asked;

await install();
await build(['server']);
const env = { GENERATED_CLIENTS: languages.join(','), ...(await clientTools(languages)) };
const { code } = await vitest('packed', ['tests/generated-clients'], env);
process.exit(code);
