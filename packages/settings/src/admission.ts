/** How much is taken on: what all clients together may cost 12go, and when work is turned away. */
import type { z } from 'zod';
import type { CrossCheck } from './cross-check.ts';
import { whole } from './formats.ts';

export const admissionVariables = {
  TWELVEGO_CALLS_PER_MIN: whole(1, 10_000_000)
    .prefault('1000')
    .describe('Calls to 12go in a minute, of all clients and instances together.'),
  TWELVEGO_BOOKING_SHARE_PERCENT: whole(0, 90)
    .prefault('20')
    .describe('Part of them that searches leave for everything about bookings.'),
  INSTANCES: whole(1, 1_000)
    .prefault('3')
    .describe(
      'How many instances there are: while Redis is away each keeps to its share of every limit. Without Redis there is one.',
    ),
  FAILED_KEYS_PER_MIN: whole(1, 1_000_000)
    .prefault('20')
    .describe('Wrong keys that one address may send in a minute before it is told to wait.'),
  SHED_SEARCH_DELAY_MS: whole(10, 60_000)
    .prefault('200')
    .describe(
      'Delay of the event loop, its 99th percentile over half a second, twice in a row, from which searches are turned away.',
    ),
  SHED_ALL_DELAY_MS: whole(10, 60_000)
    .prefault('800')
    .describe('The same, from which all is turned away but confirms, polls and notifications.'),
  SHED_HEAP_PERCENT: whole(10, 100)
    .prefault('85')
    .describe('Part of the heap in use from which searches are turned away.'),
} satisfies z.ZodRawShape;

/** What is turned away last may not be turned away first. */
export const admissionChecks: readonly CrossCheck[] = [
  [
    ({ SHED_SEARCH_DELAY_MS: search = '200', SHED_ALL_DELAY_MS: all = '800' }) =>
      Number(all) < Number(search),
    'SHED_ALL_DELAY_MS must not be below SHED_SEARCH_DELAY_MS',
  ],
];
