/** Search queries that no search may take, and ids that are well formed but known to nobody. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Api, startApi } from '../support/api.ts';
import { expectProblem, fieldsOf } from '../support/problems.ts';

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

describe('search queries', () => {
  const fine = 'departure_poi=THBKK&arrival_poi=THKCG&departure_date=2026-11-14&pax=2';
  const without = (name: string): string => fine.replace(new RegExp(`(^|&)${name}=[^&]*`), '');
  const search = (query: string) => api.as('demo').get(`/itineraries?${query}`);

  test('are read the same each time, whatever other route or client was asked with the same text', async () => {
    const texts = [fine, `${fine}&lang=en`, `${fine}&pax=3`, `${fine}&currency=ZZZ`, `${fine}&curency=USD`];
    const paths = texts.flatMap((text) => [`/itineraries?${text}`, `/stations?${text}`]);
    const askAll = async (clientId: string) => {
      const answers = [];
      for (const path of paths) {
        const { status, headers, text } = await api.as(clientId).get(path);
        const { code, fields } = JSON.parse(text);
        answers.push({ path, isTaken: status < 400, ignored: headers['x-ignored'], code, fields });
      }
      return answers;
    };
    const [demo, strict] = [await askAll('demo'), await askAll('strict')];
    expect(await askAll('demo')).toEqual(demo);
    expect(await askAll('strict')).toEqual(strict);
    expect(new Set([...demo, ...strict].map(({ isTaken }) => isTaken))).toEqual(new Set([true, false]));
  });

  test.each([
    ['departure_date', without('departure_date')],
    ['pax', without('pax')],
    ['departures', without('departure_poi')],
    ['arrivals', without('arrival_poi')],
    ['departures', `${fine}&departures[]=THBKKEKM`],
    ['arrivals', `${fine}&arrivals=THKCGASP`],
    ['departure_date', fine.replace('2026-11-14', '2026-02-30')],
    ['departure_date', fine.replace('2026-11-14', '14.11.2026')],
    ['departure_date', fine.replace('2026-11-14', '0000-01-01')],
    ['departure_date', fine.replace('2026-11-14', '2026-11-14T25')],
    ['return_date', `${fine}&return_date=soon`],
    ['pax', fine.replace('pax=2', 'pax=0')],
    ['pax', fine.replace('pax=2', 'pax=101')],
    ['pax', fine.replace('pax=2', 'pax=two')],
    ['pax', `${fine}&pax=3`],
    ['pax_ages[0]', `${fine}&pax_ages[]=old`],
    ['departure_poi', fine.replace('THBKK', 'thbkk')],
    ['departure_poi', fine.replace('THBKK', 'TH%20BKK')],
    ['currency', `${fine}&currency=usd`],
    ['currency', `${fine}&currency=ZZZ`],
    ['locale', `${fine}&locale=e%20n`],
    ['confidence_score', `${fine}&confidence_score=1.5`],
    ['cache_only', `${fine}&cache_only=perhaps`],
    ['timeout', `${fine}&timeout=-1`],
    ['timeout', `${fine}&timeout=21`],
    ['timeout', `${fine}&timeout=61`],
    ['arrivals', 'departures[]=THBKKEKM&arrivals[]=THBKKEKM&departure_date=2026-11-14&pax=1'],
    [
      'arrivals',
      'departures[]=THBKKEKM&departures[]=THBKKHLP&arrivals[]=THKCGASP&departure_date=2026-11-14&pax=1',
    ],
  ])('answer 400 and name %s: %s', async (field, query) => {
    expect(fieldsOf(expectProblem(await search(query), 'invalid_request'))).toContain(field);
  });

  test('are told every mistake at once', async () => {
    const problem = expectProblem(await search('departure_date=x&pax=0&currency=usd'), 'invalid_request');
    expect(fieldsOf(problem)).toEqual(expect.arrayContaining(['departure_date', 'pax', 'currency']));
  });

  test('are told what was misspelt beside what is missing', async () => {
    const problem = expectProblem(
      await search(fine.replace('departure_date', 'departure_dat')),
      'invalid_request',
    );
    expect(fieldsOf(problem)).toEqual(['departure_date', 'departure_dat']);
    expect(problem.detail).toBe(
      'departure_date is required. departure_dat is not a parameter of this request; did you mean departure_date?',
    );
  });

  test('without a place are told in a sentence what they may name', async () => {
    const problem = expectProblem(await search(without('arrival_poi')), 'invalid_request');
    expect(problem.detail).toBe('arrivals is required, unless arrival_poi is sent.');
  });

  test('of a day nobody sells yet are answered with nothing', async () => {
    const answer = await search(fine.replace('2026-11-14', '9999-12-31'));
    expect([answer.status, answer.text]).toEqual([200, '{"vehicles":[],"segments":[],"itineraries":[]}']);
  });

  const nothing = '{"vehicles":[],"segments":[],"itineraries":[]}';
  test.each([
    ['of a POI', 'departure_poi=THXXX&arrival_poi=THKCG', 'query.departure_poi=THXXX'],
    ['of the other space', 'departure_poi=THBKK&arrival_poi=0', 'query.arrival_poi=0'],
    ['of a station', 'departures[]=THNOWHER&arrivals[]=THKCGASP', 'query.departures=THNOWHER'],
    ['of a station as a POI', 'departure_poi=THBKKEKM&arrival_poi=THKCG', 'query.departure_poi=THBKKEKM'],
    ['of a POI as a station', 'departure_poi=THBKK&arrivals=THKCG', 'query.arrivals=THKCG'],
    [
      'of both sides',
      'departure_poi=THXXX&arrivals=THYYY',
      'query.departure_poi=THXXX, query.arrivals=THYYY',
    ],
  ])(
    'answer 200 with empty arrays to an id that is not known, and name it: %s',
    async (_what, places, named) => {
      const before = api.upstreamCalls();
      const answer = await search(`${places}&departure_date=2026-11-14&pax=1`);
      expect([answer.status, answer.text, answer.headers['x-ignored']]).toEqual([200, nothing, named]);
      expect(api.upstreamCalls()).toBe(before);
    },
  );

  test('from a place to itself, where nobody travels, name it', async () => {
    const answer = await search('departure_poi=THKCG&arrival_poi=THKCG&departure_date=2026-11-14&pax=1');
    expect([answer.status, answer.text]).toEqual([200, nothing]);
    expect(answer.headers['x-ignored']).toBe('query.arrival_poi=THKCG');
  });

  test('name nothing where there are just no trips', async () => {
    const answer = await search('departure_poi=THKCG&arrival_poi=JPTYO&departure_date=2026-11-14&pax=1');
    expect([answer.text, answer.headers['x-ignored']]).toEqual([nothing, undefined]);
  });

  test.each([21, 50, 100])(
    'for %s passengers, whom 12go does not take, are 400 and not retryable',
    async (pax) => {
      const problem = expectProblem(await search(fine.replace('pax=2', `pax=${pax}`)), 'invalid_request');
      expect(problem).toMatchObject({ retryable: false, fault: 'client' });
      expect(problem.detail).toContain('as many passengers');
    },
  );
});
