/** The write store in process memory, for one instance: the twin of the Redis one, and with a record log one that survives a kill. */
import type { Outbox } from '../outbox.ts';
import { begin } from '../protocol/begin.ts';
import { watched } from '../protocol/memory-trust.ts';
import {
  type BeginRequest,
  type Begun,
  type OpenOutcome,
  StoreUnavailable,
  type Subject,
  type Unsettled,
  type WriteStore,
} from '../protocol/store.ts';
import { finish, markUnknown, release, settle, toSend } from '../protocol/transitions.ts';
import { createMemoryRecords, idemName, type MemoryRecordsOptions, opName } from './memory-records.ts';

export type MemoryWriteStoreOptions = MemoryRecordsOptions;

export type MemoryWriteStore = WriteStore & {
  /** Forgets everything, as a restarted store would: a new epoch begins. */
  forget(): void;
  /** What is told of its writes. */
  readonly outbox: Outbox;
};

type Records = ReturnType<typeof createMemoryRecords>;

const takeDue = (
  records: Records,
  clientId: string,
  lease: { leaseMs: number; limit: number },
): OpenOutcome[] =>
  records.committed(() => {
    const { tables, opOf, idemOf } = records;
    const readAtMs = records.nowMs();
    const taken: OpenOutcome[] = [];
    for (const [name, item] of tables.open) {
      if (taken.length === lease.limit) break;
      if (item.subject.clientId !== clientId || item.dueAtMs > readAtMs) continue;
      const op = opOf(item.subject);
      if (op === undefined) {
        tables.put('open', name, undefined);
        continue;
      }
      const expiresAtMs = readAtMs + records.times.recordTtlMs;
      tables.put('open', name, { ...item, tries: item.tries + 1, dueAtMs: readAtMs + lease.leaseMs });
      tables.put('op', name, { subject: item.subject, op, expiresAtMs });
      const idem = idemOf(clientId, op.recordKey);
      if (idem) tables.put('idem', idemName(clientId, op.recordKey), { idem, expiresAtMs });
      taken.push({ ...item.subject, op, tries: item.tries + 1, readAtMs });
    }
    records.keepEpoch(watched(records.epochNow(), records.moment()), taken.length > 0);
    return taken;
  });

const defer = ({ tables, nowMs, committed }: Records, subject: Subject, delayMs: number): void =>
  committed(() => {
    const item = tables.open.get(opName(subject));
    if (item !== undefined) tables.put('open', opName(subject), { ...item, dueAtMs: nowMs() + delayMs });
  });

const unsettled = ({ tables, nowMs, opOf }: Records, clientId: string): Unsettled[] =>
  [...tables.open.values()].flatMap(({ subject }) => {
    const op = subject.clientId === clientId ? opOf(subject) : undefined;
    if (op?.state !== 'UNKNOWN' && op?.state !== 'SENDING') return [];
    const isLive = op.state === 'SENDING' && op.leaseUntilMs > nowMs();
    return [{ ...subject, op, ageMs: nowMs() - op.sentAtMs, isLive }];
  });

/** Creates the store; see {@link WriteStore} for the promises. */
export const createMemoryWriteStore = (options: MemoryWriteStoreOptions = {}): MemoryWriteStore => {
  const records = createMemoryRecords(options);
  const { times, nowMs, moment, epochNow, opOf, idemOf, apply } = records;
  /** Nothing comes between reading this store and using it, so what is believed of it is what it is. */
  const belief = () => ({
    epochId: epochNow().id,
    earliestMs: Number.NEGATIVE_INFINITY,
    latestMs: Number.POSITIVE_INFINITY,
  });

  const beginHere = (subject: Subject, input: BeginRequest): Begun => {
    const full = { ...input, ...belief() };
    const reply = apply(subject, input.recordKey, (cell) => begin(cell, full, moment()));
    if (reply.kind === 'epoch_changed' || reply.kind === 'off_clock')
      throw new StoreUnavailable('memory_unknown');
    if (reply.kind !== 'claimed') return reply;
    const { fence, ...rest } = reply;
    return { ...rest, claim: { attemptId: input.attemptId, fence, epochId: full.epochId } };
  };

  const toSendHere: WriteStore['toSend'] = async (subject, input) => {
    const reply = apply(subject, undefined, (cell) => toSend(cell, { ...belief(), ...input }, moment()));
    if (reply.kind === 'epoch_changed' || reply.kind === 'off_clock')
      throw new StoreUnavailable('memory_unknown');
    return reply;
  };

  return {
    prepare: async () => {
      const { id, cause, steadySinceMs, settled } = watched(epochNow(), moment());
      const settledInMs = settled ? 0 : Math.max(0, steadySinceMs + times.settleMs - nowMs());
      return { id, cause, settledInMs };
    },
    stamp: () => ({ memoryId: epochNow().id, nowMs: nowMs() }),
    begin: async (subject, input) => beginHere(subject, input),
    toSend: toSendHere,
    finish: async (subject, input) => apply(subject, undefined, (cell) => finish(cell, input, moment())),
    markUnknown: async (subject, claim) => void apply(subject, undefined, (cell) => markUnknown(cell, claim)),
    release: async (subject, claim) => apply(subject, undefined, (cell) => release(cell, claim, moment())),
    settle: async (subject, input) =>
      apply(subject, undefined, (cell) => settle(cell, { ...belief(), ...input }, moment())),
    readOp: async (subject) => opOf(subject),
    readIdem: async (clientId, recordKey) => idemOf(clientId, recordKey),
    takeDue: async (clientId, lease) => takeDue(records, clientId, lease),
    defer: async (subject, delayMs) => defer(records, subject, delayMs),
    unsettled: async (clientId) => unsettled(records, clientId),
    forget: () => records.forget(),
    outbox: records.outbox,
  };
};
