/** What the live page makes of two scrapes. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { growthBetween, quantileOf, sumOf } from '../src/page/live/differences.ts';
import { funnelOf } from '../src/page/live/funnel.ts';
import { samplesIn } from '../src/page/live/prometheus.ts';
import { isOfPartners, partnerRed } from '../src/page/live/red.ts';

const scrape = (atMs: number, text: string) => ({ atMs, samples: samplesIn(text) });

test('a label may hold whatever a label may hold', () => {
  expect(samplesIn('# HELP a\na{b="1,\\"}\\n",c=""} 2.5\nd 3e2\n\n')).toMatchObject([
    { name: 'a', labels: { b: '1,"}\n', c: '' }, value: 2.5 },
    { name: 'd', labels: {}, value: 300 },
  ]);
});

describe('growth between two scrapes', () => {
  test('is what came since, and all of it after a restart', () => {
    const { seconds, grown } = growthBetween(
      scrape(0, 'a{x="1"} 5\nb 100\n'),
      scrape(5_000, 'a{x="1"} 8\nb 4\nc 2\n'),
    );
    expect(seconds).toBe(5);
    expect(['a', 'b', 'c'].map((name) => sumOf(grown, { name }))).toEqual([3, 4, 2]);
  });

  test('leaves nothing to show where nothing was asked', () => {
    const still = scrape(0, 'gateway_request_duration_count{endpoint="search",status_code="200"} 7\n');
    const red = partnerRed(growthBetween(still, { ...still, atMs: 5_000 }), undefined);
    expect(red).toEqual({
      perSecond: 0,
      failedPercent: null,
      refusedPercent: null,
      medianMs: null,
      p95Ms: null,
    });
  });
});

test('a share of the calls stayed below what Prometheus reckons, and above no last bound', () => {
  const { samples } = scrape(0, 'd_bucket{le="10"} 50\nd_bucket{le="20"} 90\nd_bucket{le="+Inf"} 100\n');
  const below = (share: number) => quantileOf(samples, { name: 'd' }, share);
  expect([0.25, 0.5, 0.7, 0.95].map(below)).toEqual([5, 10, 15, 20]);
  expect(quantileOf(samples, { name: 'e' }, 0.5)).toBeNull();
});

test('partners ask what the alerts count as theirs', () => {
  const rules = readFileSync(
    new URL('../../../deploy/observability/prometheus/rules.yml', import.meta.url),
    'utf8',
  );
  const [, others = ''] = /endpoint!~"([^"]+)", status_code=~"5\.\."/.exec(rules) ?? [];
  expect(others.split('|')).toContain('health');
  for (const name of others.split('|'))
    expect([name, isOfPartners(name.replace('.*', 'state'))]).toEqual([name, false]);
  for (const name of ['search', 'create_booking', 'healthy']) expect(isOfPartners(name)).toBe(true);
});

test('errors are told apart by whose they are, and what operators and probes ask is left out', () => {
  const line = (endpoint: string, status: number, count: number) =>
    `gateway_request_duration_count{endpoint="${endpoint}",client_id="demo",status_code="${status}"} ${count}\n`;
  const text =
    line('search', 200, 6) +
    line('search', 502, 1) +
    line('create_booking', 409, 3) +
    line('ops_state', 200, 90) +
    line('health', 200, 90);
  const growth = growthBetween(scrape(0, ''), scrape(5_000, text));
  expect(partnerRed(growth, undefined)).toMatchObject({
    perSecond: 2,
    failedPercent: 10,
    refusedPercent: 30,
  });
  expect(partnerRed(growth, 'create_booking')).toMatchObject({ perSecond: 0.6, refusedPercent: 100 });
});

test('the funnel counts what went well, each step against the one before', () => {
  const text = `gateway_request_duration_count{endpoint="search",status_code="206"} 40
gateway_request_duration_count{endpoint="get_itinerary",status_code="200"} 10
gateway_request_duration_count{endpoint="get_itinerary",status_code="404"} 5
gateway_booking_funnel_total{client_id="demo",step="reserve",outcome="done"} 4
gateway_booking_funnel_total{client_id="demo",step="reserve",outcome="trip_unavailable"} 2
`;
  expect(funnelOf(samplesIn(text)).map(({ count, ofBefore }) => [count, ofBefore])).toEqual([
    [40, null],
    [10, 25],
    [4, 40],
    [0, 0],
  ]);
});
