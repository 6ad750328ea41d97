/** Alerts, boards and runbooks ask for metrics and labels that there are, by the names that a scraper reads. */
import { readdirSync, readFileSync } from 'node:fs';
import { instruments } from '@partner-gateway/telemetry';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Api, startApi } from '../support/api.ts';
import { bangkokTrip, confirm } from '../support/builders.ts';
import { type Sample, scrape } from '../support/scrape.ts';

const root = new URL('../../../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');
const filesIn = (folder: string): string[] =>
  readdirSync(new URL(folder, root)).map((name) => `${folder}/${name}`);

const suffixes = { counter: ['_total'], gauge: [''], histogram: ['_bucket', '_sum', '_count'] } as const;
/** Each exposed name with its labels. */
const exposed = new Map<string, readonly string[]>(
  Object.entries(instruments).flatMap(([name, { kind, labels }]) =>
    suffixes[kind].map((suffix): [string, readonly string[]] => [
      name.replaceAll('.', '_') + suffix,
      suffix === '_bucket' ? [...labels, 'le'] : labels,
    ]),
  ),
);
/** What Prometheus itself and redis_exporter tell. */
const foreign = new Map<string, readonly string[]>([
  ['up', []],
  ['redis_memory_used_bytes', []],
  ['redis_memory_max_bytes', []],
]);
const ofScraper = ['job', 'instance'];

/** The questions of the rules, and of each board. */
const rules = read('deploy/observability/prometheus/rules.yml');
const asked: readonly (readonly [string, string])[] = [
  ...rules
    .split('- alert: ')
    .slice(1)
    .map((block) => {
      const [name = '', expr = ''] = [/^\w+/.exec(block)?.[0], /expr: \|\n((?: {10}.*\n)+)/.exec(block)?.[1]];
      return [name, expr] as const;
    }),
  ...filesIn('deploy/observability/grafana').flatMap((file) =>
    [...read(file).matchAll(/"expr": "((?:[^"\\]|\\.)*)"/g)].map(
      ([, expr = '']) => [file, JSON.parse(`"${expr}"`) as string] as const,
    ),
  ),
];

/** Metrics of a question with the labels that it matches, and the labels that it groups by. */
const partsOf = (expr: string) => {
  const withoutTexts = expr.replaceAll(/"[^"]*"/g, '""').replaceAll(/\[[^\]]*\]/g, '');
  const selectors = [...withoutTexts.matchAll(/\b((?:gateway|redis)_\w+|up\b)(?:\{([^}]*)\})?/g)].map(
    ([, metric = '', inside = '']) => ({
      metric,
      matched: [...inside.matchAll(/(\w+)\s*(?:=~|!~|!=|=)/g)].map(([, label = '']) => label),
    }),
  );
  const grouped = [...withoutTexts.matchAll(/\b(?:by|on|without) \(([^)]*)\)/g)].flatMap(([, list = '']) =>
    list
      .split(',')
      .map((label) => label.trim())
      .filter((label) => label !== ''),
  );
  return { selectors, grouped };
};

let api: Api;
let samples: readonly Sample[];
beforeAll(async () => {
  api = await startApi();
  const demo = api.as('demo');
  await demo.get('/itineraries?departure_poi=VNHAN&arrival_poi=VNSPA&departure_date=2026-12-05&pax=1');
  await confirm(demo);
  await demo.get(`/itineraries/${bangkokTrip()}x`);
  samples = await scrape(api);
});
afterAll(() => api.close());

test('a scraper reads the instruments by the names and labels that are expected of them', () => {
  const known = new Map([...exposed, ['target_info', []]]);
  const added = [
    'otel_scope_name',
    'service_name',
    'service_version',
    'telemetry_sdk_language',
    'telemetry_sdk_name',
    'telemetry_sdk_version',
  ];
  for (const { name, labels } of samples) {
    expect([...known.keys()]).toContain(name);
    for (const label of Object.keys(labels))
      expect([name, ...(known.get(name) ?? []), ...added]).toContain(label);
  }
  // A name is in the text once there is something to tell.
  expect(new Set(samples.map(({ name }) => name)).size).toBeGreaterThan(30);
});

test('there are questions to look at', () => {
  expect(asked.length).toBeGreaterThan(70);
  for (const [from, expr] of asked) expect([from, partsOf(expr).selectors.length]).not.toEqual([from, 0]);
});

describe.each(asked)('%s asks for what there is', (_from, expr) => {
  const { selectors, grouped } = partsOf(expr);
  const all = new Map([...exposed, ...foreign]);

  test(expr.replaceAll(/\s+/g, ' ').replaceAll('%', '%%'), () => {
    const own = selectors.flatMap(({ metric }) => all.get(metric) ?? []);
    for (const { metric, matched } of selectors) {
      expect([...all.keys()]).toContain(metric);
      for (const label of matched)
        expect([metric, ...(all.get(metric) ?? []), ...ofScraper]).toContain(label);
    }
    for (const label of grouped) expect([...own, ...ofScraper]).toContain(label);
  });
});

test('buckets that a question names exist', () => {
  const bounds = asked.flatMap(([, expr]) => [
    ...expr.matchAll(/(gateway_\w+_bucket)\{[^}]*le=~"([^"|]+)\|/g),
  ]);
  expect(bounds).not.toEqual([]);
  for (const [, name, le] of bounds)
    expect(samples.filter((one) => one.name === name).map(({ labels }) => labels.le)).toContain(le);
  const searches = samples.filter(
    ({ name, labels }) => name === 'gateway_request_duration_bucket' && labels.endpoint === 'search',
  );
  expect(searches.map(({ labels }) => labels.le)).toContain('3000');
});

test('metrics that a page names exist', () => {
  const pages = [...filesIn('docs/runbooks'), 'deploy/observability/README.md'];
  const all = new Map([...exposed, ...foreign]);
  const named = pages.flatMap((page) =>
    [...read(page).matchAll(/\bgateway_[a-z0-9_]*[a-z0-9]/g)].map(([name]) => name),
  );
  expect(named).not.toEqual([]);
  for (const name of named) expect([...all.keys()]).toContain(name);
});

test('values of closed lists that the rules match are among those that are counted', () => {
  const values = (name: string, label: string) =>
    samples.filter((one) => one.name === name).map(({ labels }) => labels[label]);
  expect(values('gateway_token_rejected_total', 'reason')).toContain('bad_tag');
  for (const reason of ['unreachable', 'memory_young', 'memory_lost'])
    expect(values('gateway_booking_writes_off', 'reason')).toContain(reason);
});
