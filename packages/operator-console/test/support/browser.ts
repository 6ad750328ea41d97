/** A real Chromium at the console: what an operator sees and does, what axe finds, and what the browser complained about. */
import axe from 'axe-core';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

/** What axe found: the rule, and where. */
export type Violation = { readonly rule: string; readonly where: readonly string[] };

type AxeAnswer = { violations: { id: string; nodes: { target: string[]; failureSummary?: string }[] }[] };

/** How a page is looked at. */
export type Look = { readonly colorScheme: 'light' | 'dark'; readonly width: number };

export const looks: readonly Look[] = [
  { colorScheme: 'light', width: 1280 },
  { colorScheme: 'dark', width: 1280 },
  { colorScheme: 'light', width: 360 },
];

/** What is wrong with a page as it is looked at. */
export type Judgement = {
  readonly violations: readonly Violation[];
  /** How much of it stands beside the screen. */
  readonly besidePx: number;
};

/** A tab with the console in it. */
export type Visit = {
  readonly page: Page;
  /** Every URL that was requested. */
  readonly requested: readonly string[];
  /** Exceptions, and what the browser wrote into its console, such as what a policy forbids. */
  readonly complaints: readonly string[];
  signIn(key: string): Promise<void>;
  /** Goes to a page by its name in the navigation. */
  goTo(name: string): Promise<void>;
  judge(look: Look): Promise<Judgement>;
  close(): Promise<void>;
};

/** Starts Chromium; nothing but this machine is found from it. */
export const startBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env.CHROMIUM_BIN ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'],
  });

const violationsOn = async (page: Page): Promise<readonly Violation[]> => {
  await page.evaluate(`typeof axe === 'undefined' && (() => { ${axe.source} })()`);
  const { violations } = (await page.evaluate('axe.run()')) as AxeAnswer;
  return violations.map(({ id, nodes }) => ({
    rule: id,
    where: nodes.map(({ target, failureSummary = '' }) => `${target.join(' ')}: ${failureSummary}`),
  }));
};

/** Opens the console of a gateway in a tab of its own. */
export const visit = async (
  browser: Browser,
  opsBaseUrl: string,
  options: BrowserContextOptions = {},
): Promise<Visit> => {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const [requested, complaints]: [string[], string[]] = [[], []];
  page.on('request', (request) => void requested.push(request.url()));
  page.on('pageerror', ({ message }) => void complaints.push(message));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  await page.goto(`${opsBaseUrl}/console`);
  return {
    page,
    requested,
    complaints,
    async signIn(key) {
      await page.getByLabel('Operator key').fill(key);
      await page.getByRole('button', { name: 'Sign in' }).click();
    },
    async goTo(name) {
      await page.getByRole('navigation').getByRole('link', { name, exact: true }).click();
      await page.getByRole('heading', { name, level: 1 }).waitFor();
    },
    async judge({ colorScheme, width }) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      const besidePx = await page.evaluate<number>(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      );
      return { violations: await violationsOn(page), besidePx };
    },
    close: () => context.close(),
  };
};
