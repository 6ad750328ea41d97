/** Runs every example to its end against one embedded gateway, the way a partner would run it; a non-zero exit is a failure. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { build } from './lib/build.mjs';
import { createChecks } from './lib/checks.mjs';
import { withGateway } from './lib/gateway.mjs';
import { pnpm } from './lib/pnpm.mjs';
import { root } from './lib/root.mjs';

const folder = `${root}/examples`;
const { check, attempt, finish } = createChecks('examples');

function examples() {
  return readdirSync(folder)
    .filter((name) => existsSync(`${folder}/${name}/package.json`))
    .sort();
}

/** @param {import('./lib/gateway.mjs').Gateway} gateway */
function environment(gateway) {
  return {
    PARTNER_GATEWAY_BASE_URL: gateway.baseUrl,
    PARTNER_GATEWAY_CLIENT_ID: gateway.clientId,
    PARTNER_GATEWAY_API_KEY: gateway.apiKey,
  };
}

/** @param {string} name @param {import('./lib/gateway.mjs').Gateway} gateway */
async function runExample(name, gateway) {
  const { scripts } = JSON.parse(readFileSync(`${folder}/${name}/package.json`, 'utf8'));
  if (!scripts?.start) throw new Error(`examples/${name}/package.json has no start script`);
  const { code, output } = await pnpm(['run', 'start'], {
    cwd: `${folder}/${name}`,
    env: environment(gateway),
  });
  if (code !== 0) throw new Error(`${output}\nexit code ${code}`);
}

await build(['server']);
await attempt('the embedded gateway starts', () =>
  withGateway(async (gateway) => {
    for (const name of examples()) await check(`${name} ends well`, () => runExample(name, gateway));
  }),
);
finish();
