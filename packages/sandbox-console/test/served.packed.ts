/** The sandbox console as the built gateway of `npm start` serves it, out of its own folder. */
import { expect, inject, test } from 'vitest';

test('the built gateway serves the page and everything that it names', async () => {
  const { baseUrl } = inject('gateway');
  const page = await fetch(`${baseUrl}/sandbox`);
  expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  const named = [...(await page.text()).matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path = '']) => path);
  expect(named.length).toBeGreaterThan(2);
  for (const path of named) expect([path, (await fetch(baseUrl + path)).status]).toEqual([path, 200]);
});
