/** 12go's booking status words in the partner's six, tolerant of spelling: the list of words is not closed. */
import type { BookingStatus } from '@partner-gateway/contract';

const statuses: ReadonlyMap<string, BookingStatus> = new Map([
  ['pendingclientconfirmation', 'reserved'],
  ['reserved', 'reserved'],
  ['created', 'reserved'],
  ['pending', 'pending'],
  ['pendingsupplierconfirmation', 'pending'],
  ['paid', 'pending'],
  ['processing', 'pending'],
  ['confirmationprocessingincomplete', 'pending'],
  ['confirmed', 'approved'],
  ['approved', 'approved'],
  ['completed', 'approved'],
  ['cancelled', 'cancelled'],
  ['canceled', 'cancelled'],
  ['refunded', 'cancelled'],
  ['declined', 'declined'],
  ['rejected', 'declined'],
  ['failed', 'failed'],
  ['error', 'failed'],
  ['expired', 'failed'],
]);

/** `known` is false for a word nobody recorded yet; count it. */
export type StatusReading = { readonly status: BookingStatus; readonly known: boolean };

/**
 * The partner status of a 12go word, compared in lower case without `_`, `-` and spaces. An unknown word is `pending`.
 *
 * @example
 * statusOf('pending_client_confirmation'); // { status: 'reserved', known: true }
 */
export function statusOf(word: string): StatusReading {
  const status = statuses.get(word.toLowerCase().replace(/[_\-\s]/g, ''));
  return status === undefined ? { status: 'pending', known: false } : { status, known: true };
}

const failures: ReadonlySet<BookingStatus> = new Set(['cancelled', 'declined', 'failed']);

/** The status to answer right after a successful reserve: `reserved` whatever the word, unless it is a failure. */
export function statusAfterReserve(word: string): BookingStatus {
  const { status } = statusOf(word);
  return failures.has(status) ? status : 'reserved';
}
