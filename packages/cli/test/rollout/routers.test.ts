/** Commands that ask routers: the gate, a router that does not answer, the order of steps, the page of a report. */
import { type Flags, flagsSchema, type Report, type Rule, reportSchema } from '@partner-gateway/rollout';
import { describe, expect, test } from 'vitest';
import { exitCodes } from '../../src/failure.ts';
import { reportPage } from '../../src/rollout/report-page.ts';
import { sequenceOf } from '../../src/rollout/sequence.ts';
import { type AnsweringServer, answeringServer } from '../support/answering-server.ts';
import { canaryKey, runCli } from '../support/run-cli.ts';

const long = '2026-11-28T08:00:00.000Z';
const canary: Rule = { endpoint: 'search', client: '*', mode: 'percent', percent: 5, since: long };

const flagsOf = (rules: readonly Rule[], revision = 3): Flags =>
  flagsSchema.parse({
    instance: 'router-1',
    rollout: { revision, changed_by: 'lan', changed_at: long, reason: 'a test', rules },
    peers: [],
    file: null,
    circuits: { gateway: 'closed', copies: 'closed' },
  });

const flow = (path: 'legacy' | 'gateway' | 'copy', errors = 0, client = 'acme') => ({
  endpoint: 'search',
  client,
  path,
  requests: 500,
  errors,
  latencies: { 127: 400, 140: 100 },
});

const reportOf = (gatewayErrors = 0, prices = 0): Report =>
  reportSchema.parse({
    from: long,
    to: '2026-11-28T08:15:00.000Z',
    instances: 1,
    flows: [flow('legacy'), flow('gateway', gatewayErrors)],
    matches: [
      {
        endpoint: 'search',
        client: 'acme',
        compared: 200,
        identical: 200 - prices,
        fields: 9_000,
        alike: 9_000 - prices,
        rows: 600,
        kinds: { ...(prices > 0 && { price: prices }), moving: 12 },
        by_path: prices > 0 ? { 'price pricing.net_price.amount': prices } : {},
        samples: [
          {
            kind: 'price',
            path: 'pricing.net_price.amount',
            row: '<b>VNHANMYD</b>',
            old: '1.00',
            new: '2.00',
          },
        ],
      },
    ],
    copies: { chosen: 220, made: 200, dropped: { busy: 20 } },
  });

type Router = { flags: Flags; readonly report: Report };

/** A router that takes a change as the next revision. */
const router = (given: Router): Promise<AnsweringServer> => {
  let taken = 0;
  const server: Promise<AnsweringServer> = answeringServer(async (response) => {
    const { asked } = await server;
    const changes = asked.filter(({ method }) => method === 'POST').length;
    if (changes > taken) {
      taken = changes;
      given.flags = {
        ...given.flags,
        rollout: { ...given.flags.rollout, revision: given.flags.rollout.revision + 1 },
      };
    }
    const isReport = asked.at(-1)?.url.pathname.endsWith('/report');
    response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify(isReport ? given.report : given.flags));
  });
  return server;
};

const nobody = 'http://127.0.0.1:1';
const gate = (urls: string, ...more: readonly string[]) =>
  runCli(['rollout', 'gate', 'search', '--router', urls, '--json', ...more]);

describe('the gate', () => {
  test.each([
    ['advances', reportOf(), 0, 'advance', 25],
    ['rolls back when a price differs', reportOf(0, 1), exitCodes.roll_back.code, 'roll_back', 0],
    ['rolls back when more fails', reportOf(5), exitCodes.roll_back.code, 'roll_back', 0],
  ])('%s, and its exit code says so', async (_what, report, code, decision, nextPercent) => {
    const { baseUrl } = await router({ flags: flagsOf([canary]), report });
    const ended = await gate(baseUrl);

    expect([ended.code, JSON.parse(ended.stdout)]).toMatchObject([
      code,
      { decision, nextPercent, percent: 5 },
    ]);
  });

  test('holds where a router does not answer, however well the others are, and sets nothing', async () => {
    const { baseUrl, asked } = await router({ flags: flagsOf([canary]), report: reportOf() });
    const { host } = new URL(baseUrl);
    const ended = await gate(`${baseUrl},${nobody}`, '--apply', '--confirm-environment', host);

    expect([ended.code, JSON.parse(ended.stdout).decision]).toEqual([exitCodes.hold.code, 'hold']);
    expect(asked.map(({ method }) => method)).not.toContain('POST');
  });

  test('holds while routers have different revisions', async () => {
    const one = await router({ flags: flagsOf([canary]), report: reportOf() });
    const other = await router({ flags: flagsOf([canary], 4), report: reportOf() });

    expect((await gate(`${one.baseUrl},${other.baseUrl}`)).code).toBe(exitCodes.hold.code);
  });

  test('with --apply sets the next share, in the name of its reasons', async () => {
    const rule = { ...canary, copy_percent: 10 };
    const { baseUrl, asked } = await router({ flags: flagsOf([rule]), report: reportOf() });
    const { host } = new URL(baseUrl);
    const ended = await gate(baseUrl, '--apply', '--confirm-environment', host);
    const sent = asked.find(({ method }) => method === 'POST');

    expect(ended.code).toBe(0);
    expect(JSON.parse(sent?.body ?? '')).toEqual({
      change: {
        kind: 'set',
        rule: { endpoint: 'search', client: '*', mode: 'percent', percent: 25, copy_percent: 10 },
      },
      reason: expect.stringContaining('canary gate: no price differs'),
      expected_revision: 3,
    });
  });

  test('finds no rule where there is none', async () => {
    const { baseUrl } = await router({ flags: flagsOf([]), report: reportOf() });

    expect((await gate(baseUrl)).code).toBe(exitCodes.not_found.code);
  });
});

test('a change is asked for by the name of the environment, and nothing is sent without', async () => {
  const { baseUrl, asked } = await router({ flags: flagsOf([]), report: reportOf() });
  const line = `rollout set search --mode shadow --reason test --router ${baseUrl}`;

  expect((await runCli(line)).code).toBe(exitCodes.usage.code);
  expect((await runCli(`${line} --confirm-environment elsewhere`)).code).toBe(exitCodes.usage.code);
  expect(asked).toEqual([]);
});

test('a report without one router is told, and said to be a part', async () => {
  const { baseUrl } = await router({ flags: flagsOf([]), report: reportOf() });
  const ended = await runCli(`rollout report --router ${baseUrl},${nobody}`);

  expect(ended.code).toBe(exitCodes.unhealthy.code);
  expect(ended.stdout).toContain('search\tacme\t200\t100.00 %');
  expect(ended.stderr).toContain('a part is missing');
});

test.each(['show', 'report', 'sequence', 'gate search'])(
  '%s of nobody names the host and no key',
  async (line) => {
    const { code, stderr, stdout } = await runCli(`rollout ${line} --router ${nobody}`);

    expect([code, stdout]).toEqual([exitCodes.connection.code, '']);
    expect(stderr).toContain('127.0.0.1:1');
    expect(stderr).not.toContain(canaryKey);
  },
);

describe('the order of steps', () => {
  const next = (rules: readonly Rule[]) =>
    sequenceOf(flagsOf(rules).rollout).find(({ isDone }) => !isDone)?.step;
  const gateway = (endpoint: string): Rule => ({ endpoint, client: '*', mode: 'gateway' });

  test('is stations, search, token flow, funnel and post-booking', () => {
    expect(next([])).toBe('stations');
    expect(next([gateway('stations')])).toBe('search');
    expect(next([gateway('stations'), canary])).toBe('search');
    expect(next([gateway('stations'), gateway('search')])).toBe('token flow');
    const first: Rule = { endpoint: 'funnel', client: 'acme', mode: 'gateway' };
    expect(next([gateway('stations'), gateway('search'), first])).toBe('funnel');
    const all = ['stations', 'search', 'funnel', 'post_booking'].map(gateway);
    expect(next(all.slice(0, 3))).toBe('post_booking');
    expect(next(all)).toBeUndefined();
  });
});

test('the page of a report loads nothing, and holds text as text', () => {
  const page = reportPage(reportOf(5, 3));

  expect(page).not.toMatch(/<script|https?:|<b>|@import|url\(/);
  expect(page).toContain('&lt;b&gt;VNHANMYD&lt;/b&gt;');
  expect(page.match(/<svg/g)).toHaveLength(5);
});
