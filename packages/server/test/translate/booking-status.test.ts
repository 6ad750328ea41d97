/** What 12go's status words become, however they are spelled. */
import { describe, expect, it } from 'vitest';
import { statusOf } from '../../src/translate/booking.ts';

const words = {
  reserved: ['pending_client_confirmation', 'reserved', 'created'],
  pending: [
    'pending',
    'pending_supplier_confirmation',
    'paid',
    'processing',
    'confirmation_processing_incomplete',
  ],
  approved: ['confirmed', 'approved', 'completed'],
  cancelled: ['cancelled', 'canceled', 'refunded'],
  declined: ['declined', 'rejected'],
  failed: ['failed', 'error', 'expired'],
} as const;

const cases = Object.entries(words).flatMap(([status, list]) => list.map((word) => ({ word, status })));

describe('statusOf', () => {
  it.each(cases)('reads $word as $status', ({ word, status }) => {
    expect(statusOf(word)).toEqual({ status, known: true });
  });

  it.each(cases)('reads $word in any case and with any separator', ({ word, status }) => {
    const spellings = [word.toUpperCase(), word.replaceAll('_', '-'), word.replaceAll('_', ' '), ` ${word}`];
    expect(spellings.map((spelling) => statusOf(spelling).status)).toEqual(spellings.map(() => status));
  });

  it.each(['', 'on_the_moon', 'constructor', '__proto__', 'confirmed!'])(
    'takes the unrecorded word %j for pending and says so',
    (word) => {
      expect(statusOf(word)).toEqual({ status: 'pending', known: false });
    },
  );
});
