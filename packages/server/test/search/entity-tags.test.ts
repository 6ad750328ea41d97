/** Entity tags of searches: whoever has an answer is told that it still is, without it. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Answer, type Api, startApi } from '../support/api.ts';

const clock = { ms: Date.parse('2026-10-28T14:00:00Z') };
let api: Api;
let uncached: Api;

const open = (environment: Readonly<Record<string, string>>): Promise<Api> =>
  startApi({ now: '2026-10-28T09:41:00Z', nowMs: () => clock.ms, environment });

beforeAll(async () => {
  [api, uncached] = await Promise.all([
    open({ SEARCH_CACHE: 'memory', TWELVEGO_RECHECK_HOSTS: 'elsewhere.example' }),
    open({}),
  ]);
});
afterAll(() => Promise.all([api.close(), uncached.close()]));

/** It leaves at 15:00 UTC. */
const hanoiToSapa = '/itineraries?departure_poi=VNHAN&arrival_poi=VNSPA&departure_date=2026-10-29&pax=1';

const search = (path: string, tag?: string, clientId = 'demo'): Promise<Answer> =>
  api.as(clientId).get(path, tag === undefined ? {} : { 'if-none-match': tag });
const tagOf = ({ headers }: Answer): string => headers.etag ?? '';

test('whoever names the tag of an answer gets 304 without a body, again and again', async () => {
  const first = await search(`${hanoiToSapa}&lang=th`);
  expect(tagOf(first)).toMatch(/^"[\w-]{43}"$/);
  expect(first.headers['cache-control']).toBe('private, no-cache');
  for (const named of [tagOf(first), `"other", W/${tagOf(first)}`, '*']) {
    const { status, text, headers } = await search(`${hanoiToSapa}&lang=th`, named);
    expect([status, text]).toEqual([304, '']);
    expect(headers).toMatchObject({
      etag: tagOf(first),
      'cache-control': 'private, no-cache',
      'x-ignored': 'query.lang',
    });
    expect(headers['content-type']).toBeUndefined();
    expect(headers.ratelimit).toBeDefined();
  }
  expect(await search(`${hanoiToSapa}&lang=th`, '"other"')).toMatchObject({ status: 200, text: first.text });
});

test('a tag names one answer: another search, client or moment has another', async () => {
  const mine = tagOf(await search(hanoiToSapa));
  const others = [
    await search(`${hanoiToSapa}&currency=EUR`, mine),
    await search(hanoiToSapa.replace('pax=1', 'pax=2'), mine),
    await search(hanoiToSapa, mine, 'strict'),
  ];
  clock.ms = Date.parse('2026-10-29T15:00:00Z');
  others.push(await search(hanoiToSapa, mine));
  expect(others.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  expect(new Set([mine, ...others.map(tagOf)]).size).toBe(5);
});

test('an incomplete answer has no tag, nor has one that nothing keeps', async () => {
  const incomplete = await search(
    '/itineraries?departure_poi=THBKK&arrival_poi=THKCG&departure_date=2026-11-20&pax=2',
    '*',
  );
  const unkept = await uncached.as('demo').get(hanoiToSapa.replace('10-29', '11-20'), {
    'if-none-match': '*',
  });
  expect([incomplete.status, unkept.status]).toEqual([206, 200]);
  for (const { headers } of [incomplete, unkept]) {
    expect(headers.etag).toBeUndefined();
    expect(headers['cache-control']).toBe('no-store');
  }
});
