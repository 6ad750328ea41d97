/** `find` and `booking inspect`: one command answers what happened, and what to do. */
import { headerNames, opsContract } from '@partner-gateway/contract';
import { expect, test } from 'vitest';
import { findPath, opsKeyHeader } from '../src/ops-api.ts';
import { answeringServer, json } from './support/answering-server.ts';
import { inspection } from './support/bodies.ts';
import { canaryKey, runCli } from './support/run-cli.ts';

test('shows state, facts, likely cause and next action', async () => {
  const { baseUrl } = await answeringServer(json(200, inspection));

  const { code, stdout, stderr } = await runCli('booking inspect BK-8451207', { baseUrl });

  expect(code).toBe(0);
  expect(stderr).toBe('');
  expect(stdout).toMatchInlineSnapshot(`
    "BK-8451207-7GQ2M  approved

    Diagnosis: all_well (certain; at fault: nobody)
      Confirmed; the ticket is out.
      The partner saw: 200, outcome executed.
    Because
      - The booking is approved at 12go now.
    Next
      Nothing to do.

      asked for     BK-8451207 (bare id)
      client        acme
      cart          c8Kq2Zt1
      12go booking  8451207
      12go status   "booking_confirmed", tracker RR-77KD92
      12go changed  2026-10-28T09:42:15 UTC; read in 84 ms
      12go price    net 37.00 USD, gross 44.10 USD
      trip          VNHANMYD to VNSPASPT, 2026-12-05T22:00:00 local
      passengers    2
      partner price 41.70 USD
      operator id   RR-77KD92
      ticket        https://tickets.upstream.example/t/RR-77KD92.pdf
      created       2026-10-28T09:41:00 UTC
      updated       2026-10-28T09:42:15 UTC
      guard reserve done executed, 1140 s old

    Price
    FIGURE       STEP    RESULT    HOW
    net          input   37 USD    upstream says 37 USD
    total_price  markup  41.7 USD  37 USD × (1 + 0.10) + 0.50 USD × 2 = 41.7 USD (client acme, contract ACME-VN, by country)
    total_price  round   41.7 USD  41.7 USD rounds half up to 2 decimals: 41.7 USD

    Timeline
      2026-10-28T09:41:00.120Z  request       operation=reserve state=with_key
      2026-10-28T09:41:00.932Z  upstream_call operation=reserve latencyMs=812

    Read at 2026-10-28T10:00:00 UTC.
    "
  `);
});

test('--json writes what the ops API said, members of a newer gateway included', async () => {
  const newer = { ...inspection, timeline: [{ at: '2026-10-28T09:41:00', what: 'reserved' }] };
  const { baseUrl } = await answeringServer(json(200, newer));
  const { code, stdout } = await runCli('booking inspect BK-8451207 --json', { baseUrl });
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toEqual(newer);
});

test.each(['find', 'booking inspect'])(
  '%s asks in a body, where no log has it, with the ops key and the client as given',
  async (command) => {
    const { baseUrl, asked } = await answeringServer(json(200, inspection));
    await runCli([...command.split(' '), 'a/b?c', '--client', 'acme'], { baseUrl: `${baseUrl}/` });
    expect(asked[0]?.url.pathname).toBe('/ops/v1/find');
    expect(JSON.parse(asked[0]?.body ?? '')).toEqual({ text: 'a/b?c', client_id: 'acme' });
    expect(asked[0]?.headers[opsKeyHeader]).toBe(canaryKey);
    expect(findPath).toBe(opsContract.find.path);
    expect(opsKeyHeader).toBe(headerNames.opsKey);
  },
);

test('takes what nobody may read on the command line from stdin', async () => {
  const { baseUrl, asked } = await answeringServer(json(200, inspection));
  await runCli(['find', '-'], { baseUrl, secret: 'k1.sealed-token' });
  expect(JSON.parse(asked[0]?.body ?? '')).toEqual({ text: 'k1.sealed-token' });
});

test('takes the ops address from --base-url before the environment', async () => {
  const { baseUrl } = await answeringServer(json(200, inspection));
  const { code } = await runCli(['booking', 'inspect', 'BK-1', '--base-url', baseUrl]);
  expect(code).toBe(0);
});

test('a value from elsewhere cannot steer the terminal', async () => {
  const hostile = {
    ...inspection,
    diagnosis: { ...inspection.diagnosis, summary: '\u001b[2J\u0007gone\nfaked line' },
  };
  const { baseUrl } = await answeringServer(json(200, hostile));
  const { stdout } = await runCli('booking inspect BK-1', { baseUrl });
  expect(stdout).toContain('  [2J gone faked line\n');
  expect(stdout.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
});
