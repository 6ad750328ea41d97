/** The developer site in a real browser: nobody is shut out of any kind of page; the reference is made here, links into it arrive, and it can be tried. */
import { partnerContract } from '@partner-gateway/contract';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Api, startApi } from '../support/api.ts';
import { openBrowser, openPage, violationsOf } from '../support/browser.ts';

let api: Api;
let browser: Browser;
beforeAll(async () => {
  [api, browser] = await Promise.all([startApi({ now: Date.now() }), openBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await api.close();
});

const openReference = async (page: Page, anchor = ''): Promise<void> => {
  await page.goto(`${api.docsUrl}/reference${anchor}`);
  await page.getByRole('heading', { name: '12go Partner Gateway' }).waitFor();
};

const windows: readonly (readonly [string, BrowserContextOptions])[] = [
  ['light', { colorScheme: 'light' }],
  ['dark and 360 px wide', { colorScheme: 'dark', viewport: { width: 360, height: 740 } }],
];

/** A page of each other kind. */
const kinds = [
  '/docs',
  '/docs/guides/five-minutes',
  '/docs/errors',
  '/problems/price-changed',
  '/docs/scenarios',
  '/docs/changelog',
  '/docs/examples/webhook-receiver',
  '/docs/programs/go-book-go',
];

test.each(windows)('every kind of page shuts nobody out, %s', async (_, options) => {
  const { page, wrong } = await openPage(browser, options);
  for (const path of kinds) {
    await page.goto(`${api.baseUrl}${path}`);
    expect(await violationsOf(page), path).toEqual([]);
    const tooWide = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
    expect(tooWide, path).toBe(0);
  }
  expect(wrong).toEqual([]);
});

test.each(windows)(
  'the reference is made from this gateway alone and shuts nobody out, %s',
  async (_, options) => {
    const { page, requested, wrong } = await openPage(browser, options);
    await openReference(page);
    await page.getByText('Find and open itineraries.').first().waitFor();
    expect(await violationsOf(page)).toEqual([]);
    const elsewhere = requested.filter(
      (url) => !/^(?:data|blob):/.test(url) && new URL(url).origin !== api.baseUrl,
    );
    expect(elsewhere).toEqual([]);
    expect(requested).toContain(`${api.baseUrl}/openapi.json`);
    expect(wrong).toEqual([]);
  },
);

test('a link into the reference arrives at its operation, also one of when it stood at /docs', async () => {
  const { page } = await openPage(browser);
  const operation = '#tag/booking/POST/v1/{client_id}/bookings/{booking_id}/cancel';
  await page.goto(`${api.docsUrl}${operation}`);
  const heading = page.getByRole('heading', { name: 'Cancel', exact: true });
  await heading.waitFor();
  expect(page.url()).toBe(`${api.docsUrl}/reference${operation}`);
  await expect.poll(() => heading.evaluate((node) => node.getBoundingClientRect().top)).toBeLessThan(400);
});

describe('in the reference of a gateway that is there to be tried out', () => {
  let page: Page;
  beforeAll(async () => {
    ({ page } = await openPage(browser));
    await openReference(page, '#tag/search/GET/v1/{client_id}/itineraries');
  });

  test('a sample calls this gateway, as the demo client', async () => {
    await page.getByText(`curl '${api.baseUrl}/v1/demo/itineraries`).first().waitFor();
    expect(await page.getByText('YOUR_API_KEY').count()).toBe(0);
  });

  test('what only 12go calls is not in the menu', async () => {
    await page.getByRole('button', { name: 'Notifications' }).first().click();
    await page.getByText('A booking changed').first().waitFor();
    expect(await page.getByText(partnerContract.receiveNotification.summary).count()).toBe(0);
  });

  test.each([
    ['search', 0],
    ['get itinerary', 1],
  ])('%s is tried out at a click, with the demo client and its key', async (_, nth) => {
    await page
      .getByRole('button', { name: /Test Request/ })
      .nth(nth)
      .click();
    await page.getByRole('button', { name: /^Send/ }).first().click();
    await page.getByText('200 OK').first().waitFor();
    expect(await page.getByText('"itineraries"').count()).toBeGreaterThan(0);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: /^Send/ }).first().waitFor({ state: 'hidden' });
  });
});
