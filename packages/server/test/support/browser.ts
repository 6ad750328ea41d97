/** A real Chromium that opens pages of this machine, and tells what they asked for, what went wrong, and whom they shut out. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

/** What became of a page so far. */
export type Watched = {
  readonly page: Page;
  /** Every URL that was requested. */
  readonly requested: readonly string[];
  /** What the page threw, and what the browser complained about, such as what a policy forbids. */
  readonly wrong: readonly string[];
};

/** Whatever a page may want from elsewhere, it does not get. */
const args = ['--no-sandbox', '--disable-quic', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'];

export const openBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: process.env.CHROMIUM_BIN ?? '/usr/bin/chromium', args });

/** Opens an empty page, in a context of its own. */
export const openPage = async (browser: Browser, options: BrowserContextOptions = {}): Promise<Watched> => {
  const page = await (await browser.newContext(options)).newPage();
  const requested: string[] = [];
  const wrong: string[] = [];
  page.on('request', (request) => requested.push(request.url()));
  page.on('pageerror', ({ message }) => wrong.push(message));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') wrong.push(message.text());
  });
  return { page, requested, wrong };
};

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds on the page as it is, such as `color-contrast: .lead`. */
export const violationsOf = async (page: Page): Promise<string[]> => {
  await page.evaluate(axe);
  const { violations } = await page.evaluate<AxeResults>(
    'axe.run(document, { resultTypes: ["violations"] })',
  );
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`));
};
