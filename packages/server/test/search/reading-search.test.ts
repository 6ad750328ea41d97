/** What 12go writes carelessly in a search or a trip costs the partner nothing, or no more than it decides about. */
import { checkoutResponseSchema, searchResponseSchema } from '@partner-gateway/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Api, sendTo } from '../support/api.ts';
import { bendAnswers, type Json, put, valueAt, withHoles } from '../support/bend.ts';
import { hanoiSapa } from '../support/builders.ts';
import { expectProblem } from '../support/problems.ts';
import { type RecordedApi, startRecordedApi } from '../support/recorded-api.ts';
import type { Recorder } from '../support/recorder.ts';

let api: Api;
let twelveGo: Recorder;
let stack: RecordedApi;
beforeAll(async () => {
  stack = await startRecordedApi();
  ({ api, twelveGo } = stack);
});
afterAll(() => stack.close());
beforeEach(() => twelveGo.answer(undefined));

const query = 'departure_poi=VNHAN&arrival_poi=VNSPA&departure_date=2026-12-05&pax=1';
const search = () => api.as('demo').get(`/itineraries?${query}`);
const open = () => api.as('demo').get(`/itineraries/${hanoiSapa}?pax=1`);
const bend = (path: RegExp, change: (body: Json) => void) => bendAnswers({ twelveGo, api }, path, change);
const bendOption = (member: string, value: unknown): void =>
  bend(/^\/(?:search|trip)\//, (body) => put(body, `trips.0.travel_options.0.${member}`, value));

const itineraries = async () => (await search()).read(searchResponseSchema).itineraries;
const opened = async () => (await open()).read(checkoutResponseSchema).itineraries[0];

describe('an option', () => {
  test.each([
    ['agfee.value', 5.551115123125783e-17, '1.40'],
    ['agfee.value', -1.7763568394002505e-15, '1.40'],
    ['sysfee.value', 5.684341886e-14, '0.90'],
    ['agfee', [], '1.40'],
    ['agfee', false, '1.40'],
    ['agfee', { value: '', fxcode: 'THB' }, '1.40'],
    ['sysfee', { value: null, fxcode: null }, '0.90'],
    ['sysfee', undefined, '0.90'],
    ['netprice.value', 17.500000000000004, '2.30'],
    ['netprice.value', '1.75e1', '2.30'],
  ])('whose %s is %j is sold, with taxes and fees that leave nothing out', async (member, value, taxes) => {
    bendOption(member, value);
    const [found] = await itineraries();
    expect(found?.pricing).toMatchObject({
      net_price: { amount: '19.75', currency: 'USD' },
      taxes_and_fees: { amount: taxes, currency: 'USD' },
    });
    expect((await opened())?.pricing).toEqual(found?.pricing);
  });

  test.each(['0000-00-00 00:00:00', false, '', null, [], 'whenever'])(
    'whose full refund ends at %j is sold without one',
    async (value) => {
      bendOption('full_refund_until', value);
      const [found] = await itineraries();
      expect(found?.cancellation_policies).toEqual([{ from: null, penalty: { percent: 100 } }]);
      expect((await opened())?.cancellation_policies).toEqual([{ from: null, penalty: { percentage: 100 } }]);
    },
  );

  test('with a fee that is really below zero is not sold', async () => {
    bend(/^\/search\//, (body) => put(body, 'trips.0.travel_options.0.agfee.value', -12.5));
    expectProblem(await search(), 'upstream_unreadable');
  });

  test('is sold whose leg takes half a minute more', async () => {
    bend(/^\/search\//, (body) => put(body, 'trips.0.segments.0.duration', 360.5));
    const { segments } = (await search()).read(searchResponseSchema);
    expect(segments[0]?.travel_duration).toBe('PT6H1M');
  });
});

describe('a list with holes', () => {
  test.each([
    'trips',
    'trips.0.segments',
    'trips.0.travel_options',
    'trips.0.segments.0.vehclasses',
    'trips.0.travel_options.0.amenities',
  ])('is a list in %s', async (path) => {
    const whole = (await search()).read(searchResponseSchema);
    bend(/^\/search\//, (body) => put(body, path, withHoles(valueAt(body, path))));
    expect((await search()).read(searchResponseSchema)).toEqual(whole);
  });
});

describe('an arrival before its departure', () => {
  const times = async () => {
    const { segments } = (await search()).read(searchResponseSchema);
    return segments.map((segment) => [segment.departure_time, segment.arrival_time, segment.travel_duration]);
  };

  test.each(['2026-12-05 04:00:00', '2026-12-05 21:00:00', '2026-12-04 04:00:00'])(
    'at %s is the departure plus the duration beside it',
    async (arrival) => {
      bend(/^\/search\//, (body) => put(body, 'trips.0.segments.0.arr_time', arrival));
      expect(await times()).toEqual([['2026-12-05T22:00', '2026-12-06T04:00', 'PT6H']]);
    },
  );

  test('is left out when no duration is beside it', async () => {
    bend(/^\/search\//, (body) => {
      put(body, 'trips.0.segments.0.arr_time', '2026-12-05 04:00:00');
      put(body, 'trips.0.segments.0.duration', 0);
    });
    expect(await times()).toEqual([]);
  });
});

describe('when no trip can be read', () => {
  const trips = (body: Json): Json[] => body.trips as Json[];
  const formats: Readonly<Record<string, (trip: Json) => void>> = {
    'prices with their currency': (trip) => put(trip, 'travel_options.0.netprice.value', '17.5 USD'),
    'keys with a sign': (trip) => put(trip, 'id', `${trip.id as string}#`),
    'a renamed seat count': (trip) => put(trip, 'travel_options.0.bookable', undefined),
    'times in words': (trip) => put(trip, 'segments.0.dep_time', 'Saturday at ten'),
  };

  test.each(Object.entries(formats))('%s is 502, not an empty answer', async (_name, change) => {
    bend(/^\/(?:search|trip)\//, (body) => trips(body).forEach(change));
    expectProblem(await search(), 'upstream_unreadable');
    expectProblem(await open(), 'upstream_unreadable');
  });

  test('it is told to operators in one line with what was unreadable', async () => {
    bend(/^\/search\//, (body) => trips(body).forEach(formats['prices with their currency'] ?? (() => {})));
    const before = api.logLines.length;
    await search();
    const lines = api.logLines.slice(before).filter((line) => line.includes('could not be read'));
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '{}')).toMatchObject({
      level: 'warn',
      count: 1,
      reason: 'option netprice: 1',
    });
    expect((await api.ops('/metrics')).text).toMatch(/search_dropped\w*\{[^}]*reason="unreadable_option"/);
  });

  test.each([
    ['nothing', (body: Json) => put(body, 'trips', [])],
    ['a hidden trip', (body: Json) => put(body, 'trips.0.params.hide', true)],
    ['a trip without a price', (body: Json) => put(body, 'trips.0.travel_options.0.netprice', null)],
    ['a trip that is sold out', (body: Json) => put(body, 'trips.0.travel_options.0.bookable', 0)],
  ])('%s is an empty answer', async (_name, change) => {
    bend(/^\/search\//, change);
    expect(await itineraries()).toEqual([]);
  });

  test('one that can be read is answered, and the other told to operators', async () => {
    bend(/^\/search\//, (body) => {
      const [trip] = trips(body);
      const broken = structuredClone(trip) as Json;
      put(broken, 'id', 'VN0#');
      body.trips = [broken, trip];
    });
    const before = api.logLines.length;
    expect(await itineraries()).toHaveLength(1);
    expect(api.logLines.slice(before).join('\n')).toContain('"reason":"trip id: 1"');
  });
});

describe('a trip of today', () => {
  // 09:41 in UTC is 16:41 in Hanoi.
  test.each([
    ['16:40:00', 0],
    ['16:41:00', 0],
    ['16:42:00', 1],
  ])('that leaves at %s is found %i times, by the clock of its station', async (time, found) => {
    bend(/^\/search\//, (body) => put(body, 'trips.0.segments.0.dep_time', `2026-10-28 ${time}`));
    const answer = await api.as('demo').get(`/itineraries?${query.replace('2026-12-05', '2026-10-28')}`);
    expect(answer.read(searchResponseSchema).itineraries).toHaveLength(found);
    expect((await api.ops('/metrics')).text).toMatch(/gateway_search_dropped\w*\{[^}]*reason="departed"/);
  });
});

test('an answer behind a byte order mark is read', async () => {
  const whole = await itineraries();
  twelveGo.answer((method, url) =>
    method === 'GET' && url.startsWith('/search/')
      ? async (response) => {
          const { text } = await sendTo(api.sandboxUrl, method, url);
          response.writeHead(200, { 'content-type': 'application/json' }).end(`\uFEFF${text}`);
        }
      : undefined,
  );
  expect(await itineraries()).toEqual(whole);
});
