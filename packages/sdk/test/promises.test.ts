/** The page of promises names tests that are there. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
const page = read('../../../docs/sdk.md');
const [, features = '', misbehaving = ''] = page.split(/^## /m);

describe('a feature', () => {
  const rows = [...features.matchAll(/^\| (?!-|Promise)(.+?) +\| \[(.+?)\]\((.+?)\) +\|$/gm)];

  test('is one of at least eighteen', () => {
    expect(rows.length).toBeGreaterThanOrEqual(18);
    expect(rows.length).toBe(features.match(/^\| (?!-|Promise)/gm)?.length);
  });

  test.for(rows.map(([, promise = '', title = '', file = '']) => ({ promise, title, file })))(
    '$promise: held by a test of that title',
    ({ title, file }) => {
      expect(read(`../../../docs/${file}`)).toContain(title);
    },
  );
});

describe('a case of a misbehaving server', () => {
  const rows = [...misbehaving.matchAll(/^\| (\d+) +\| .+? +\| (.+?) +\|$/gm)];
  const tests = read('./misbehaving-server.test.ts');

  test('is one of eleven', () => {
    expect(rows.map(([, number]) => Number(number))).toEqual(Array.from({ length: 11 }, (_, at) => at + 1));
  });

  test.for(rows.map(([, number = '', title = '']) => ({ number, title })))(
    '$number: $title',
    ({ number, title }) => {
      expect(tests).toContain(`'${number}: ${title}'`);
    },
  );
});
