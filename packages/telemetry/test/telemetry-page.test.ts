/** The page of telemetry, held to the code: its tables list every span, attribute and log field, and no other. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { spanAttributes, spanNames } from '../src/index.ts';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
const page = read('../../../docs/telemetry.md');

/** The rows of the table with this heading, without its padding. */
const rowsBelow = (heading: string): string[][] => {
  const [, table = ''] = page.split(new RegExp(`^\\| ${heading} +\\|.*\n`, 'm'));
  return (table.split('\n\n')[0] ?? '')
    .split('\n')
    .slice(1)
    .map((row) =>
      row
        .slice(2, -2)
        .split(' | ')
        .map((cell) => cell.trim().replace(/^`(.*)`$/, '$1')),
    );
};

test('lists every span with its kind and meaning', () => {
  const expected = Object.entries(spanNames).map(([name, { kind, meaning }]) => [name, kind, meaning]);
  expect(rowsBelow('Span')).toEqual(expected);
});

test('lists every attribute with what it says', () => {
  expect(rowsBelow('Attribute')).toEqual(Object.entries(spanAttributes));
});

test('lists every field that a log line may have', () => {
  const [, type = ''] = /export type LogFields = \{(.*?)\n\};/s.exec(read('../src/logger.ts')) ?? [];
  const fields = [...type.matchAll(/readonly '?([\w.]+)'?\?:/g)].map(([, name]) => name);
  expect(fields.length).toBeGreaterThan(25);
  expect(rowsBelow('Field').map(([name]) => name)).toEqual(fields);
});
