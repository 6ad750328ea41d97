/** The last attempt at a write, read from a story. */
import type { Detail, Entry, Evidence, GuardRecord, Write } from './evidence.ts';

export type Attempt = {
  readonly write: Write;
  readonly at: string;
  /** Of the request that made it. */
  readonly correlation: string | undefined;
  /** None when whoever served it ended before it answered. */
  readonly answer: Detail | undefined;
  /** The last call of 12go that failed in it, and the last of the write itself. */
  readonly failure: Detail | undefined;
  readonly sent: Detail | undefined;
  /** 12go was asked which refunds it offers. */
  readonly offers: Detail | undefined;
  /** What was found out about the credit line. */
  readonly credit: Detail | undefined;
  readonly cartAgeSeconds: number | undefined;
  readonly outcome: 'executed' | 'not_executed' | 'unknown';
  /** Learned after the partner was answered: by a read, a notification or an operator. */
  readonly learned: Detail | undefined;
};

const isDefinite = (outcome: unknown): outcome is 'executed' | 'not_executed' =>
  outcome === 'executed' || outcome === 'not_executed';

const isLearned = ({ step, detail }: Entry, write: Write): boolean =>
  step === 'guard' && detail.operation === write && detail.outcome !== undefined;

const numberOf = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);

const lastOf = (entries: readonly Entry[], isMeant: (entry: Entry) => boolean): Detail | undefined =>
  entries.findLast(isMeant)?.detail;

const recordOf = (guard: readonly GuardRecord[] | null, write: Write): GuardRecord | undefined =>
  guard?.find(({ operation }) => operation === write);

/** The last attempt at a write; undefined when the story has none. */
export const lastAttempt = (
  { timeline, guard }: Pick<Evidence, 'timeline' | 'guard'>,
  write: Write,
): Attempt | undefined => {
  const entries = timeline ?? [];
  const from = entries.findLastIndex(({ step, detail }) => step === 'request' && detail.operation === write);
  const begun = entries[from];
  if (begun === undefined) return undefined;
  const since = entries.slice(from);
  const own =
    (step: string) =>
    (entry: Entry): boolean =>
      entry.step === step && entry.detail.operation === write;
  const answer = lastOf(since, own('answer'));
  const sent = lastOf(since, own('upstream_call'));
  const learned = lastOf(since, (entry) => isLearned(entry, write));
  // What was learned later goes before what 12go answered, and that before what the partner was told meanwhile.
  const told = [
    learned?.outcome,
    recordOf(guard, write)?.outcome,
    sent?.outcome,
    answer?.outcome ?? (answer?.status === 200 ? 'executed' : undefined),
  ];
  return {
    write,
    at: begun.at,
    correlation: begun.detail.correlationId === undefined ? undefined : String(begun.detail.correlationId),
    answer,
    sent,
    learned,
    failure: lastOf(since, ({ step, detail }) => step === 'upstream_call' && detail.kind !== undefined),
    offers: lastOf(
      since,
      ({ step, detail }) => step === 'upstream_call' && detail.operation === 'refundOptions',
    ),
    credit: lastOf(since, ({ step }) => step === 'credit'),
    cartAgeSeconds: numberOf(lastOf(entries, ({ step }) => step === 'cart')?.ageSeconds),
    outcome: told.find(isDefinite) ?? 'unknown',
  };
};

/** The guard's record of a write that was sent and whose outcome it does not know. */
export const openRecord = ({ guard }: Pick<Evidence, 'guard'>, write: Write): GuardRecord | undefined => {
  const record = recordOf(guard, write);
  return record?.state === 'sending' || record?.state === 'unknown' ? record : undefined;
};
