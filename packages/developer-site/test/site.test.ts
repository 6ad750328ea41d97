/** What the site promises whoever reads it: each page says what it is, each link leads somewhere, and nothing that there is is left out. */
import { readdirSync, readFileSync } from 'node:fs';
import { errorCodes, errorTable, problemPath } from '@partner-gateway/contract';
import { renderSite } from '@partner-gateway/developer-site';
import { scenarios } from '@partner-gateway/sandbox';
import { beforeAll, describe, expect, test } from 'vitest';

const root = new URL('../../../', import.meta.url);
const pages = new Map<string, string>();
const assets = new Set<string>();

beforeAll(async () => {
  for (const [path, { type, read }] of renderSite()) {
    if (type.startsWith('text/html')) pages.set(path, await read());
    else assets.add(path);
  }
});

const page = (path: string): string => pages.get(path) ?? '';
const matches = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map(([, found = '']) => found);
const asText = (html: string): string =>
  html
    .replace(/<[^>]+>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
    .replace(/\s+/g, ' ');

/** What the gateway answers beside the site. */
const documents = ['/openapi.json', '/openapi-3.0.json', '/llms.txt'];

describe('a page of the site', () => {
  test('has a title of its own, one first heading, and says what it is about', () => {
    const titles = [...pages].map(([path, html]) => {
      const [title = ''] = matches(html, /<title>([^<]+)<\/title>/g);
      expect(matches(html, /<h1[ >]/g), path).toHaveLength(path === '/docs/reference' ? 0 : 1);
      expect(matches(html, /<meta name="description" content="([^"]{20,})">/g), path).toHaveLength(1);
      return title;
    });
    expect(new Set(titles).size).toBe(pages.size);
    expect(titles).not.toContain('');
  });

  test('has each anchor once', () => {
    for (const [path, html] of pages) {
      const ids = matches(html, / id="([^"]+)"/g);
      expect(ids.length, path).toBe(new Set(ids).size);
    }
  });

  test('leads only to pages and anchors that exist, or to another host', () => {
    const broken: string[] = [];
    for (const [path, html] of pages) {
      for (const href of matches(html, / (?:href|src)="([^"]*)"/g)) {
        if (/^https?:\/\//.test(href)) continue;
        const { pathname, hash } = new URL(href, `http://site${path}`);
        const target = decodeURIComponent(hash.slice(1));
        const exists = pages.has(pathname) || assets.has(pathname) || documents.includes(pathname);
        const isAnchor =
          target === '' || pathname === '/docs/reference' || page(pathname).includes(` id="${target}"`);
        if (!exists || !isAnchor) broken.push(`${path}: ${href}`);
      }
    }
    expect(broken).toEqual([]);
  });

  test('loads nothing from another host, and runs nothing that stands in it', () => {
    for (const [path, html] of pages) {
      expect(html, path).not.toMatch(/(?:src|srcset)="(?:https?:)?\/\//);
      expect(html, path).not.toMatch(/<link[^>]+href="(?:https?:)?\/\//);
      expect(html, path).not.toMatch(/<style|<script(?! type="module" src=)| style="| on\w+="/);
    }
  });

  test('can be left for every other by its menu', () => {
    const reached = new Set(matches(page('/docs/guides'), /<li><a href="([^"#]+)"/g));
    const missing = [...pages.keys()].filter(
      (path) => !reached.has(path) && path !== '/docs' && !path.startsWith('/problems/'),
    );
    expect(missing).toEqual(['/docs/guides'].filter((path) => !reached.has(path)));
  });
});

describe('nothing is left out', () => {
  test('every guide of the repository is a page', () => {
    for (const name of readdirSync(new URL('docs/guides/', root))) {
      const path = name === 'README.md' ? '/docs/guides' : `/docs/guides/${name.replace(/\.md$/, '')}`;
      const [heading = ''] = matches(
        readFileSync(new URL(`docs/guides/${name}`, root), 'utf8'),
        /^# (.+)$/gm,
      );
      expect(asText(page(path)), name).toContain(heading.replaceAll('`', ''));
    }
  });

  test('every error has its row and its page, with what happened, what to do and the answer', () => {
    for (const code of errorCodes) {
      const { status, title, meaning, remedy } = errorTable[code];
      expect(page('/docs/errors')).toContain(`id="${code}" href="${problemPath(code)}"`);
      const text = asText(page(problemPath(code)));
      for (const words of [title, meaning, remedy]) expect(text).toContain(words.replaceAll('`', ''));
      expect(text).toContain(`HTTP ${status}`);
      expect(text).toContain(`"code": "${code}"`);
    }
  });

  test('every scenario of the sandbox has its trip, with what 12go does in it', () => {
    const html = page('/docs/scenarios');
    for (const [scenario, { meaning }] of Object.entries(scenarios)) {
      expect(html).toContain(`id="${scenario}"`);
      expect(asText(html)).toContain(meaning.replaceAll('`', ''));
    }
    expect(matches(html, /<code class="id">(\w+-YYYY-MM-DD-\d\d:\d\d)<\/code>/g)).toHaveLength(
      Object.keys(scenarios).length,
    );
  });

  test('every change that the SDK’s next release brings is told', () => {
    const told = page('/docs/changelog');
    const names = readdirSync(new URL('.changeset/', root)).filter((name) => /^(?!README).+\.md$/.test(name));
    for (const name of names) {
      const text = readFileSync(new URL(`.changeset/${name}`, root), 'utf8');
      const isForPartners = /^['"]@partner-gateway\/(?:sdk|contract)['"]:/m.test(text);
      expect(told.includes(`id="${name.replace(/\.md$/, '')}"`), name).toBe(isForPartners);
    }
  });
});

describe('a document on the site', () => {
  test('says of a file that only the repository has where it is, and does not link it', () => {
    const html = page('/docs/webhooks');
    expect(html).not.toContain('href="/docs/configuration');
    expect(asText(html)).toContain('(docs/configuration.md in the gateway’s repository)');
  });

  test('shows its code in colours that need no style in the page', () => {
    expect(page('/docs/guides/five-minutes')).toContain('<span class="token-keyword">import</span>');
  });

  test('tells no reader where its code was taken from', () => {
    for (const [path, html] of pages) expect(html, path).not.toMatch(/<!--|&lt;!-- from/);
  });

  test('an example shows each of its files', () => {
    for (const name of readdirSync(new URL('examples/', root)))
      for (const file of readdirSync(new URL(`examples/${name}/src/`, root)))
        expect(asText(page(`/docs/examples/${name}`))).toContain(`src/${file}`);
  });
});

test('no page leads to an operation that only 12go calls', () => {
  for (const [path, html] of pages) expect(html, path).not.toMatch(/href="[^"]*notifications\/onetwogo/);
});
