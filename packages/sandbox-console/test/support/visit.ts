/** The console in a tab of a real Chromium, walked as far as a test begins. */
import type { Browser, Page } from 'playwright-core';
import type { Api } from '../../../server/test/support/api.ts';
import { openPage, type Watched } from '../../../server/test/support/browser.ts';

/** A day after the one that the sandbox begins with, another for each visit: seats are sold once. */
let day = 0;
const nextDate = (): string => {
  day += 1;
  return new Date(Date.UTC(2026, 11, 6 + day)).toISOString().slice(0, 10);
};

export const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

/** Finds the trip from Hanoi to Sapa, by what the fields offer. */
const searchTrips = async (browser: Browser, api: Api): Promise<Watched> => {
  const visited = await openPage(browser);
  const { page } = visited;
  await page.goto(`${api.baseUrl}/sandbox`);
  await page.getByText('VNHANMYD').first().waitFor({ state: 'attached' });
  const [from, to] = [page.getByLabel('From'), page.getByLabel('To')];
  for (const [field, id] of [
    [from, 'VNHANMYD'],
    [to, 'VNSPASPT'],
  ] as const)
    await field.fill((await page.locator(`option[value*="${id}"]`).first().getAttribute('value')) ?? '');
  await page.getByLabel('Date').fill(nextDate());
  await button(page, 'Search').click();
  return visited;
};

/** As far as the quote of two seats. */
export const walkToQuote = async (browser: Browser, api: Api): Promise<Watched> => {
  const visited = await searchTrips(browser, api);
  const { page } = visited;
  await page
    .getByRole('button', { name: /^Choose 22:00/ })
    .first()
    .click();
  await button(page, 'Fill it in for me').click();
  await button(page, 'Ask for a quote').click();
  await button(page, 'Book').waitFor();
  return visited;
};
