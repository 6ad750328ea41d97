/** The reference page in a real browser: it is there, and nothing of it comes from elsewhere. */
import { partnerContract } from '@partner-gateway/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Api, startApi } from '../support/api.ts';
import { openPage } from '../support/chromium.ts';

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

test('the reference page is rendered by a browser from this gateway alone', async () => {
  // What is further down is rendered when it is scrolled to.
  const { description, path } = partnerContract.search;
  const words = [description.slice(0, 60), path.replace(':client_id', '{client_id}')];
  const isThere = (text: string) => words.every((word) => text.includes(word));
  const { requested, thrown, logged } = await openPage(api.docsUrl, isThere);
  const elsewhere = requested.filter(
    (url) => !/^(?:data|blob):/.test(url) && new URL(url).origin !== api.baseUrl,
  );
  expect(elsewhere).toEqual([]);
  expect(requested).toContain(`${api.baseUrl}/openapi.json`);
  expect(thrown).toEqual([]);
  expect(logged).toEqual([]);
});
