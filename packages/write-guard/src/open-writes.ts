/** Sent writes as somebody outside their attempt sees them: listed while they are open, looked at, and settled. */
import { factsName, type Recorder, settleFrom } from './outcome-recorder.ts';
import type { OpRecord } from './protocol/record.ts';
import type { Subject, Unsettled } from './protocol/store.ts';
import type { SettleReply } from './protocol/transitions.ts';
import type { Definite } from './result.ts';
import type { Vault } from './vault.ts';

/** A write that was sent and whose outcome is open; `isLive` while its owner may still answer for it. */
export type OpenWrite = Omit<Unsettled, 'op'> & Pick<OpRecord, 'requestId' | 'sentAtMs'>;

/** A write at one moment. What is concluded from it settles this very attempt and no later one. */
export type SeenWrite = Omit<OpRecord, 'context'> & {
  /** Whether its owner may still be at work. */
  readonly isLive: boolean;
  /** What the flow gave for look-ups; empty when it gave nothing, or when the key that sealed it is gone. */
  readonly facts: string;
  /** The store's time, before whatever is read next. */
  readonly readAtMs: number;
  /** How long no read and nobody may say "not executed" yet; zero when it may be said. */
  readonly noIsEarlyForMs: number;
};

/** A known outcome, and whether another key has to read once more after a "no"; default: `answer`, it need not. */
export type Told<Answer> = Definite<Answer> & { readonly decidedBy?: 'answer' | 'read' };

export type OpenWrites<Answer> = {
  /** Open outcomes, oldest first, those included that a live owner still works on. @throws {StoreUnavailable} */
  unsettled(clientId: string): Promise<OpenWrite[]>;
  /** One write with its facts, for whoever may settle it. @throws {StoreUnavailable} */
  look(subject: Subject): Promise<SeenWrite | undefined>;
  /**
   * A notification or an operator knows how it ended.
   *
   * @param seen the write as it was looked at before the outcome was read; default: as it is now.
   * @throws {StoreUnavailable}
   */
  settle(subject: Subject, told: Told<Answer>, seen?: SeenWrite): Promise<SettleReply>;
};

type OpenWritesDeps<Answer> = Recorder<Answer> & { readonly settleMs: number };

const openOrNothing = (vault: Vault, subject: Subject, context: string): string => {
  try {
    return vault.open(factsName(subject), context);
  } catch {
    return '';
  }
};

/** Creates the outside view of a guard's writes. */
export const createOpenWrites = <Answer>(deps: OpenWritesDeps<Answer>): OpenWrites<Answer> => {
  const { store, vault, onEvent, settleMs } = deps;
  return {
    async unsettled(clientId) {
      const all = await store.unsettled(clientId);
      const oldestFirst = all.toSorted((one, two) => two.ageMs - one.ageMs);
      return oldestFirst.map(({ op: { requestId, sentAtMs }, ...rest }) => ({
        ...rest,
        requestId,
        sentAtMs,
      }));
    },
    async look(subject) {
      const { settledInMs } = await store.prepare(subject.clientId);
      const readAtMs = store.stamp(subject.clientId).nowMs ?? 0;
      const found = await store.readOp(subject);
      if (found === undefined) return undefined;
      const { context, ...op } = found;
      const isOwned = op.state === 'CLAIMED' || op.state === 'SENDING';
      return {
        ...op,
        readAtMs,
        isLive: isOwned && op.leaseUntilMs > readAtMs,
        facts: openOrNothing(vault, subject, context),
        noIsEarlyForMs: Math.max(0, settledInMs, op.sentAtMs + settleMs - readAtMs),
      };
    },
    async settle(subject, told, seen) {
      const attempt = seen ?? (await store.readOp(subject));
      if (attempt === undefined) return { kind: 'lost' };
      const { decidedBy = 'answer', ...definite } = told;
      const readAtMs = seen?.readAtMs ?? store.stamp(subject.clientId).nowMs ?? 0;
      const reply = await settleFrom(deps, { subject, op: attempt }, { ...definite, readAtMs, decidedBy });
      const { outcome, reference } = definite;
      if (reply.kind === 'done')
        onEvent({ kind: 'settled', subject, outcome, ...(reference !== undefined && { reference }) });
      return reply;
    },
  };
};
