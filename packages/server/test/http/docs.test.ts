/** The API reference as a reader gets it: the document, the site around it, and a page for every error code. */
import { errorCodes, errorTable, problemPath } from '@partner-gateway/contract';
import committed from '@partner-gateway/contract/openapi.json' with { type: 'json' };
import committed30 from '@partner-gateway/contract/openapi-3.0.json' with { type: 'json' };
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type Api, startApi } from '../support/api.ts';
import { expectProblem } from '../support/problems.ts';

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

describe('the OpenAPI document', () => {
  test.each([
    ['/openapi.json', committed],
    ['/openapi-3.0.json', committed30],
  ])(
    '%s is the committed one, with this gateway as its server',
    async (path, { servers: _, ...expected }) => {
      const answer = await api.send('GET', path);
      const { servers, ...document } = answer.read(z.record(z.string(), z.unknown()));
      expect(document).toEqual(expected);
      expect(servers).toEqual([{ url: api.baseUrl }]);
      expect(answer.headers['cache-control']).toBe('public, max-age=300');
    },
  );

  test('names the public address where one is set', async () => {
    const behind = await startApi({ environment: { PUBLIC_BASE_URL: 'https://gateway.example/' } });
    const { servers } = (await behind.send('GET', '/openapi.json')).read(z.object({ servers: z.unknown() }));
    expect(servers).toEqual([{ url: 'https://gateway.example' }]);
    const problem = expectProblem(await behind.send('GET', '/nowhere'), 'route_not_found');
    expect(problem.type).toBe('https://gateway.example/problems/route-not-found');
    await behind.close();
  });
});

describe('llms.txt', () => {
  test('has a line for every operation of partners and for every error, with links that lead somewhere', async () => {
    const { text, headers } = await api.send('GET', '/llms.txt');
    expect(headers['content-type']).toBe('text/plain; charset=utf-8');
    expect(text).toMatch(/^# 12go Partner Gateway\n\n> Search and book /);
    const operations = Object.values(committed.paths).flatMap((path) => Object.values(path));
    for (const operation of operations) {
      const isShown = text.includes(`- [${operation.operationId}](`);
      expect(isShown, operation.operationId).toBe(!('x-internal' in operation));
    }
    for (const code of errorCodes) expect(text).toContain(`- [${code}](${api.baseUrl}${problemPath(code)})`);
    const places = [...text.matchAll(new RegExp(`\\]\\(${api.baseUrl}([^)#]*)`, 'g'))].map(
      ([, path]) => path,
    );
    for (const path of new Set(places))
      expect((await api.send('GET', path ?? '')).status, path).toBeLessThan(400);
  });

  test('points into the document where each operation stands', async () => {
    const { text } = await api.send('GET', '/llms.txt');
    const pointers = [...text.matchAll(/openapi\.json#\/paths\/([^/)]+)\/(\w+)\)/g)];
    expect(pointers.length).toBeGreaterThan(15);
    const paths = z.record(z.string(), z.record(z.string(), z.unknown())).parse(committed.paths);
    for (const [, path = '', method = ''] of pointers)
      expect(paths[path.replaceAll('~1', '/')]?.[method], `${method} ${path}`).toBeDefined();
  });
});

describe('the site', () => {
  test('is where the bare address leads, with an icon for the browser', async () => {
    const root = await api.send('GET', '/');
    expect([root.status, root.headers.location]).toEqual([302, '/docs']);
    const icon = await api.send('GET', '/favicon.ico');
    expect([icon.status, icon.headers['content-type']]).toEqual([200, 'image/svg+xml']);
  });

  test('has its first page with and without a slash at the end', async () => {
    const [plain, slashed] = [await api.send('GET', '/docs'), await api.send('GET', '/docs/')];
    expect([plain.status, slashed.status]).toEqual([200, 200]);
    expect(slashed.text).toBe(plain.text);
  });
});

describe('the pages', () => {
  test.each(['/docs', '/docs/reference', '/docs/guides/seats', '/problems/unauthorized'])(
    '%s runs what is its own, in a frame of nobody',
    async (path) => {
      const { headers, text } = await api.send('GET', path);
      const policy = String(headers['content-security-policy']);
      expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toMatch(/script-src[^;]*'unsafe|https?:/);
      // What makes the reference writes styles as it runs.
      expect(policy.includes("'unsafe-inline'")).toBe(path === '/docs/reference');
      expect([headers['x-frame-options'], headers['referrer-policy']]).toEqual(['DENY', 'no-referrer']);
      expect(text).not.toMatch(/<script(?! type="module" src="\/docs\/)/);
    },
  );
});

describe('problem pages', () => {
  test.each(errorCodes)('%s is explained where the type of its problem leads', async (code) => {
    const { status, headers, text } = await api.send('GET', problemPath(code));
    expect([status, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    expect(text).toContain(`<code>${code}</code>`);
    expect(text).toContain(`HTTP ${errorTable[code].status}`);
  });

  test.each(['/problems/nothing', '/problems/price_changed', '/problems/', '/problems/Price-Changed'])(
    '%s is 404',
    async (path) => {
      expectProblem(await api.send('GET', path), 'route_not_found');
    },
  );
});
