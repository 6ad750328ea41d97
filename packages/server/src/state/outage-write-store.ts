/** The shared store with an in-process stand-in: while it is away, writes without a key are guarded by this process. */
import type { MemoryWriteStore } from './memory-write-store.ts';
import type { Claim } from './write-protocol.ts';
import type { OpRecord } from './write-record.ts';
import {
  type BeginRequest,
  type Begun,
  type SendClaim,
  StoreUnavailable,
  type Subject,
  type WriteStore,
} from './write-store.ts';

export type OutageWriteStore = WriteStore & {
  /** Tells the shared store what this process did while it was away; call it whenever the store is back. */
  handOver(): Promise<void>;
};

type Shadow = { subject: Subject; begin: BeginRequest; local?: SendClaim };

const nameOf = ({ clientId, operation, subject }: Subject): string =>
  JSON.stringify([clientId, operation, subject]);
const isUnreachable = (error: unknown): boolean =>
  error instanceof StoreUnavailable && error.reason === 'unreachable';

/**
 * Whatever this process promises to send is noted in its own memory too, so that an outage in the middle of a write
 * cannot make the same process send it again. Other instances cannot see that memory; see the assumptions in
 * `docs/booking-writes.md`.
 *
 * @param local an empty in-memory store with `memoryBeganAtMs: 0`, used by nobody else.
 */
export const createOutageWriteStore = (shared: WriteStore, local: MemoryWriteStore): OutageWriteStore => {
  /** Subjects that were begun here during an outage, and not yet handed over. */
  const ownSubjects = new Map<string, BeginRequest>();
  /** Attempts on the shared store that have promised to send or still may. */
  const shadows = new Map<string, Shadow>();

  const storeOf = (subject: Subject): WriteStore => (ownSubjects.has(nameOf(subject)) ? local : shared);

  const beginLocally = async (subject: Subject, input: BeginRequest): Promise<Begun> => {
    const begun = await local.begin(subject, input);
    if (begun.kind !== 'claimed') return begun;
    if (input.keyed) {
      // A key is a promise to replay, which this process cannot keep for the others.
      await local.release(subject, begun.claim);
      throw new StoreUnavailable('unreachable');
    }
    ownSubjects.set(nameOf(subject), input);
    return { ...begun, guardedBy: 'process' };
  };

  const noteSending = async (attemptId: string): Promise<void> => {
    const shadow = shadows.get(attemptId);
    if (shadow === undefined) return;
    const { tokenIssuedAtMs: _covered, ...input } = shadow.begin;
    const begun = await local.begin(shadow.subject, input);
    if (begun.kind !== 'claimed') return;
    await local.toSend(shadow.subject, begun.claim);
    shadows.set(attemptId, { ...shadow, local: begun.claim });
  };

  const endShadow = async (
    claim: Claim,
    end: (subject: Subject, local: SendClaim) => Promise<unknown>,
  ): Promise<void> => {
    const shadow = shadows.get(claim.attemptId);
    shadows.delete(claim.attemptId);
    if (shadow?.local !== undefined) await end(shadow.subject, shadow.local);
  };

  const repeatOnShared = async (subject: Subject, input: BeginRequest, op: OpRecord): Promise<void> => {
    const begun = await shared.begin(subject, input);
    // Anything but a claim means that the shared store knows better, or will never execute this token again.
    if (begun.kind !== 'claimed') return;
    const sending = await shared.toSend(subject, { ...begun.claim, context: op.context });
    if (sending.kind !== 'sending') return;
    const idem = await local.readIdem(subject.clientId, op.recordKey);
    if (op.state !== 'DONE' || idem?.answer === undefined || idem.outcome === undefined) {
      await shared.markUnknown(subject, begun.claim);
      return;
    }
    const { answer, outcome, bookingId } = idem;
    await shared.finish(subject, {
      ...begun.claim,
      answer,
      outcome,
      ...(bookingId !== undefined && { bookingId }),
    });
  };

  return {
    prepare: (clientId) => shared.prepare(clientId),
    async begin(subject, input) {
      if (ownSubjects.has(nameOf(subject))) return beginLocally(subject, input);
      try {
        const begun = await shared.begin(subject, input);
        if (begun.kind === 'claimed') shadows.set(input.attemptId, { subject, begin: input });
        return begun;
      } catch (error) {
        if (input.keyed || !isUnreachable(error)) throw error;
        return beginLocally(subject, input);
      }
    },
    async toSend(subject, claim) {
      if (storeOf(subject) === local) return local.toSend(subject, claim);
      const reply = await shared.toSend(subject, claim);
      if (reply.kind === 'sending') await noteSending(claim.attemptId);
      return reply;
    },
    async finish(subject, input) {
      if (storeOf(subject) === local) return local.finish(subject, input);
      await endShadow(input, (name, claim) => local.finish(name, { ...input, ...claim }));
      return shared.finish(subject, input);
    },
    async markUnknown(subject, claim) {
      if (storeOf(subject) !== local) await endShadow(claim, (name, own) => local.markUnknown(name, own));
      await storeOf(subject).markUnknown(subject, claim);
    },
    async release(subject, claim) {
      if (storeOf(subject) !== local) {
        await endShadow(claim, (name, own) => local.release(name, own));
        return shared.release(subject, claim);
      }
      await local.release(subject, claim);
      if ((await local.readOp(subject)) === undefined) ownSubjects.delete(nameOf(subject));
    },
    settle: (subject, input) => storeOf(subject).settle(subject, input),
    readOp: (subject) => storeOf(subject).readOp(subject),
    readIdem(clientId, recordKey) {
      const own = [...ownSubjects.values()].some((input) => input.recordKey === recordKey);
      return (own ? local : shared).readIdem(clientId, recordKey);
    },
    async takeDue(clientId, lease) {
      const own = (await local.takeDue(clientId, lease)).filter((item) => ownSubjects.has(nameOf(item)));
      if (own.length > 0) return own;
      return shared.takeDue(clientId, lease);
    },
    defer: (subject, delayMs) => storeOf(subject).defer(subject, delayMs),
    async gauge(clientId) {
      const own = local
        .entries()
        .filter(
          ({ subject, op }) =>
            ownSubjects.has(nameOf(subject)) && subject.clientId === clientId && op.state === 'UNKNOWN',
        )
        .map(({ op }) => local.nowMs() - op.sentAtMs);
      const { count, oldestAgeMs } = await shared.gauge(clientId);
      return { count: count + own.length, oldestAgeMs: Math.max(oldestAgeMs, ...own) };
    },
    nowMs: () => shared.nowMs(),
    async handOver() {
      for (const { subject, op } of local.entries()) {
        const input = ownSubjects.get(nameOf(subject));
        if (input === undefined || op.state === 'CLAIMED' || op.state === 'SENDING') continue;
        await repeatOnShared(subject, input, op);
        ownSubjects.delete(nameOf(subject));
      }
    },
  };
};
