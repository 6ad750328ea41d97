/** Writes what became of a sent write into the store, sealed, and keeps trying for a while when the store is away. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { NoticesOf, WriteChange } from './outbox.ts';
import type { Notice } from './protocol/notices.ts';
import type { OpRecord } from './protocol/record.ts';
import { type SendClaim, StoreUnavailable, type Subject, type WriteStore } from './protocol/store.ts';
import type { SettleReply, Verdict } from './protocol/transitions.ts';
import type { Definite, WriteEvent } from './result.ts';
import type { Sent } from './send-once.ts';
import type { Vault } from './vault.ts';

/** Answers as the text that is stored of them. */
export type AnswerCodec<Answer> = { encode(answer: Answer): string; decode(text: string): Answer };

/** Answers that are text already. */
export const textAnswers: AnswerCodec<string> = { encode: (answer) => answer, decode: (text) => text };

/** Where outcomes are written to, and how their answers are sealed. */
export type Records<Answer> = {
  readonly store: WriteStore;
  readonly vault: Vault;
  readonly codec: AnswerCodec<Answer>;
  /** Default: nothing is told. */
  readonly noticesOf?: NoticesOf<Answer> | undefined;
};

export type Recorder<Answer> = Records<Answer> & { readonly onEvent: (event: WriteEvent) => void };

/** A claimed write: whose it is, and under which key its answer is kept. */
export type ClaimedWrite = {
  readonly subject: Subject;
  readonly claim: SendClaim;
  readonly recordKey: string;
  readonly requestId: string;
};

const finishRetryMs = [100, 250, 500, 1_000, 2_000, 5_000, 10_000, 20_000];

const answerName = (clientId: string, recordKey: string): string => `answer.${clientId}.${recordKey}`;
export const factsName = ({ clientId, operation, subject }: Subject): string =>
  `context.${clientId}.${operation}.${subject}`;

/** A step that helps but promises nothing: when the store is away, the lease or the resolver does the same later. */
export const tryStore = async (step: () => Promise<unknown>): Promise<boolean> => {
  try {
    await step();
    return true;
  } catch (error) {
    if (error instanceof StoreUnavailable) return false;
    throw error;
  }
};

/** What is told of a change, as a step of the store takes it. */
export const toldOf = <Answer>(
  { noticesOf }: Pick<Records<Answer>, 'noticesOf'>,
  change: WriteChange<Answer>,
): { notices?: readonly Notice[] } => (noticesOf === undefined ? {} : { notices: noticesOf(change) });

/** An attempt, and what it came to. */
type Concluded<Answer> = Definite<Answer> & { readonly decidedBy: 'answer' | 'read' };
type Attempt = Pick<WriteChange<never>, 'attemptId' | 'requestId' | 'subject'> & {
  readonly recordKey: string;
};

const toVerdict = <Answer>(
  records: Records<Answer>,
  { recordKey, ...attempt }: Attempt,
  { decidedBy, ...definite }: Concluded<Answer>,
): Verdict => ({
  ...definite,
  answer: records.vault.seal(
    answerName(attempt.subject.clientId, recordKey),
    records.codec.encode(definite.answer),
  ),
  ...toldOf(records, { kind: 'concluded', ...attempt, ...definite, decidedBy }),
});

/** A stored answer. @throws what the vault throws when it cannot be opened */
export const openAnswer = <Answer>(
  { vault, codec }: Records<Answer>,
  { clientId, recordKey }: { clientId: string; recordKey: string },
  sealed: string,
): Answer => codec.decode(vault.open(answerName(clientId, recordKey), sealed));

type Finishing = Pick<Recorder<never>, 'store' | 'onEvent'> & { readonly monotonicMs: () => number };
/** A verdict, and when the upstream gave it, by our monotonic clock. */
type GivenVerdict = Verdict & { readonly givenAtMs: number };

const tryFinish = (
  recorder: Finishing,
  { subject, claim }: ClaimedWrite,
  { givenAtMs, ...verdict }: GivenVerdict,
): Promise<boolean> =>
  tryStore(async () => {
    const ageMs = recorder.monotonicMs() - givenAtMs;
    const reply = await recorder.store.finish(subject, { ...claim, ...verdict, ageMs });
    const wasToldNo = reply.kind === 'superseded' && reply.outcome === 'not_executed';
    if (wasToldNo && verdict.outcome === 'executed') recorder.onEvent({ kind: 'late_execution', subject });
  });

const keepFinishing = async (
  recorder: Finishing,
  write: ClaimedWrite,
  verdict: GivenVerdict,
): Promise<void> => {
  for (const delayMs of finishRetryMs) {
    await sleep(delayMs);
    if (await tryFinish(recorder, write, verdict)) return;
  }
  recorder.onEvent({ kind: 'outcome_not_stored', subject: write.subject });
};

/**
 * Records how a send ended. Returns once it is stored or the store has refused once; the promise in `later` then goes
 * on trying, because for a reserve that cannot be looked up this process alone knows the outcome.
 */
export const recordSent = async <Answer>(
  recorder: Recorder<Answer> & Pick<Finishing, 'monotonicMs'>,
  write: ClaimedWrite,
  sent: Sent<Answer>,
): Promise<{ later: Promise<void> }> => {
  const { store, monotonicMs } = recorder;
  const nothingLater = { later: Promise.resolve() };
  const { subject, recordKey, requestId, claim } = write;
  const attempt = { subject, recordKey, requestId, attemptId: claim.attemptId };
  if (sent.kind === 'definite') {
    const concluded = toVerdict(recorder, attempt, { ...sent.definite, decidedBy: 'answer' });
    const verdict = { ...concluded, givenAtMs: monotonicMs() };
    if (await tryFinish(recorder, write, verdict)) return nothingLater;
    return { later: keepFinishing(recorder, write, verdict) };
  }
  await tryStore(() =>
    sent.kind === 'unknown'
      ? store.markUnknown(write.subject, write.claim)
      : store.release(write.subject, {
          ...write.claim,
          ...toldOf(recorder, { kind: 'not_sent', ...attempt, error: sent.error }),
        }),
  );
  return nothingLater;
};

/** An attempt as somebody outside of it knows it. */
export type SettledAttempt = {
  readonly subject: Subject;
  readonly op: Pick<OpRecord, 'owner' | 'fence' | 'recordKey' | 'requestId'>;
};

/** Without what only the store asks for. */
const definiteOf = <Answer>({
  outcome,
  answer,
  reference,
  decidedBy,
}: Concluded<Answer>): Concluded<Answer> => ({
  outcome,
  answer,
  decidedBy,
  ...(reference !== undefined && { reference }),
});

/** Settles an operation from outside its attempt; the store refuses a "no" that was read too early. */
export const settleFrom = <Answer>(
  records: Records<Answer>,
  { subject, op }: SettledAttempt,
  found: Definite<Answer> & { readAtMs: number; decidedBy: 'answer' | 'read' },
): Promise<SettleReply> => {
  const { readAtMs, decidedBy } = found;
  const { owner: attemptId, fence, recordKey, requestId } = op;
  const verdict = toVerdict(records, { subject, recordKey, requestId, attemptId }, definiteOf(found));
  return records.store.settle(subject, { attemptId, fence, ...verdict, readAtMs, decidedBy });
};
