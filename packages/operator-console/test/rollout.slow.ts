/** The console of a router in a real Chromium: who answers what, and the report of both sides. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { searchPath, startTwoSystems, type TwoSystems } from '../../router/test/support/two-systems.ts';
import { looks, startBrowser, type Visit, visit } from './support/browser.ts';
import { buildConsole } from './support/built.ts';

let systems: TwoSystems;
let browser: Browser;
let visited: Visit;
beforeAll(async () => {
  [systems, browser] = await Promise.all([startTwoSystems(), startBrowser(), buildConsole()]);
  await systems.set({ endpoint: 'search', client: 'demo', mode: 'percent', percent: 50, copy_percent: 100 });
  for (let times = 0; times < 6; times += 1)
    await systems.call(searchPath(), { headers: { 'x-turn': String(times) } });
  visited = await visit(browser, systems.routers[0]?.opsBaseUrl ?? '');
});
afterAll(async () => {
  await browser.close();
  await systems.close();
});

test('tells who answers what, since when and why, and how the router is', async () => {
  const { page, signIn, judge } = visited;
  await signIn(systems.opsKey);
  await page.getByRole('heading', { name: 'Rollout', level: 1 }).waitFor();
  await page.getByRole('row', { name: /^search demo both, each a share 50 % 100 %/ }).waitFor();
  await page.getByText(/^Revision 1, by lan .*: a test\./).waitFor();
  await page.getByText('Circuit to the gateway').waitFor();
  expect(await page.getByRole('navigation').getByRole('link').allInnerTexts()).toEqual([
    'Rollout',
    'Report',
    'Runbooks',
  ]);
  for (const look of looks)
    expect([look, await judge(look)]).toEqual([look, { violations: [], besidePx: 0 }]);
});

test('compares both sides in numbers and as bars', async () => {
  const { page, goTo, judge } = visited;
  await goTo('Report');
  await page.getByRole('row', { name: /^search demo \d/ }).waitFor();
  const bars = page.getByRole('region', { name: '95 of 100 answers came within' });
  await bars
    .getByText(/^\d+ ms$/)
    .first()
    .waitFor();
  for (const look of looks)
    expect([look, await judge(look)]).toEqual([look, { violations: [], besidePx: 0 }]);
  expect(visited.complaints).toEqual([]);
});
