/** The README of the repository shows code that runs, and a picture of what really was. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const read = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
const readme = read('README.md');

test('its code is the snippet that the SDK’s own tests run', () => {
  const [, ...code] = read('packages/sdk/test/readme/book.ts').split('\n');
  expect(readme).toContain(`<!-- snippet: book -->\n\`\`\`ts\n${code.join('\n')}\`\`\``);
});

/** What the picture shows, line by line, without its markup. */
const shown = [...read('docs/pictures/lost-answer.svg').matchAll(/<text [^>]*>(.*?)<\/text>/g)].map(
  ([, line = '']) =>
    line
      .replace(/<[^>]+>/g, '')
      .replaceAll('\u00a0', ' ')
      .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code))),
);

test('its picture names a cause and a next action that the rules of diagnosis still have', () => {
  expect(readme).toContain('](docs/pictures/lost-answer.svg)');
  const [, cause = ''] =
    /^Diagnosis: (\w+) /.exec(shown.find((line) => line.startsWith('Diagnosis: ')) ?? '') ?? [];
  const rule =
    read('docs/diagnosis.md')
      .split('\n')
      .find((line) => line.startsWith(`| \`${cause}\``)) ?? '';
  for (const part of [
    shown.indexOf('Next') + 1,
    shown.findIndex((line) => line.startsWith('Diagnosis: ')) + 1,
  ])
    expect(rule).toContain(shown[part]?.trim() || 'a line of the picture');
});

test('its picture shows nobody’s key, e-mail address or name', () => {
  expect(shown.join('\n')).not.toMatch(/gw[ko]_|@|Sandbox|Tran/);
});
