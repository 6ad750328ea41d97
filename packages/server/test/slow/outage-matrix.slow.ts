/** The matrix of outages, with and without an idempotency key and a read by cart: no cart is booked twice, no outcome is false. */
import { afterAll, describe, test } from 'vitest';
import { playRow } from '../outage/play-row.ts';
import { rows } from '../outage/rows.ts';
import type { LookUpMode } from '../outage/world.ts';

const lookUps: readonly LookUpMode[] = ['by_cart', 'none'];
const lines: string[] = [];

describe.each(rows)('$name', (row) => {
  test.concurrent.each(lookUps)(
    'books no cart twice and tells no lie, with and without a key, look-up %s',
    async (lookUp) => {
      for (const { isKeyed, cell } of await playRow(row, lookUp))
        lines.push(`| ${row.name} | ${lookUp} | ${isKeyed ? 'key' : 'no key'} | ${cell} |`);
    },
  );
});

afterAll(() => {
  console.info(
    [
      'Reserves at 12go, and each answer: status and the first letter of its outcome (e, n, u)',
      '| outage | look-up | | story |',
      ...lines,
    ].join('\n'),
  );
});
