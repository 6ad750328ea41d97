/** `price explain`: every step of a price, as a table for people and as data for programs. */
import { opsContract } from '@partner-gateway/contract';
import { expect, test } from 'vitest';
import { explanationPath } from '../src/ops-api.ts';
import { answeringServer, json } from './support/answering-server.ts';
import { explanation, problem } from './support/bodies.ts';
import { canaryKey, runCli } from './support/run-cli.ts';

const line = `price explain ${explanation.itinerary_id}`;

test('shows whose price it is, every step in order, and what the partner sees', async () => {
  const { baseUrl } = await answeringServer(json(200, explanation));

  const { code, stdout, stderr } = await runCli(line, { baseUrl, isTTY: true, noColor: true });

  expect({ code, stderr }).toEqual({ code: 0, stderr: 'Reading the trip …\n' });
  expect(stdout).toMatchInlineSnapshot(`
    "acme  ACME-VN
      trip          VN0fSc0fY87jib04V0pW41sL, 2026-12-05T22:00 local
      passengers    2; prices are for one
      settles in    the supplier’s currency

    FIGURE       STEP        RESULT       HOW
    net          input       17.5 USD     upstream says 17.5 USD
    price_type   price_type  Recommended  restriction 0 means Recommended
    gross_price  convert     751.905 THB  22.05 USD × 34.10 [USD to THB, rates-service, 2026-11-14T07:30:00Z] = 751.905 THB

    Shown to the partner
      net 19.75 USD, taxes and fees 2.30 USD, gross 751.91 THB (Recommended, 22.05 USD in the net price’s currency)

    Read live at 2026-11-14T07:31:00 UTC.
    "
  `);
});

test('in a pipe the steps are separated by tabs and have no header', async () => {
  const { baseUrl } = await answeringServer(json(200, explanation));
  const { stdout } = await runCli(line, { baseUrl });
  expect(stdout).toContain('\nnet\tinput\t17.5 USD\tupstream says 17.5 USD\n');
  expect(stdout).not.toContain('FIGURE');
});

test('--json writes what the ops API said, members of a newer gateway included', async () => {
  const newer = {
    ...explanation,
    trace: [...explanation.trace, { step: 'levy', figure: 'levy', text: 'new' }],
  };
  const { baseUrl } = await answeringServer(json(200, newer));
  expect(JSON.parse((await runCli(`${line} --json`, { baseUrl })).stdout)).toEqual(newer);
  expect((await runCli(line, { baseUrl })).stdout).toContain('\nlevy\tlevy\t\tnew\n');
});

test('asks the contract’s path with the ops key, the ids in one segment each and the options as given', async () => {
  const { baseUrl, asked } = await answeringServer(json(200, explanation));
  await runCli(['price', 'explain', 'a/b?c', '--client', 'x y', '--pax', '3', '--currency', 'JPY'], {
    baseUrl,
  });
  expect(asked[0]?.url.pathname).toBe('/ops/v1/clients/x%20y/itineraries/a%2Fb%3Fc/price');
  expect(Object.fromEntries(asked[0]?.url.searchParams ?? [])).toEqual({ pax: '3', currency: 'JPY' });
  expect(asked[0]?.headers['x-ops-key']).toBe(canaryKey);
  expect(explanationPath).toBe(opsContract.explainPrice.path);
});

test('takes the client from the environment, and asks for it when there is none', async () => {
  const { baseUrl, asked } = await answeringServer(json(200, explanation));
  await runCli(line, { baseUrl });
  expect(asked[0]?.url.pathname).toContain('/clients/acme/');
  const { code, stderr } = await runCli(line, { baseUrl, settings: { clientId: undefined } });
  expect(code).toBe(3);
  expect(stderr).toContain('missing PARTNER_CLI_CLIENT_ID');
});

test('a refusal is told with the gateway’s code, on stderr only', async () => {
  const stale = problem('pricing_stale');
  const { baseUrl } = await answeringServer(json(stale.status, stale));
  const { code, stdout, stderr } = await runCli(line, { baseUrl });
  expect({ code, stdout }).toEqual({ code: 7, stdout: '' });
  expect(stderr).toContain('pricing_stale');
});

test('a value from elsewhere cannot steer the terminal', async () => {
  const [first, ...rest] = explanation.trace;
  const hostile = { ...explanation, trace: [{ ...first, text: 'net: \u001b[2J\u0007gone\nfaked' }, ...rest] };
  const { baseUrl } = await answeringServer(json(200, hostile));
  const { stdout } = await runCli(line, { baseUrl });
  expect(stdout.replaceAll(/[\n\t]/g, '')).not.toMatch(/\p{Cc}/u);
});
