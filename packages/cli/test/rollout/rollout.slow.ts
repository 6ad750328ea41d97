/** The commands of the rollout at two real routers, two gateways and a sandbox. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { searchPath, startTwoSystems, type TwoSystems } from '../../../router/test/support/two-systems.ts';
import { exitCodes } from '../../src/failure.ts';
import { runCli } from '../support/run-cli.ts';

let systems: TwoSystems;
beforeAll(async () => {
  systems = await startTwoSystems({ routers: 2 });
});
afterAll(() => systems.close());

const rollout = (line: string) => {
  const { routers, opsKey, gateway, clientId, apiKey } = systems;
  return runCli(`rollout ${line} --json`, {
    settings: {
      routerUrls: routers.map(({ opsBaseUrl }) => opsBaseUrl).join(','),
      opsKey,
      baseUrl: gateway.baseUrl,
      clientId,
      apiKey,
    },
  });
};
const meant = () => `--confirm-environment ${new URL(systems.routers[0]?.opsBaseUrl ?? '').host}`;

test('a rule that is set is in effect at both, shown, and taken away again', async () => {
  const set = await rollout(`set search --client demo --mode percent --percent 5 --reason test ${meant()}`);
  expect([set.code, JSON.parse(set.stdout)]).toMatchObject([0, { in_effect: 2, instances: 2, missing: [] }]);

  const shown = JSON.parse((await rollout('show')).stdout);
  expect(shown.rollout.rules).toMatchObject([{ endpoint: 'search', client: 'demo', percent: 5 }]);
  expect(shown.routers.map(({ revision }: { revision: number }) => revision)).toEqual([1, 1]);

  expect((await rollout(`remove search --client demo --reason test ${meant()}`)).code).toBe(0);
  expect(JSON.parse((await rollout('show')).stdout).rollout.rules).toEqual([]);
});

test('a change that a router refuses says why', async () => {
  const { code, stderr } = await rollout(`set serach --mode gateway --reason test ${meant()}`);

  expect(code).toBe(exitCodes.refused.code);
  expect(JSON.parse(stderr).detail).toContain('is none that is moved');
});

test('what both saw is one report, and the gate waits while it is too young', async () => {
  await rollout(`set search --mode shadow --copy-percent 100 --reason test ${meant()}`);
  for (const { baseUrl } of systems.routers) await systems.call(searchPath(), {}, baseUrl);
  await expect
    .poll(async () => JSON.parse((await rollout('report')).stdout), { timeout: 10_000 })
    .toMatchObject({
      instances: 2,
      matches: [{ endpoint: 'search', compared: 2, identical: 2 }],
      copies: { made: 2 },
    });
  const { code, stdout } = await rollout('gate search');

  expect([code, JSON.parse(stdout).decision]).toEqual([exitCodes.hold.code, 'hold']);
});

test('the token’s way is checked without a booking', async () => {
  const found = await systems.call(searchPath());
  const [{ id }] = found.body.itineraries as [{ id: string }];
  const before = systems.behindLegacy.sandbox.ledger.length;
  const { code, stdout } = await rollout(`token-flow ${id}`);
  const written = systems.behindLegacy.sandbox.ledger.slice(before).map(({ operation }) => operation);

  expect(code).toBe(0);
  expect(JSON.parse(stdout).steps.map(({ step }: { step: string }) => step)).toEqual([
    'get itinerary',
    'lock seats',
    'quote',
    'unlock seats',
  ]);
  expect(written).toEqual(['addToCart']);
});
