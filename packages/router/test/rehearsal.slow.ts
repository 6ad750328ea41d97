/** A rollout rehearsed under load: there, back, compared, refused by the gate. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { judge, type Report, reportSchema } from '@partner-gateway/rollout';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { until } from '../../write-guard/test/support/until.ts';
import { keepTravelling, travel } from './support/journeys.ts';
import { startTwoSystems, type TwoSystems } from './support/two-systems.ts';

const facts = (systems: () => TwoSystems) => (token: string) => {
  const { parts } = systems().behindLegacy.gateway;
  const opened = parts.deps.tokens.booking.open(token, {
    clientId: 'demo',
    nowSeconds: Math.floor(Date.now() / 1_000),
  });
  const hundredths = String(opened.netMinor.adult).padStart(3, '0');
  return {
    cart_id: opened.cartId,
    trip_key: opened.tripKey,
    departure: opened.departure,
    passengers: opened.passengers,
    net_price: { currency: opened.currency, amount: `${hundredths.slice(0, -2)}.${hundredths.slice(-2)}` },
    contract_code: opened.contractCode,
  };
};

let systems: TwoSystems;
beforeAll(async () => {
  systems = await startTwoSystems({
    routers: 2,
    factsOf: facts(() => systems),
    environment: { COPY_CONCURRENCY: '100' },
  });
}, 60_000);
afterAll(() => systems.close());

const stepNames = ['stations', 'search', 'funnel', 'post_booking'] as const;

/** One rule on one router; the others follow. */
const shift = async (percent: number): Promise<void> => {
  for (const endpoint of stepNames) await systems.set({ endpoint, client: '*', mode: 'percent', percent });
  const revisionAt = async (index: number): Promise<unknown> => {
    const { body } = await systems.ops('/rollout/v1/flags', undefined, index);
    return (body as { rollout: { revision: number } }).rollout.revision;
  };
  const expected = await revisionAt(0);
  await until(async () => expect(await revisionAt(1)).toBe(expected));
};

const reportAt = async (index: number): Promise<Report> =>
  reportSchema.parse((await systems.ops('/rollout/v1/report?minutes=60', undefined, index)).body);

/** Endpoints of a journey that the old system answered. */
const atLegacy = (correlationId: string): readonly string[] =>
  systems.legacy.requests
    .filter((request) => request.correlationId === correlationId)
    .map(({ method, path }) => `${method} ${path.replace(/\?.*/, '')}`);

const funnelRequests = 3;

describe('from 0 over 5, 25 and 100 % and back under load, by one of two routers', () => {
  test('no request fails, no funnel is split, and both sides answer', async () => {
    const travelling = keepTravelling(systems, 8);
    for (const percent of [0, 5, 25, 100, 0]) {
      await shift(percent);
      await sleep(1_500);
    }
    await travelling.end();
    const { journeys } = travelling;
    const failed = journeys.flatMap(({ steps }) => steps.filter(({ status }) => status >= 400));
    const booked = journeys.filter(({ steps }) => steps.length > 1);
    const funnels = booked.map(
      ({ correlationId }) =>
        atLegacy(correlationId).filter((text) => /itineraries\/|bookings$|confirm$/.test(text)).length,
    );

    expect(failed).toStrictEqual([]);
    expect(journeys.length).toBeGreaterThan(50);
    expect([...new Set(funnels)].toSorted()).toStrictEqual([0, funnelRequests]);
  }, 60_000);

  test('what one key asks again is answered by the same side, at both routers', async () => {
    await shift(50);
    const urls = systems.routers.map(({ baseUrl }) => baseUrl);
    for (let index = 0; index < 20; index += 1) {
      const headers = { 'x-correlation-id': `sticky-${index}` };
      for (const url of [...urls, ...urls]) await systems.call('/stations/GetList', { headers }, url);
      expect([0, urls.length * 2]).toContain(atLegacy(`sticky-${index}`).length);
    }
  });
});

describe('copies', () => {
  const rule = { endpoint: 'search', client: '*', mode: 'shadow', copy_percent: 100 };

  test('of searches and details are alike, dry runs ask for the same, and nothing is written twice', async () => {
    for (const endpoint of ['search', 'funnel', 'post_booking']) await systems.set({ ...rule, endpoint });
    const before = systems.behindLegacy.sandbox.ledger.length;
    const url = systems.routers[0]?.baseUrl ?? '';
    for (let count = 0; count < 10; count += 1) await travel(systems, url, true);
    const writes = systems.behindLegacy.sandbox.ledger.slice(before).map(({ operation }) => operation);
    const countOf = (operation: string) => writes.filter((name) => name === operation).length;

    expect(['addToCart', 'reserve', 'confirm', 'refund'].map(countOf)).toStrictEqual([10, 10, 10, 10]);
    await until(async () => {
      const { matches } = await reportAt(0);
      const compared = (endpoint: string) => matches.find((match) => match.endpoint === endpoint);
      expect(compared('search')).toMatchObject({ compared: 10, identical: 10 });
      expect(compared('create_booking')).toMatchObject({ compared: 10, identical: 10 });
    });
  }, 30_000);

  test('find a planted error of 0.02 in a price, and the gate lets nothing begin, nor grow', async () => {
    systems.legacy.overcharge(2);
    const url = systems.routers[0]?.baseUrl ?? '';
    for (let count = 0; count < 3; count += 1) await travel(systems, url, false);
    systems.legacy.overcharge(0);
    await until(async () => {
      const { matches } = await reportAt(0);
      expect(matches.find(({ endpoint }) => endpoint === 'search')?.kinds.price).toBeGreaterThan(0);
    });
    const report = await reportAt(0);
    const nowMs = Date.now() + 16 * 60_000;
    const since = new Date().toISOString();
    const at = (percent: number) =>
      judge({ rule: { endpoint: 'search', client: '*', mode: 'percent', percent, since }, report, nowMs });

    expect(at(0)).toMatchObject({ decision: 'hold', nextPercent: 0 });
    expect(at(25)).toMatchObject({ decision: 'roll_back', nextPercent: 5 });
    const [sample] = report.matches.flatMap(({ samples }) => samples).filter(({ kind }) => kind === 'price');
    expect(sample).toMatchObject({ path: 'pricing.net_price.amount' });
  }, 30_000);

  test('are dropped, and nobody waits for them, while the gateway hangs', async () => {
    const hanging = createServer(() => undefined);
    await new Promise<void>((resolve) => hanging.listen(0, '127.0.0.1', resolve));
    const { port } = hanging.address() as AddressInfo;
    const beside = await startTwoSystems({ environment: { GATEWAY_BASE_URL: `http://127.0.0.1:${port}` } });
    try {
      await beside.set(rule);
      const url = beside.routers[0]?.baseUrl ?? '';
      const journeys = await Promise.all(Array.from({ length: 20 }, () => travel(beside, url, false)));
      const { body } = await beside.ops('/rollout/v1/report');

      expect(journeys.flatMap(({ steps }) => steps).map(({ status }) => status >= 400)).not.toContain(true);
      expect(reportSchema.parse(body).copies).toMatchObject({ chosen: 12, made: 0, dropped: { busy: 12 } });
    } finally {
      hanging.closeAllConnections();
      hanging.close();
      await beside.close();
    }
  }, 60_000);
});
