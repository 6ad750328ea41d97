/** The sandbox console in a real Chromium: a funnel walked to its end, what goes wrong on the way, and who has it at all. */
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { readConfig } from '@partner-gateway/settings';
import { createLog } from '@partner-gateway/telemetry';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startGateway } from '../../server/src/composition/gateway.ts';
import { type Api, sendTo, startApi } from '../../server/test/support/api.ts';
import { besideSettings } from '../../server/test/support/beside-settings.ts';
import { openBrowser } from '../../server/test/support/browser.ts';
import { impatient } from '../../server/test/support/lost-writes.ts';
import { expectProblem } from '../../server/test/support/problems.ts';
import { buildConsole, builtFiles } from './support/built.ts';
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

test('a booking goes from the search to its ticket, and back with a preview, and shows the key to nobody', async () => {
  const { page, wrong, requested } = await walkToQuote(browser, api);
  await button(page, 'Seat A1').click();
  const chosen = await page.getByRole('button', { pressed: true, name: /^Seat/ }).allTextContents();
  expect([chosen.length, chosen.includes('A1')]).toEqual([2, true]);
  await button(page, 'Ask for a quote').click();
  await button(page, 'Book').click();
  await page.getByText(/Booked once: .* is approved/).waitFor();
  await button(page, 'Get the ticket').click();
  await page.getByText('Issued:').waitFor();
  await button(page, 'Preview the cancellation').click();
  await button(page, 'Cancel with this').first().click();
  await page.getByText(/Cancelled, .* is paid back/).waitFor();
  const text = (await page.textContent('body')) ?? '';
  expect([text.includes('x-api-key: (your key)'), text.includes(api.apiKey)]).toEqual([true, false]);
  expect(wrong).toEqual([]);
  expect(requested.every((url) => url.startsWith(api.baseUrl))).toBe(true);
});

test('an answer that was lost ends in one booking, and the page shows how the gateway found it', async () => {
  const { page } = await walkToQuote(browser, api);
  const step = page.getByRole('region', { name: '4. Book', exact: true });
  const lines = () => step.getByRole('listitem').locator('summary').allTextContents();
  // The waits that the gateway asks for pass at once.
  await page.clock.install();
  const reserved = await api.executedDuring('reserve', async () => {
    await button(page, 'Lost answer').click();
    await page.getByText('The reservation is never sent again.').waitFor();
    await expect
      .poll(async () => {
        await page.clock.fastForward(2_000);
        return lines();
      })
      .toContainEqual(expect.stringMatching(/confirm 200/));
    await page.getByText(/Booked once/).waitFor();
  });
  expect(reserved).toBe(1);
  expect(await lines()).toContainEqual(expect.stringMatching(/POST \/v1\/demo\/bookings 202/));
  expect(await lines()).toContainEqual(expect.stringMatching(/incomplete_results\/.* 200/));
});

test('only a gateway that is there to be tried out has it', async () => {
  const beside = await startGateway(readConfig({ ...besideSettings(api.config), STORE: 'memory' }), {
    log: createLog('silent'),
    version: 'beside',
    nowMs: Date.now,
  });
  const answers = [
    await sendTo(beside.baseUrl, 'GET', '/sandbox'),
    await sendTo(beside.baseUrl, 'GET', '/sandbox/index.html'),
  ];
  await beside.stop();
  for (const answer of answers) expectProblem(answer, 'route_not_found');
});

test('its files need no key, run nothing inline and come from here alone, in at most 120 KB of gzip', async () => {
  const page = await api.send('GET', '/sandbox');
  expect([page.status, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
  const policy = String(page.headers['content-security-policy']);
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toMatch(/unsafe|https?:|sha256/);
  expect(page.text).not.toMatch(/<script(?![^>]* src=)|<style|style=|(?:src|href)="(?!\/sandbox\/)/);
  const bytes = builtFiles().reduce((sum, path) => sum + gzipSync(readFileSync(path)).length, 0);
  expect(bytes).toBeGreaterThan(10_000);
  expect(bytes).toBeLessThanOrEqual(120 * 1024);
  expectProblem(await api.send('GET', '/sandbox/nothing.js'), 'route_not_found');
});
