/** Every page of the operator console, light, dark and on a narrow screen, as axe judges it. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { looks, startBrowser, type Visit, visit } from './support/browser.ts';
import { buildConsole } from './support/built.ts';
import { type Night, operatorKeys, playNight } from './support/night.ts';

let night: Night;
let browser: Browser;
let visited: Visit;
beforeAll(async () => {
  [night, browser] = await Promise.all([playNight(), startBrowser(), buildConsole()]);
  visited = await visit(browser, night.api.opsBaseUrl);
});
afterAll(async () => {
  await browser.close();
  await night.close();
});

const judge = async (): Promise<void> => {
  for (const look of looks)
    expect([look, await visited.judge(look)]).toEqual([look, { violations: [], besidePx: 0 }]);
};

test('nobody is kept out of signing in, by colours, keyboard or a small screen', async () => {
  await judge();
  await visited.signIn('gwo_wrong');
  await visited.page.getByText('No operator has this key').waitFor();
  await judge();
  await visited.signIn(operatorKeys.admin);
  await visited.page.getByRole('heading', { name: 'Find' }).waitFor();
});

/** What is judged: its address, and a text that is there once it is shown. */
const pages: readonly (readonly [name: string, hash: () => string, shown: string])[] = [
  ['a story', () => `#/find/${night.bookingId}`, 'Price, step by step'],
  ['an open story', () => `#/find/${night.lost.answer.headers['x-correlation-id']}`, 'outcome_open_by_hand'],
  ['open outcomes', () => '#/outcomes', 'Ends by'],
  ['the state', () => '#/state', 'Timeouts of calls'],
  ['a client', () => '#/clients/demo', 'Rate limits of demo'],
  ['seat locks', () => '#/locks/demo', 'Until (UTC)'],
  ['dead letters', () => '#/webhooks/demo', 'Send all again'],
  ['live figures', () => '#/live', 'Confirmed'],
  ['the list of runbooks', () => '#/runbooks', 'Procedures'],
  ['a runbook', () => '#/runbooks/unknown-outcome', 'What partners see'],
];

test.each(pages)('nobody is kept out of %s', async (_name, hash, shown) => {
  await visited.page.evaluate(`location.hash = ${JSON.stringify(hash())}`);
  await visited.page.getByText(shown).first().waitFor();
  await judge();
});

test('nobody is kept out of what asks before it acts, and the keyboard leads out of it', async () => {
  const { page } = visited;
  await page.evaluate('location.hash = "#/outcomes"');
  const button = page.getByRole('button', { name: /^Resolve/ });
  await button.click();
  await page.getByLabel('It was booked').check();
  await judge();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  expect(await page.evaluate('document.activeElement.getAttribute("aria-label")')).toMatch(/^Resolve: /);
});

test('the browser has nothing to complain about', () => {
  expect(visited.complaints.filter((text) => !text.includes('401'))).toEqual([]);
});
