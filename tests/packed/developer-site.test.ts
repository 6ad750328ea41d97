/** The site of a built gateway is what the build wrote of it: every page of the repository, packed, and nothing rendered again. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect, inject, test } from 'vitest';
import { renderSite } from '../../packages/developer-site/src/index.ts';
import type { Manifest } from '../../packages/developer-site/src/shelf/built.ts';
import { root } from '../../scripts/lib/root.mjs';

const { baseUrl } = inject('gateway');
const folder = `${root}/packages/server/dist/site`;
const manifest: Manifest = JSON.parse(readFileSync(`${folder}/manifest.json`, 'utf8'));

test('the build wrote every page and asset that there is, and no other', () => {
  expect(Object.keys(manifest).toSorted()).toEqual([...renderSite().keys()].toSorted());
});

test('a page and a style are answered as they were written', async () => {
  for (const path of ['/docs', '/docs/guides/five-minutes', '/docs/assets/site.css']) {
    const answer = await fetch(`${baseUrl}${path}`);
    expect(await answer.text(), path).toBe(
      String(gunzipSync(readFileSync(`${folder}/${manifest[path]?.file}`))),
    );
    expect(answer.headers.get('content-encoding'), path).toBe('gzip');
    expect(answer.headers.get('etag'), path).toBe(`W/${manifest[path]?.tag}`);
  }
});

test('whoever takes nothing packed gets it as it is', async () => {
  const answer = await fetch(`${baseUrl}/docs`, { headers: { 'accept-encoding': 'gzip;q=0' } });
  expect(answer.headers.get('content-encoding')).toBeNull();
  expect(await answer.text()).toContain('<h1>');
});

test('the script of the reference is there', async () => {
  const answer = await fetch(`${baseUrl}/docs/assets/scalar.js`, { method: 'HEAD' });
  expect([answer.status, answer.headers.get('content-type')]).toEqual([
    200,
    'text/javascript; charset=utf-8',
  ]);
});
