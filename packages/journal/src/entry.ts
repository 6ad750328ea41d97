/** What an entry of a story may say: names from closed lists, and values that cannot hold a passenger's data. */

export type JournalStep =
  | 'request'
  | 'cart'
  | 'guard'
  | 'upstream_call'
  | 'price'
  | 'seat_lock'
  | 'credit'
  | 'webhook_in'
  | 'webhook_out'
  | 'event'
  | 'answer'
  | 'linked';

/** The only things an entry may say: there is no name under which a passenger's data could be written. */
export type JournalField =
  | 'operation'
  | 'state'
  | 'outcome'
  | 'kind'
  | 'code'
  | 'status'
  | 'reason'
  | 'fields'
  | 'latencyMs'
  | 'retries'
  | 'retriedAfter'
  | 'ageSeconds'
  | 'refusals'
  | 'attempt'
  | 'booking'
  | 'amount'
  | 'currency'
  | 'passengers'
  | 'seats'
  | 'trips'
  | 'results'
  | 'fence'
  | 'guardedBy'
  | 'event'
  | 'operator'
  | 'correlationId'
  | 'traceId';

export type JournalDetail = Readonly<Partial<Record<JournalField, string | number | boolean>>>;
export type JournalEntry = {
  readonly atMs: number;
  readonly step: JournalStep;
  readonly detail: JournalDetail;
};

/** Codes, ids, amounts and words joined by underscores; anything that reads like a text or an address is not. */
const safeText = /^[A-Za-z0-9._:=-]{0,100}$/;

/** A value as it may be kept. */
export const toSafeText = (text: string): string => (safeText.test(text) ? text : '(left out)');

/** A detail as it may be kept. */
export const toSafeDetail = (detail: JournalDetail): JournalDetail =>
  Object.fromEntries(
    Object.entries(detail).map(([name, value]) => [
      name,
      typeof value === 'string' ? toSafeText(value) : value,
    ]),
  );
