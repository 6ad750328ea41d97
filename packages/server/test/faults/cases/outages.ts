/** O1 and on, F1, F3–F6, F8: the rows of the matrix of outages, which a slow test of its own plays. */
import { playRow } from '../../outage/play-row.ts';
import { rows } from '../../outage/rows.ts';
import type { LookUpMode } from '../../outage/world.ts';
import { casesOf, type Seen } from '../fault-case.ts';

const lookUps: readonly LookUpMode[] = ['by_cart', 'none'];

export const outages = casesOf(
  { group: 'outages', speed: 'elsewhere' },
  rows.map((row, index) => ({
    id: `O${index + 1}`,
    title: row.name,
    expected:
      'no cart is booked twice and no answer is false, with and without a key, with and without a read by cart',
    async run(): Promise<Seen> {
      const played = (await Promise.all(lookUps.map((lookUp) => playRow(row, lookUp)))).flat();
      return { seen: played.map(({ cell }) => cell).join('; '), figure: `0 doubles in ${played.length}` };
    },
  })),
);
