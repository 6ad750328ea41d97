/** The law of quotes over some generated forms; the slow run takes more than a thousand. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RecordedApi, startRecordedApi } from '../support/recorded-api.ts';
import { checkQuoteLaw } from './quote-law.ts';

let recorded: RecordedApi;
beforeAll(async () => {
  recorded = await startRecordedApi();
});
afterAll(() => recorded.close());

test('a quote without problems is booked at its total, and what create refuses it had named', async () => {
  const { forms, accepted, refused } = await checkQuoteLaw(recorded, 60);
  expect(forms).toBe(60);
  expect(Math.min(accepted, refused)).toBeGreaterThan(0);
});
