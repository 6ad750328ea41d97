/** The operator console in a real Chromium, at a gateway on a bad night: what whoever is on call sees of it, and may do. */
import { rmSync } from 'node:fs';
import { openOutcomesSchema } from '@partner-gateway/contract';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sendTo } from '../../server/test/support/api.ts';
import { createBody, ownKey, reserve, settled } from '../../server/test/support/builders.ts';
import { loseReserve } from '../../server/test/support/lost-writes.ts';
import { expectProblem } from '../../server/test/support/problems.ts';
import { startBrowser, type Visit, visit } from './support/browser.ts';
import { buildConsole, builtFolder } from './support/built.ts';
import { type Night, operatorKeys, playNight } from './support/night.ts';

let night: Night;
let browser: Browser;
let unbuilt: Awaited<ReturnType<typeof sendTo>>;
beforeAll(async () => {
  rmSync(builtFolder, { recursive: true, force: true });
  [night, browser] = await Promise.all([playNight(), startBrowser()]);
  unbuilt = await sendTo(night.api.opsBaseUrl, 'GET', '/console');
  await buildConsole();
});
afterAll(async () => {
  await browser.close();
  await night.close();
});

const open = async (key?: string): Promise<Visit> => {
  const opened = await visit(browser, night.api.opsBaseUrl);
  if (key !== undefined) await opened.signIn(key);
  return opened;
};

const find = async ({ page }: Visit, text: string): Promise<void> => {
  await page.getByLabel('Anything you have').fill(text);
  await page.getByRole('button', { name: 'Find', exact: true }).click();
};

/** Where partners reach it, whatever port is forwarded to whoever looks. */
const environment = (): string => new URL(night.api.baseUrl).host;

describe('its files', () => {
  const get = (path: string, headers = {}) => sendTo(night.api.opsBaseUrl, 'GET', path, { headers });

  test('are missing before a build, which is said, and are there once it is done, without a restart', async () => {
    expect(expectProblem(unbuilt, 'route_not_found').detail).toContain('The console was not built');
    expect((await get('/console')).status).toBe(200);
    expectProblem(await get('/console/nothing.js'), 'route_not_found');
    expectProblem(await get('/console/../package.json'), 'route_not_found');
  });

  test('need no key, run nothing inline, come from here alone and stand in nobody’s frame', async () => {
    const page = await get('/console/');
    expect([page.status, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    const policy = String(page.headers['content-security-policy']);
    for (const part of [
      "default-src 'none'",
      "script-src 'self';",
      "style-src 'self';",
      "connect-src 'self'",
      "frame-ancestors 'none'",
      "base-uri 'none'",
    ])
      expect(policy).toContain(part);
    expect(policy).not.toMatch(/unsafe|https?:|sha256/);
    expect(page.text).not.toMatch(/<script(?![^>]* src=)|<style|style=|(?:src|href)="(?!\/console\/)/);
  });

  test('are asked for again only when the page changed', async () => {
    const page = await get('/console');
    expect(page.headers['cache-control']).toBe('no-cache');
    const again = await get('/console', { 'if-none-match': page.headers.etag });
    expect([again.status, again.text]).toEqual([304, '']);
    const [, script = ''] = /src="([^"]+)"/.exec(page.text) ?? [];
    const { headers } = await get(script, { 'accept-encoding': 'gzip' });
    expect(headers).toMatchObject({
      'cache-control': 'public, max-age=31536000, immutable',
      'content-encoding': 'gzip',
      'content-type': 'text/javascript; charset=utf-8',
    });
  });

  test('are where the bare address of the ops listener leads', async () => {
    const root = await get('/');
    expect([root.status, root.headers.location]).toEqual([302, '/console']);
  });
});

describe('signing in', () => {
  test('a wrong key is told clearly, and is not kept', async () => {
    const { page, signIn, close } = await open();
    await signIn('gwo_wrong');
    await page.getByText('No operator has this key. Nothing was shown.').waitFor();
    expect(await page.evaluate('sessionStorage.length')).toBe(0);
    await close();
  });

  test('the key stays in the tab until one signs out, in no URL, and nothing is asked of another host', async () => {
    const visited = await open(operatorKeys.read);
    const { page, requested, complaints } = visited;
    await page.getByText('of-read').waitFor();
    await page.reload();
    await page.getByText('of-read').waitFor();
    await find(visited, night.bookingId);
    await page.getByRole('heading', { name: 'Timeline' }).waitFor();
    expect(await page.evaluate('[sessionStorage.length, localStorage.length, document.cookie]')).toEqual([
      1,
      0,
      '',
    ]);
    expect(requested.filter((url) => !url.startsWith(`${night.api.opsBaseUrl}/`))).toEqual([]);
    expect(requested.join()).not.toContain(operatorKeys.read);
    expect(complaints).toEqual([]);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByLabel('Operator key').waitFor();
    expect(await page.evaluate('sessionStorage.length')).toBe(0);
    await visited.close();
  });
});

describe('a key that only looks', () => {
  let visited: Visit;
  let followedId: string;
  beforeAll(async () => {
    visited = await open(operatorKeys.read);
  });
  afterAll(() => visited.close());

  test('finds a booking by its id, and is led to the diagnosis, the next action and every step of its story', async () => {
    const { page } = visited;
    await find(visited, night.bookingId);
    await page.getByRole('heading', { name: `Booking ${night.bookingId}, approved` }).waitFor();
    const [diagnosis = ''] = await page.getByRole('region', { name: 'Diagnosis' }).allInnerTexts();
    expect(diagnosis).toMatch(/webhook_refused[\s\S]*The partner was not told[\s\S]*Next/);
    const steps = await page.getByRole('region', { name: 'Timeline' }).getByRole('listitem').allInnerTexts();
    expect(steps.length).toBeGreaterThan(10);
    expect(steps.join('\n')).toMatch(/Call of 12go: confirm\s+✓ went well[\s\S]*Partner told\s+✗ failed/);
    expect(new URL(page.url()).hash).toBe(`#/find/${night.bookingId}`);
  });

  test('follows a story as it goes on, and reads the lines of the log about it', async () => {
    const { page } = visited;
    await page.getByRole('button', { name: 'Show those of this instance' }).click();
    await page
      .getByRole('region', { name: 'Log lines, table' })
      .getByText('An operator asked')
      .first()
      .waitFor();
    const demo = night.api.as('demo');
    const { id } = await reserve(demo);
    followedId = id;
    await find(visited, id);
    await page.getByRole('heading', { name: /, reserved$/ }).waitFor();
    await settled(demo, await demo.post(`/bookings/${id}/confirm`, undefined, ownKey()));
    await page.getByRole('button', { name: 'Follow' }).click();
    await page.getByRole('heading', { name: `Booking ${id}, approved` }).waitFor();
    await find(visited, night.bookingId);
    await page.waitForURL((url) => url.hash === `#/find/${night.bookingId}`);
  });

  test('goes back to what was found before', async () => {
    const { page } = visited;
    await page.goBack();
    await page.getByRole('heading', { name: `Booking ${followedId}, approved` }).waitFor();
    expect(page.url()).toContain(followedId);
    await page.goForward();
    await page.getByRole('heading', { name: `Booking ${night.bookingId}, approved` }).waitFor();
  });

  test('reads the runbook that the diagnosis names, and goes to what its command would show', async () => {
    const { page } = visited;
    await page.getByRole('link', { name: 'the runbook “webhooks given up”' }).click();
    await page.getByRole('heading', { name: 'Webhooks were given up' }).waitFor();
    await page.goBack();
    await page.getByRole('link', { name: 'Show it here' }).click();
    await page.getByRole('heading', { name: 'Dead letters of demo' }).waitFor();
    await visited.goTo('Find');
  });

  test('finds a request by its correlation id, and sees what is open, told by a word beside the colour', async () => {
    const { page } = visited;
    await find(visited, String(night.lost.answer.headers['x-correlation-id']));
    await page.getByText('outcome_open_by_hand').waitFor();
    await page.getByText('not known yet').first().waitFor();
  });

  test('finds a booking by its token, which opens it and so stays out of the address', async () => {
    const { page } = visited;
    const demo = night.api.as('demo');
    const body = await createBody(demo);
    await demo.post('/bookings', body, ownKey());
    await find(visited, body.booking_token);
    await page.getByText('booking token', { exact: true }).waitFor();
    expect(page.url()).not.toContain(body.booking_token.slice(0, 20));
  });

  test('is told what leads nowhere', async () => {
    await find(visited, 'BK-1-NOTHERE');
    const refusal = visited.page.getByRole('alert');
    await refusal.getByText('booking_not_found').waitFor();
  });

  test('is told what is wrong with what it asks, and where', async () => {
    const { page, goTo } = visited;
    await goTo('Seat locks');
    await page.getByLabel('Trip').fill('VN0fSc0fY87jib04V0pW41sL');
    await page.getByLabel('Date').fill('tomorrow');
    await page.getByRole('button', { name: 'Show' }).click();
    await page
      .getByRole('alert')
      .getByText(/ date .+\.$/)
      .waitFor();
  });

  test('sees nothing that acts', async () => {
    const { page, goTo } = visited;
    for (const [name, shown] of [
      ['Open outcomes', night.lost.subject],
      ['State', 'Limits of calls'],
      ['Webhooks', 'failing since'],
    ] as const) {
      await goTo(name);
      await page.getByText(shown).first().waitFor();
      expect(await page.getByRole('button', { name: /…$/ }).count()).toBe(0);
      expect(await page.locator('dialog').count()).toBe(0);
    }
  });
});

describe('what acts', () => {
  const openOutcomes = async () =>
    (await night.api.ops('/ops/v1/open-outcomes', { 'x-ops-key': operatorKeys.read })).read(
      openOutcomesSchema,
    ).open_outcomes;

  test('is still about the same when the list moves, which it does not under a dialog', async () => {
    const other = await loseReserve(night.api, 'timeout_after');
    const { page, goTo, signIn, close } = await open();
    await page.clock.install();
    await signIn(operatorKeys.act);
    await goTo('Open outcomes');
    const { subject } = night.lost;
    await page.getByText(other.subject).first().waitFor();
    await page.getByRole('button', { name: `Resolve: reserve ${subject}` }).click();
    const resolved = await sendTo(night.api.opsBaseUrl, 'POST', '/ops/v1/open-outcomes/resolve', {
      headers: { 'x-ops-key': operatorKeys.act },
      body: {
        client_id: 'demo',
        operation: 'reserve',
        subject: other.subject,
        outcome: 'executed',
        booking: other.bid(),
      },
    });
    expect([resolved.status, resolved.text]).toEqual([200, expect.any(String)]);
    await page.clock.runFor(30_000);
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('heading', { name: `Resolve: reserve ${subject}` }).waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await page.clock.runFor(10_000);
    await page.getByText(other.subject).first().waitFor({ state: 'detached' });
    await page.getByText(subject).first().waitFor();
    await close();
  });

  test('tells what will happen, and does nothing without a reason and the name of the environment', async () => {
    const { page, goTo, close } = await open(operatorKeys.act);
    await goTo('Open outcomes');
    await page.getByRole('button', { name: `Resolve: reserve ${night.lost.subject}` }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('It was booked').check();
    await dialog.getByLabel('12go’s number').fill(night.lost.bid());
    await dialog.getByText(`made 12go booking ${night.lost.bid()}`).waitFor();
    const send = dialog.getByRole('button', { name: 'Resolve' });
    await send.click();
    await dialog.getByText('The reason has at least three characters').waitFor();
    await dialog.getByLabel('Reason').fill('12go said so, ticket 4711');
    await dialog.getByLabel('Type the name of the environment').fill('yes');
    await send.click();
    await dialog
      .getByText(`The environment is ${environment()} and not “yes”: nothing was changed.`)
      .waitFor();
    expect(await openOutcomes()).toHaveLength(1);
    await dialog.getByLabel('Type the name of the environment').fill(environment());
    await send.click();
    await dialog.getByText('Recorded: reserve').waitFor();
    await dialog.getByRole('button', { name: 'Close' }).click();
    await page.getByText('No outcome is open.').waitFor();
    expect(await openOutcomes()).toEqual([]);
    expect(night.api.logLines.join()).toContain('12go said so, ticket 4711');
    await close();
  });
});

test('live figures follow what partners ask', async () => {
  const { page, goTo, signIn, complaints, close } = await open();
  await page.clock.install();
  await signIn(operatorKeys.read);
  await goTo('Live');
  const reserved = page.getByRole('row', { name: /^Confirmed/ });
  await reserved.waitFor();
  for (let times = 0; times < 10; times += 1) await night.api.as('demo').get('/bookings/BK-1-NOTHERE');
  await page.clock.runFor(5_000);
  const rate = page.getByRole('region', { name: 'Rate', exact: true });
  await rate.getByRole('row', { name: /^requests [12]/ }).waitFor();
  await page
    .getByRole('region', { name: 'Errors', exact: true })
    .getByRole('row', { name: '4xx 100 100' })
    .waitFor();
  await rate.locator('canvas').waitFor();
  expect(complaints).toEqual([]);
  await close();
});
