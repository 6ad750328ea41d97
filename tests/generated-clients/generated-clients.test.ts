/** Clients in other languages, against the gateway of these tests; `GENERATED_CLIENTS` names the languages. */
import { readFileSync } from 'node:fs';
import { expect, inject, test } from 'vitest';
import { describeClients } from './client-suite.ts';
import { generatorArgs } from './languages.ts';

const names = (process.env.GENERATED_CLIENTS ?? '').split(',').filter((name) => name !== '');

test('there are languages to try', () => {
  expect(names).not.toEqual([]);
});

test.each(Object.entries(generatorArgs))('the guide generates for %s as it is done here', (_, args) => {
  const guide = readFileSync(new URL('../../docs/guides/other-languages.md', import.meta.url), 'utf8');
  expect(guide.replaceAll(/\s+\\\n\s+/g, ' ')).toContain(args.join(' '));
});

describeClients(names, () => inject('gateway'));
