/** The CLI against the real gateway: its partner API and its ops API. */
import {
  checkedKeysSchema,
  inspectionSchema,
  logLinesSchema,
  openOutcomesSchema,
  priceExplanationSchema,
  searchResponseSchema,
  seatLocksSchema,
  upstreamLimitsSchema,
} from '@partner-gateway/contract';
import { startEmbedded } from '@partner-gateway/server/embedded';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { exitCodes } from '../src/failure.ts';
import { bookedId } from './support/booked.ts';
import { runCli } from './support/run-cli.ts';

type Embedded = Awaited<ReturnType<typeof startEmbedded>>;

let embedded: Embedded;
beforeAll(async () => {
  embedded = await startEmbedded();
});
afterAll(() => embedded.close());

const asDemo = (line: string, isTTY = false) => {
  const { baseUrl, clientId, apiKey, opsBaseUrl, opsKey } = embedded;
  return runCli(line, { isTTY, noColor: true, settings: { baseUrl, clientId, apiKey, opsBaseUrl, opsKey } });
};

const date = new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10);

test('search lists what the sandbox sells', async () => {
  const line = `search --from-station VNHANMYD --to-station VNSPASPT --date ${date} --pax 2`;
  const { code, stdout } = await asDemo(line, true);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^DEPARTS .*\n.*VNHANMYD {2}VNSPASPT {2}Bus/);
});

test('booking inspect of nothing is not found, as a problem of the ops API', async () => {
  const { code, stdout, stderr } = await asDemo('booking inspect BK-1 --json');
  expect({ code, stdout }).toEqual({ code: exitCodes.not_found.code, stdout: '' });
  expect(JSON.parse(stderr)).toMatchObject({ code: 'booking_not_found', status: 404 });
});

test('booking inspect tells about a booking what the contract promises', async () => {
  const id = await bookedId(embedded, date);
  const { code, stdout } = await asDemo(`booking inspect ${id} --json`);
  expect(code).toBe(0);
  expect(inspectionSchema.parse(JSON.parse(stdout))).toMatchObject({
    resolved: { asked: id, client_id: 'demo', found_by: 'issued_id' },
    booking: { id, status: 'reserved' },
    price: { total: { amount: '19.75', currency: 'USD' } },
  });
  expect((await asDemo(`booking inspect ${id}`)).stdout).toContain(`${id}  reserved\n`);
});

test.each([
  ['outcomes list', openOutcomesSchema],
  ['booking open --client demo', openOutcomesSchema],
  ['logs tail --client demo --lines 5', logLinesSchema],
  ['locks list --client demo', seatLocksSchema],
  ['upstream limits', upstreamLimitsSchema],
  ['upstream set --search-connections 20 --for 60 --reason test', upstreamLimitsSchema],
  ['upstream keys --client demo', checkedKeysSchema],
  [`search --from-station VNHANMYD --to-station VNSPASPT --date ${date}`, searchResponseSchema],
])(
  '%s succeeds with what the contract promises, and --fields takes its members one by one',
  async (line, schema) => {
    const { code, stdout } = await asDemo(`${line} --json`);
    expect(code).toBe(0);
    const told = JSON.parse(stdout);
    schema.parse(told);
    const [name = ''] = Object.keys(told);
    expect((await asDemo(`${line} --fields ${name},${name}`)).code).toBe(0);
  },
);

test('outcomes list shows a lost reserve, and booking resolve ends it', async () => {
  const blind = await startEmbedded({
    environment: { RESERVE_LOOK_UP: 'none' },
    timing: { writeGuard: { syncWaitMs: 200 } },
  });
  try {
    const settings = { opsBaseUrl: blind.opsBaseUrl, opsKey: blind.opsKey };
    blind.sandbox.scenarios.set({ operation: 'reserve', scenario: 'reset_after', times: 1 });
    await expect(bookedId(blind, date)).rejects.toThrow('pending');
    const { cartId, bid } = blind.sandbox.ledger.find(({ operation }) => operation === 'reserve') ?? {};
    expect((await runCli('outcomes list', { settings })).stdout).toContain(`demo\treserve\t${cartId}\t`);
    const environment = new URL(blind.opsBaseUrl).host;
    const line = `booking resolve --client demo --cart ${cartId} --reason told --confirm-environment ${environment}`;
    const early = await runCli(`${line} --as not-booked`, { settings });
    expect(early.code).toBe(exitCodes.refused.code);
    const { code, stdout } = await runCli(`${line} --as booked --booking ${bid}`, { settings });
    expect(code).toBe(0);
    expect(stdout).toMatch(new RegExp(`^reserve ${cartId}: executed BK-${bid}-`));
    const empty = await runCli('outcomes list --client demo', { settings });
    expect(empty).toMatchObject({ code: 0, stdout: '', stderr: 'No outcome is open.\n' });
  } finally {
    await blind.close();
  }
});

test.each(['demo', 'native', 'settled'])(
  'price explain ends in exactly the price that search showed the client %s',
  async (clientId) => {
    const { baseUrl, opsBaseUrl, opsKey, clients } = embedded;
    const apiKey = clients.find((client) => client.clientId === clientId)?.apiKey ?? '';
    const settings = { baseUrl, clientId, apiKey, opsBaseUrl, opsKey };
    const stations = clientId === 'native' ? ['61020', '61388'] : ['VNHANMYD', 'VNSPASPT'];
    const line = `search --from-station ${stations[0]} --to-station ${stations[1]} --date ${date} --json`;
    const [itinerary] = JSON.parse((await runCli(line, { settings })).stdout).itineraries;

    const asked = ['price', 'explain', itinerary.id];
    const { code, stdout } = await runCli([...asked, '--json'], { settings });
    expect(code).toBe(0);
    const explained = priceExplanationSchema.parse(JSON.parse(stdout));
    expect(explained.pricing).toEqual(itinerary.pricing);
    expect(explained.trace.findLast(({ step }) => step === 'round')).toMatchObject({
      figure: 'gross_price',
      after: { exact: '22.05', currency: 'USD' },
    });

    const read = (await runCli(asked, { settings, isTTY: true, noColor: true })).stdout;
    expect(read).toMatch(/net_price +markup +19\.75 USD +17\.5 USD × \(1 \+ 0\.10\) \+ 0\.50 USD × 1/);
    expect(read).toContain('net 19.75 USD, taxes and fees 2.30 USD, gross 22.05 USD (Recommended)\n');
  },
);

test('price explain of another client’s itinerary is refused by the gateway', async () => {
  const line = `search --from-station VNHANMYD --to-station VNSPASPT --date ${date} --json`;
  const [{ id }] = JSON.parse((await asDemo(line)).stdout).itineraries;
  const { code, stderr } = await asDemo(`price explain ${id} --client rival --json`);
  expect(code).toBe(exitCodes.refused.code);
  expect(JSON.parse(stderr)).toMatchObject({ code: 'invalid_request', status: 400 });
});
