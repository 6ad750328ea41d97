/** Every example runs to its end against a gateway, the way a partner would run it. */
import { existsSync, readdirSync } from 'node:fs';
import { expect, inject, test } from 'vitest';
import { pnpm } from '../../scripts/lib/pnpm.mjs';
import { root } from '../../scripts/lib/root.mjs';
import { withoutRunner } from '../packed/command.ts';

const gateway = inject('gateway');
const examples = readdirSync(`${root}/examples`).filter((name) =>
  existsSync(`${root}/examples/${name}/package.json`),
);

test.each(examples)('%s ends well', async (name) => {
  const { code, output } = await pnpm(['run', 'start'], {
    cwd: `${root}/examples/${name}`,
    env: {
      ...withoutRunner,
      PARTNER_GATEWAY_BASE_URL: gateway.baseUrl,
      PARTNER_GATEWAY_CLIENT_ID: gateway.clientId,
      PARTNER_GATEWAY_API_KEY: gateway.apiKey,
    },
  });
  expect(code, output).toBe(0);
});
