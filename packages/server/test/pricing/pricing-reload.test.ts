/** The configuration-change call: read whole, checked whole, swapped at once, and audited. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { until } from '../../../write-guard/test/support/until.ts';
import { createRefreshed } from '../../src/upstream/refreshed.ts';
import {
  type Json,
  type PricingGateway,
  soundRates,
  startPricingGateway,
} from '../support/pricing-gateway.ts';

let gateway: PricingGateway;
beforeEach(async () => {
  gateway = await startPricingGateway();
});
afterEach(() => gateway.close());

const thailand = { departure_poi: 'THBKK', arrival_poi: 'THKCG' };
const netOf = async (clientId = 'demo') =>
  (await gateway.search(clientId, thailand)).body.itineraries[0].pricing.net_price;

/** Changes one client in the file on disk. */
const change = (clientId: string, changes: Json): void => {
  const { clients } = gateway.clientFile();
  gateway.writeClientFile({
    clients: clients.map((client) => (client.client_id === clientId ? { ...client, ...changes } : client)),
  });
};

const contractOf = (percentage: string) => ({
  contract_code: 'DEMO',
  countries: [],
  markup: { percentage, fixed_fee: '0.00', fixed_fee_currency: 'USD' },
});

test('new rules price the next request, and nothing before the call', async () => {
  change('demo', { contracts: [contractOf('0.20')] });
  expect(await netOf()).toEqual({ amount: '858.00', currency: 'THB' });
  const { status, headers, body } = await gateway.reload();
  expect(status).toBe(200);
  expect(headers.get('cache-control')).toBe('no-store');
  expect(body).toMatchObject({
    clients: 6,
    rates: { source: 'test-rates', pairs: soundRates.length, refused: [] },
  });
  expect(await netOf()).toEqual({ amount: '936.00', currency: 'THB' });
});

test('settings and rules change together: currency and markup of one file, never of two', async () => {
  const searches = Array.from({ length: 12 }, () => netOf());
  change('demo', { contracts: [contractOf('0.20')], settlement_currency: 'USD' });
  const reloading = gateway.reload();
  const during = Array.from({ length: 12 }, () => netOf());
  await reloading;
  const nets = await Promise.all([...searches, ...during, netOf()]);
  const seen = new Set(nets.map(({ amount, currency }) => `${amount} ${currency}`));
  // 858.00 THB before, 936.00 THB at 35.20 after
  const [before, after] = ['858.00 THB', '26.59 USD'];
  for (const net of seen) expect([before, after]).toContain(net);
  expect(seen).toContain(after);
});

test('a client that is switched off is refused, and a new one is let in', async () => {
  change('demo', { enabled: false });
  await gateway.reload();
  expect((await gateway.search('demo', thailand)).status).toBe(401);
  change('demo', { enabled: true });
  await gateway.reload();
  expect((await gateway.search('demo', thailand)).status).not.toBe(401);
});

test('a rotated 12go key is read again from its file', async () => {
  const secret = join(gateway.embedded.config.SECRETS_DIR, '12go/demo');
  writeFileSync(secret, 'sandbox-key-usd');
  expect((await netOf()).currency).toBe('THB');
  await gateway.reload();
  expect((await netOf()).currency).toBe('USD');
  writeFileSync(join(gateway.embedded.config.SECRETS_DIR, '12go/keyless'), 'sandbox-key');
  expect((await gateway.search('keyless', thailand)).body.code).toBe('client_misconfigured');
  await gateway.reload();
  expect((await netOf('keyless')).currency).toBe('THB');
});

describe('a bad file', () => {
  test('is refused whole with every mistake named, none quoted, and the old settings stay', async () => {
    const { clients } = gateway.clientFile();
    const [demo, ...others] = clients;
    gateway.writeClientFile({
      clients: [
        { ...demo, settlement_currency: 'ZZZ', enabled: 'yes', contracts: [contractOf('ten percent')] },
        ...others.map((client) => ({ ...client, contracts: [contractOf('0.90')] })),
      ],
    });
    const { status, body } = await gateway.reload();
    expect(status).toBe(422);
    expect(body.code).toBe('unprocessable');
    expect(body.fields.map(({ field }: { field: string }) => field)).toEqual([
      'clients.0.enabled',
      'clients.0.settlement_currency',
      'clients.0.contracts.0.markup.percentage',
    ]);
    expect(body.detail).toBe(
      'The client settings were refused; the old ones stay. The exchange rates were reloaded. The secrets were reloaded.',
    );
    expect(JSON.stringify(body)).not.toMatch(/ZZZ|ten percent/);
    expect(await netOf('settled')).toEqual({ amount: '24.38', currency: 'USD' });
  });

  test('with rules that contradict each other names each client', async () => {
    const { clients } = gateway.clientFile();
    const [demo, rival, ...others] = clients;
    const twice = [contractOf('0.10'), contractOf('0.20')];
    gateway.writeClientFile({
      clients: [{ ...demo, contracts: twice }, { ...rival, default_contract: 'NONE' }, ...others],
    });
    expect((await gateway.reload()).body.fields).toEqual([
      { field: 'clients.0.contracts', message: 'client demo: contracts DEMO and DEMO are in force together' },
      { field: 'clients.1.contracts', message: 'client rival: names a default contract it does not have' },
    ]);
    expect(await netOf()).toEqual({ amount: '858.00', currency: 'THB' });
  });

  test.for([
    ['that is not JSON', '{', 'is not JSON'],
    ['without clients', '{"clients": []}', /Too small/],
  ] as const)('%s is refused', async ([, text, message]) => {
    gateway.writeClientFile(text);
    const { status, body } = await gateway.reload();
    expect(status).toBe(422);
    expect(body.fields).toEqual([{ field: 'clients', message: expect.stringMatching(message) }]);
    expect((await gateway.search('demo', thailand)).status).not.toBe(401);
  });

  test('that names a client twice is refused', async () => {
    const { clients } = gateway.clientFile();
    gateway.writeClientFile({ clients: [...clients, clients[0]] });
    expect((await gateway.reload()).body.fields).toEqual([{ field: 'clients', message: 'names demo twice' }]);
  });

  test('does not keep fresh rates out, and shows in readiness until it is repaired', async () => {
    const file = gateway.clientFile();
    gateway.writeClientFile('{');
    gateway.writeRates(soundRates.map((row) => (row.to === 'THB' ? { ...row, rate: '36.00' } : row)));
    expect((await gateway.reload()).status).toBe(422);
    // 858.00 THB at 36.00
    expect(await netOf('settled')).toEqual({ amount: '23.83', currency: 'USD' });
    const check = async () => {
      const response = await fetch(`${gateway.embedded.baseUrl}/ready`);
      const { checks } = (await response.json()) as { checks: { name: string }[] };
      return { status: response.status, ...checks.find(({ name }) => name === 'client_settings') };
    };
    expect(await check()).toMatchObject({ status: 'degraded' });
    gateway.writeClientFile(file);
    await gateway.reload();
    expect(await check()).toMatchObject({ status: 'ok' });
  });
});

test('the call is audited by the name of the operator’s key, whether it worked or not', async () => {
  await gateway.reload();
  gateway.writeClientFile('{');
  await gateway.reload();
  const audited = gateway.lines.filter(({ message }) => message === 'Configuration reload');
  expect(audited).toMatchObject([
    { level: 'info', operator: 'demo', outcome: 'loaded', count: 0 },
    { level: 'error', operator: 'demo', outcome: 'refused', count: 1 },
  ]);
  expect(gateway.lines).toContainEqual(
    expect.objectContaining({
      message: 'The client settings could not be refreshed',
      reason: 'clients is not JSON',
    }),
  );
});

test('only operators may call it, and only by POST', async () => {
  const url = `${gateway.embedded.opsBaseUrl}/ops/v1/reload`;
  expect((await fetch(url, { method: 'POST' })).status).toBe(401);
  const { apiKey } = gateway.embedded;
  expect((await fetch(url, { method: 'POST', headers: { 'x-ops-key': apiKey } })).status).toBe(401);
  expect((await gateway.ops('/ops/v1/reload')).status).toBe(405);
  const partnerSide = await fetch(`${gateway.embedded.baseUrl}/ops/v1/reload`, {
    method: 'POST',
    headers: { 'x-ops-key': gateway.embedded.opsKey },
  });
  expect(partnerSide.status).toBe(404);
});

describe('the copy in memory', () => {
  test('is refreshed every five minutes, ten percent sooner or later', async () => {
    vi.useFakeTimers();
    try {
      for (const [random, dueMs] of [
        [0, 270_000],
        [0.5, 300_000],
        [0.999_999, 329_999],
      ] as const) {
        let loads = 0;
        const copy = createRefreshed({
          name: 'A copy',
          initial: 0,
          load: () => Promise.resolve(++loads),
          everyMs: 300_000,
          nowMs: Date.now,
          random: () => random,
          log: () => {},
        });
        copy.start();
        await vi.advanceTimersByTimeAsync(dueMs - 1);
        expect(loads).toBe(0);
        await vi.advanceTimersByTimeAsync(2);
        expect(copy.current()).toBe(1);
        copy.stop();
      }
    } finally {
      vi.useRealTimers();
    }
  });

  test('a refresh asked for during another one reads again, once for all who asked', async () => {
    let source = 'old';
    const gates: (() => void)[] = [];
    const copy = createRefreshed({
      name: 'A copy',
      load: async () => {
        const read = source;
        await new Promise<void>((resolve) => gates.push(resolve));
        return read;
      },
      everyMs: 300_000,
      nowMs: Date.now,
      random: () => 0,
      log: () => {},
    });
    const first = copy.refresh();
    source = 'new';
    const second = copy.refresh();
    const third = copy.refresh();
    gates[0]?.();
    await first;
    expect(copy.current()).toBe('old');
    await until(() => expect(gates).toHaveLength(2));
    gates[1]?.();
    await Promise.all([second, third]);
    expect(copy.current()).toBe('new');
    expect(gates).toHaveLength(2);
  });
});
