/**
 * `npm run contract-drift`: writes the OpenAPI and AsyncAPI documents and the schema of the client file again, and says what of it is not
 * as committed. Exit code 1 when something is.
 */
import { install, pnpm } from './lib/pnpm.mjs';
import { run } from './lib/run.mjs';
import { giveUp, say } from './lib/say.mjs';

const documents = [
  '*/openapi.json',
  '*/openapi-3.0.json',
  '*/ops-openapi.json',
  '*/asyncapi.json',
  'docs/clients.schema.json',
];

await install();
for (const script of ['openapi', 'asyncapi', 'clients-schema']) {
  const { code, output } = await pnpm(['run', script]);
  if (code !== 0) giveUp(`${output}\nWriting ${script} failed (see above).`);
}
const { code } = await run('git', ['diff', '--exit-code', '--stat', '--', ...documents], { live: true });
say(code === 0 ? 'The documents are as the contract is.' : 'Commit what the scripts wrote (see above).');
process.exit(code === 0 ? 0 : 1);
