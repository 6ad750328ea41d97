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

/** The body as it came, and what it says when it is decoded. */
const encodedSearch = async (accept: string, tag = '""') => {
  const { baseUrl } = api;
  const { apiKey, clientId } = api.as('demo');
  const url = `${baseUrl}/v1/${clientId}${hanoiToSapa.replace('10-29', '11-21')}`;
  const response = await fetch(url, {
    headers: { 'x-api-key': apiKey, 'accept-encoding': accept, 'if-none-match': tag },
  });
  const { status, headers } = response;
  return { status, encoding: headers.get('content-encoding'), headers, text: await response.text() };
};

test('what is sent again comes in the coding that is asked for, with a tag of its own', async () => {
  const plain = await encodedSearch('br, gzip');
  expect(plain.encoding).toBeNull();
  const tags = new Set([plain.headers.get('etag')]);
  for (const encoding of ['br', 'gzip']) {
    const again = await encodedSearch(`${encoding}, identity;q=0.5`);
    expect(again).toMatchObject({ status: 200, encoding, text: plain.text });
    expect(again.headers.get('vary')).toBe('accept-encoding');
    const tag = again.headers.get('etag') ?? '';
    tags.add(tag);
    const known = await encodedSearch(encoding, tag);
    expect([known.status, known.headers.get('etag'), known.text]).toEqual([304, tag, '']);
  }
  expect(tags.size).toBe(3);
  expect(await encodedSearch('identity')).toMatchObject({ encoding: null, text: plain.text });
});

test('who refuses bytes as they are gets none of them, the first time as well', async () => {
  clock.ms += 100_000;
  expect((await encodedSearch('gzip, identity;q=0')).encoding).toBe('gzip');
});
