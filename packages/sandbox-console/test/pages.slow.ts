/** The sandbox console when a price moves and a trip sells out; and every step of it, light, dark and narrow, as axe judges it. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Api, startApi } from '../../server/test/support/api.ts';
import { openBrowser, violationsOf } from '../../server/test/support/browser.ts';
import { impatient } from '../../server/test/support/lost-writes.ts';
import { buildConsole } from './support/built.ts';
import { button, walkToQuote } from './support/visit.ts';

let api: Api;
let browser: Browser;
beforeAll(async () => {
  [api, browser] = await Promise.all([startApi({ timing: impatient }), openBrowser(), buildConsole()]);
});
afterAll(async () => {
  await browser.close();
  await api.close();
});

test('a price that moved books nothing until it is accepted, and a trip that sold out nothing at all', async () => {
  const { page } = await walkToQuote(browser, api);
  const confirmed = await api.executedDuring('confirm', async () => {
    await button(page, 'Price moved').click();
    await button(page, 'Accept the new price').waitFor();
  });
  expect(confirmed).toBe(0);
  await button(page, 'Accept the new price').click();
  await page.getByText(/Booked once/).waitFor();
  const next = await walkToQuote(browser, api);
  await button(next.page, 'Sold out').click();
  await next.page.getByText(/Refused at create: trip_unavailable, outcome: not_executed/).waitFor();
});

test.each([
  ['light', 1280],
  ['dark', 1280],
  ['light', 360],
] as const)('nobody is kept out of any step: %s, %i px', async (colorScheme, width) => {
  const { page, wrong } = await walkToQuote(browser, api);
  await page.emulateMedia({ colorScheme });
  await page.setViewportSize({ width, height: 900 });
  const judge = async (): Promise<void> => {
    expect(await violationsOf(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
  };
  await judge();
  await button(page, 'Price moved').click();
  await button(page, 'Accept the new price').waitFor();
  await judge();
  await button(page, 'Accept the new price').click();
  await button(page, 'Get the ticket').click();
  await button(page, 'Preview the cancellation').click();
  await button(page, 'Cancel with this').first().waitFor();
  await page.locator('summary').last().click();
  await judge();
  // The browser tells of every refusal, such as that of the price.
  expect(wrong.filter((text) => !text.includes('409'))).toEqual([]);
});
