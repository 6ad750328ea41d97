/** The law of quotes over a thousand generated forms and more. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkQuoteLaw } from '../laws/quote-law.ts';
import { type RecordedApi, startRecordedApi } from '../support/recorded-api.ts';

let recorded: RecordedApi;
beforeAll(async () => {
  recorded = await startRecordedApi();
});
afterAll(() => recorded.close());

test('a quote without problems is booked at its total, over 1,500 forms', async () => {
  const counts = await checkQuoteLaw(recorded, 1_500);
  console.log(JSON.stringify(counts));
  expect(Math.min(counts.accepted, counts.refused)).toBeGreaterThan(100);
}, 300_000);
