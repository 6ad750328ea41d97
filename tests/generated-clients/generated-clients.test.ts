/** Clients in other languages, against the gateway of these tests; `GENERATED_CLIENTS` names the languages. */
import { expect, inject, test } from 'vitest';
import { describeClients } from './client-suite.ts';

const names = (process.env.GENERATED_CLIENTS ?? '').split(',').filter((name) => name !== '');

test('there are languages to try', () => {
  expect(names).not.toEqual([]);
});

describeClients(names, () => inject('gateway'));
