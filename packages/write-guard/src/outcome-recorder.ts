/** Writes what became of a sent write into the store, sealed, and keeps trying for a while when the store is away. */
import { setTimeout as sleep } from 'node:timers/promises';
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
};

export type Recorder<Answer> = Records<Answer> & { readonly onEvent: (event: WriteEvent) => void };

/** A claimed write: whose it is, and under which key its answer is kept. */
export type ClaimedWrite = {
  readonly subject: Subject;
  readonly claim: SendClaim;
  readonly recordKey: string;
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

const toVerdict = <Answer>(
  { vault, codec }: Records<Answer>,
  { clientId, recordKey }: { clientId: string; recordKey: string },
  definite: Definite<Answer>,
): Verdict => ({
  ...definite,
  answer: vault.seal(answerName(clientId, recordKey), codec.encode(definite.answer)),
});

/** A stored answer. @throws what the vault throws when it cannot be opened */
export const openAnswer = <Answer>(
  { vault, codec }: Records<Answer>,
  { clientId, recordKey }: { clientId: string; recordKey: string },
  sealed: string,
): Answer => codec.decode(vault.open(answerName(clientId, recordKey), sealed));

type Finishing = Pick<Recorder<never>, 'store' | 'onEvent'>;

const tryFinish = (
  recorder: Finishing,
  { subject, claim }: ClaimedWrite,
  verdict: Verdict,
): Promise<boolean> =>
  tryStore(async () => {
    const reply = await recorder.store.finish(subject, { ...claim, ...verdict });
    const wasToldNo = reply.kind === 'superseded' && reply.outcome === 'not_executed';
    if (wasToldNo && verdict.outcome === 'executed') recorder.onEvent({ kind: 'late_execution', subject });
  });

const keepFinishing = async (recorder: Finishing, write: ClaimedWrite, verdict: Verdict): Promise<void> => {
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
  recorder: Recorder<Answer>,
  write: ClaimedWrite,
  sent: Sent<Answer>,
): Promise<{ later: Promise<void> }> => {
  const { store } = recorder;
  const nothingLater = { later: Promise.resolve() };
  if (sent.kind === 'definite') {
    const { recordKey } = write;
    const verdict = toVerdict(recorder, { clientId: write.subject.clientId, recordKey }, sent.definite);
    if (await tryFinish(recorder, write, verdict)) return nothingLater;
    return { later: keepFinishing(recorder, write, verdict) };
  }
  await tryStore(() =>
    sent.kind === 'unknown'
      ? store.markUnknown(write.subject, write.claim)
      : store.release(write.subject, write.claim),
  );
  return nothingLater;
};

/** An attempt as somebody outside of it knows it. */
export type SettledAttempt = {
  readonly subject: Subject;
  readonly op: { readonly owner: string; readonly fence: number; readonly recordKey: string };
};

/** Settles an operation from outside its attempt; the store refuses a "no" that was read too early. */
export const settleFrom = <Answer>(
  records: Records<Answer>,
  { subject, op }: SettledAttempt,
  found: Definite<Answer> & { readAtMs: number; decidedBy: 'answer' | 'read' },
): Promise<SettleReply> => {
  const { readAtMs, decidedBy, ...definite } = found;
  const { owner: attemptId, fence, recordKey } = op;
  const verdict = toVerdict(records, { clientId: subject.clientId, recordKey }, definite);
  return records.store.settle(subject, { attemptId, fence, ...verdict, readAtMs, decidedBy });
};
