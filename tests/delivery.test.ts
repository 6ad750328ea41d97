/** What a delivery decides by: readings as a report, the gate by the rules of a rollout, the canary's manifests, its contract tests. */
import { expect, test } from 'vitest';
import { z } from 'zod';
import { partnerContract } from '../packages/contract/src/index.ts';
import { gateRules } from '../packages/rollout/src/index.ts';
import { canaryOf, ofVersion, weightAnnotation } from '../scripts/deliver/canary-manifests.mjs';
import { reads } from '../scripts/deliver/contract-tests.mjs';
import { countsOf } from '../scripts/deliver/readings.mjs';
import { release } from '../scripts/deliver/release.mjs';
import { verdictOf, watch } from '../scripts/deliver/watch.mjs';
import { kustomize } from './kustomize.ts';

const bounds = [10, 50, 100, 500] as const;

/** The text of an instance that answered so many, each within `ms`, and failed so many. */
const scrapeOf = (answered: number, { ms = 100, failed = 0 } = {}): string =>
  [
    { status: '200', count: answered },
    { status: '502', count: failed },
  ]
    .flatMap(({ status, count }) =>
      [...bounds, '+Inf'].map((le) => {
        const below = Number(le) >= ms || le === '+Inf' ? count : 0;
        return `gateway_request_duration_bucket{endpoint="search",client_id="demo",status_code="${status}",le="${le}"} ${below}`;
      }),
    )
    .join('\n');

const quarterMs = gateRules.minutes * 60_000;
const empty = { stable: { s: '' }, canary: { c: '' } };
const decided = (stable: string, canary: string, nowMs = quarterMs) =>
  verdictOf({
    before: empty,
    after: { stable: { s: stable }, canary: { c: canary } },
    ...{ sinceMs: 0, nowMs, percent: 5, rules: gateRules },
  });

test('a canary as good as the stable version goes on after a quarter of an hour, and not before', () => {
  expect(decided(scrapeOf(2_000), scrapeOf(100)).decision).toBe('advance');
  expect(decided(scrapeOf(2_000), scrapeOf(100), quarterMs - 1).decision).toBe('hold');
  expect(decided(scrapeOf(2_000), scrapeOf(99)).decision).toBe('hold');
});

test('a tenth of a point more failures, or a p95 that is 20 % slower, sends it back at once', () => {
  expect(decided(scrapeOf(2_000), scrapeOf(999, { failed: 1 }), 1).decision).toBe('roll_back');
  expect(decided(scrapeOf(2_000), scrapeOf(1_000, { ms: 500 }), 1).decision).toBe('roll_back');
  expect(decided(scrapeOf(1_998, { failed: 2 }), scrapeOf(999, { failed: 1 })).decision).toBe('advance');
});

test('what was answered before the watch, by probes, and by an instance before its restart is not counted', () => {
  const verdict = verdictOf({
    before: { stable: { s: scrapeOf(5_000) }, canary: { c: scrapeOf(40, { failed: 40 }) } },
    after: { stable: { s: scrapeOf(200), new: scrapeOf(100) }, canary: { c: scrapeOf(240, { failed: 40 }) } },
    ...{ sinceMs: 0, nowMs: quarterMs, percent: 5, rules: gateRules },
  });
  expect(verdict.line).toMatch(/^canary: 200 requests, 0\.00 % failed.*stable: 300 requests/);
  expect(countsOf(scrapeOf(7).replaceAll('"search"', '"ready"'))).toEqual({});
});

test('a canary that nobody asks is watched for twice the time, and then not promoted', async () => {
  let nowMs = 0;
  const calls: string[] = [];
  const place = {
    deploy: async () => void calls.push('deploy'),
    weigh: async (percent: number) => void calls.push(`weigh ${percent}`),
    read: async () => empty,
    promote: async () => void calls.push('promote'),
    rollBack: async () => void calls.push('roll back'),
  };
  const watching = {
    percent: 5,
    now: () => nowMs,
    sleep: async (ms: number) => {
      nowMs += ms;
    },
    tell: () => {},
  };
  expect((await watch(place, watching)).decision).toBe('hold');
  expect(nowMs).toBe(60_000 + 2 * quarterMs);
  expect((await release(place, '2.0.0', watching)).outcome).toBe('rolled_back');
  expect(calls).toEqual(['deploy', 'weigh 5', 'roll back']);
  const broken = { ...place, read: () => Promise.reject(new Error('no metrics')) };
  await expect(release(broken, '2.0.0', watching)).rejects.toThrow('no metrics');
  expect(calls.slice(3)).toEqual(['deploy', 'weigh 5', 'roll back']);
});

test.each(['staging', 'production'])(
  'the canary of %s is reached by its ingress alone, at first with no weight',
  (overlay) => {
    const manifests = kustomize(new URL(`../deploy/kubernetes/overlays/${overlay}/`, import.meta.url));
    const canary = canaryOf(manifests, '9.9.9');
    expect(canary.map(({ kind, metadata }) => `${kind} ${metadata.name}`).toSorted()).toEqual([
      'Deployment gateway-canary',
      'Deployment router-canary',
      'Ingress gateway-canary',
      'Service gateway-canary',
      'Service router-canary',
    ]);
    const text = JSON.stringify(canary);
    expect(text).not.toMatch(/"track":"stable"|partner-gateway:1\.0\.0/);
    expect(text.match(/"track":"canary"/g)?.length).toBe(6);
    expect(text).toContain('{"name":"GATEWAY_BASE_URL","value":"http://gateway-canary"}');
    const ingress = z
      .object({ metadata: z.object({ annotations: z.record(z.string(), z.string()) }), spec: z.unknown() })
      .parse(canary.find(({ kind }) => kind === 'Ingress'));
    expect(ingress.metadata.annotations[weightAnnotation]).toBe('0');
    expect(JSON.stringify(ingress.spec)).toContain('"name":"router-canary"');
    const images =
      JSON.stringify(ofVersion(manifests, '9.9.9')).match(/[\w.]+\/partner-gateway:[\w.]+/g) ?? [];
    expect(new Set(images)).toEqual(new Set(['registry.example.com/partner-gateway:9.9.9']));
  },
);

test('the contract tests make every read of the contract, but that of a write which takes long', () => {
  const routes = Object.entries(partnerContract).flatMap(([name, { method }]) =>
    method === 'GET' ? [name] : [],
  );
  expect([...reads, 'getIncompleteResult'].toSorted()).toEqual(routes.toSorted());
});
