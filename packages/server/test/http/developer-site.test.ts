/** The developer site in a real browser and over a real socket: nobody is shut out, and no byte comes twice. */
import { readConfig } from '@partner-gateway/settings';
import { createLog } from '@partner-gateway/telemetry';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { startGateway } from '../../src/composition/gateway.ts';
import { type Api, sendTo, startApi } from '../support/api.ts';
import { besideSettings } from '../support/beside-settings.ts';
import { openBrowser, openPage, violationsOf } from '../support/browser.ts';

let api: Api;
let browser: Browser;
beforeAll(async () => {
  [api, browser] = await Promise.all([startApi(), openBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await api.close();
});

/** Every kind of page in every window is in the slow suite. */
const shown: readonly (readonly [string, string, BrowserContextOptions])[] = [
  ['/docs/guides/seats', 'light', { colorScheme: 'light' }],
  ['/docs', 'dark and 360 px wide', { colorScheme: 'dark', viewport: { width: 360, height: 740 } }],
];

describe('a page', () => {
  test.each(shown)('shuts nobody out: %s, %s', async (path, _, options) => {
    const { page, wrong } = await openPage(browser, options);
    await page.goto(`${api.baseUrl}${path}`);
    expect(await violationsOf(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
    expect(wrong).toEqual([]);
  });

  test('is entered at its content with the first key, and its menu is reached with the next', async () => {
    const { page } = await openPage(browser);
    await page.goto(`${api.docsUrl}/guides/seats`);
    await page.keyboard.press('Tab');
    const skip = page.getByRole('link', { name: 'Skip to the content' });
    expect(await skip.evaluate((node) => node === node.ownerDocument.activeElement)).toBe(true);
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('main');
    await page.goto(`${api.docsUrl}/guides/seats`);
    const names: unknown[] = [];
    for (let presses = 0; presses < 15; presses += 1) {
      await page.keyboard.press('Tab');
      names.push(await page.evaluate('document.activeElement.textContent.trim()'));
    }
    expect(names).toEqual(expect.arrayContaining(['Partner Gateway', 'Reference', 'All guides', 'Seats']));
  });

  test('that is narrow has its menu behind a button, which the keyboard opens and closes', async () => {
    const { page } = await openPage(browser, { viewport: { width: 360, height: 740 } });
    await page.goto(`${api.docsUrl}/guides/seats`);
    const menu = page.getByRole('navigation', { name: 'Pages' });
    expect(await menu.isVisible()).toBe(false);
    await page.getByRole('button', { name: 'Menu' }).press('Enter');
    expect(await menu.isVisible()).toBe(true);
    await page.keyboard.press('Escape');
    expect(await menu.isVisible()).toBe(false);
  });
});

test('code is copied by a button, which says so', async () => {
  const { page, wrong } = await openPage(browser, { permissions: ['clipboard-read', 'clipboard-write'] });
  await page.goto(`${api.docsUrl}/guides/five-minutes`);
  const button = page.getByRole('button', { name: 'Copy' }).nth(1);
  await button.press('Enter');
  await page.getByRole('button', { name: 'Copied' }).waitFor();
  expect(await page.evaluate('navigator.clipboard.readText()')).toBe(
    'npm init --yes\nnpm install @partner-gateway/sdk',
  );
  expect(wrong).toEqual([]);
});

describe('a file', () => {
  test.each(['/docs', '/docs/guides/seats', '/docs/assets/site.css', '/problems/unauthorized'])(
    '%s is sent once to whoever keeps it',
    async (path) => {
      const first = await api.send('GET', path);
      const tag = first.headers.etag ?? '';
      const again = await api.send('GET', path, { headers: { 'if-none-match': tag } });
      expect([first.status, again.status, again.text]).toEqual([200, 304, '']);
      expect(again.headers.etag).toBe(tag);
      const other = await api.send('GET', path, { headers: { 'if-none-match': '"another"' } });
      expect(other.text).toBe(first.text);
    },
  );

  test.each([
    ['/docs', 'text/html; charset=utf-8'],
    ['/docs/assets/site.css', 'text/css; charset=utf-8'],
    ['/docs/assets/reference.js', 'text/javascript; charset=utf-8'],
    ['/docs/assets/icon.svg', 'image/svg+xml'],
  ])('%s says that it is %s', async (path, type) => {
    const { headers } = await api.send('GET', path);
    expect([headers['content-type'], headers['x-content-type-options']]).toEqual([type, 'nosniff']);
  });

  test.each(['/docs/nothing', '/docs/assets/../guides', '/docs/__proto__', '/docs/assets/site.css/'])(
    '%s is none',
    async (path) => {
      const { status } = await api.send('GET', path);
      expect(status).toBe(path.endsWith('site.css/') ? 200 : 404);
    },
  );
});

describe('what the reference begins with', () => {
  const trialSchema = z.strictObject({ clientId: z.string().optional(), apiKey: z.string().optional() });

  test('is the demo client and its key, where a gateway is there to be tried out', async () => {
    const answer = await api.send('GET', '/docs/try-it.json');
    expect(answer.read(trialSchema)).toEqual({ clientId: 'demo', apiKey: api.apiKey });
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  test('is nothing in every other gateway: no setting gives a key away', async () => {
    const beside = await startGateway(readConfig({ ...besideSettings(api.config), STORE: 'memory' }), {
      log: createLog('silent'),
      version: 'beside',
      nowMs: Date.now,
    });
    const answer = await sendTo(beside.baseUrl, 'GET', '/docs/try-it.json');
    await beside.stop();
    expect([answer.status, answer.read(trialSchema)]).toEqual([200, {}]);
  });
});
