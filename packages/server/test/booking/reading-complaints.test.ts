/** 12go's complaints reach the partner in whatever shape PHP's libraries give them. */
import { problemSchema } from '@partner-gateway/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Api } from '../support/api.ts';
import { createBody, ownKey } from '../support/builders.ts';
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

describe('complaints about a field', () => {
  const refusedWith = async (fields: unknown, messages: unknown = []) => {
    twelveGo.answer(undefined);
    const body = await createBody(api.as('demo'));
    twelveGo.answer((_method, url) =>
      url.startsWith('/reserve/')
        ? (response) =>
            response
              .writeHead(422, { 'content-type': 'application/json' })
              .end(JSON.stringify({ fields, messages, data: null }))
        : undefined,
    );
    return (await api.as('demo').post('/bookings', body, ownKey())).read(problemSchema).fields;
  };
  const firstName = 'booking_data.passengers[0].first_name';
  const key = 'passenger[0][first_name]';

  test.each([
    ['a text', { [key]: 'first' }, 'first'],
    ['a list of texts', { [key]: ['first', 'second'] }, 'first; second'],
    ['a list with holes', { [key]: { 1: 'first', 2: 'second' } }, 'first; second'],
    ['a list of objects', { [key]: [{ message: 'first' }, { message: 'second' }] }, 'first; second'],
    ['texts by rule', { [key]: { isEmpty: 'first' } }, 'first'],
    ['a list that names its fields', [{ field: key, message: 'first' }], 'first'],
  ])('as %s reach the partner', async (_name, fields, message) => {
    expect(await refusedWith(fields)).toEqual([{ field: firstName, message }]);
  });

  test('without a field reach the partner for the booking data', async () => {
    expect(await refusedWith([{ message: 'first' }, { text: 'second' }])).toEqual([
      { field: 'booking_data', message: 'first' },
      { field: 'booking_data', message: 'second' },
    ]);
  });
});
