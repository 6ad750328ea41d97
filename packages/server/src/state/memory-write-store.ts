/** The write store in process memory: one instance only, gone with the process; the conformance twin of the Redis one. */
import { randomUUID } from 'node:crypto';
import {
  begin,
  type Cell,
  finish,
  markUnknown,
  release,
  type Step,
  settle,
  toSend,
} from './write-protocol.ts';
import {
  defaultProtocolTimes,
  type Epoch,
  type IdemRecord,
  type OpRecord,
  type ProtocolTimes,
} from './write-record.ts';
import {
  type BeginRequest,
  type Begun,
  type OpenOutcome,
  StoreUnavailable,
  type Subject,
  type WriteStore,
} from './write-store.ts';

export type MemoryWriteStoreOptions = {
  times?: Partial<ProtocolTimes>;
  /** Defaults to the wall clock. */
  nowMs?: () => number;
  /**
   * When this memory counts as begun. Default: now, so that nothing issued to an earlier process is executed. Zero when
   * nothing can have come before, as with an upstream sandbox that begins with the process.
   */
  memoryBeganAtMs?: number;
};

export type MemoryWriteStore = WriteStore & {
  /** Forgets everything, as a restarted store would: a new epoch begins. */
  forget(): void;
  /** Every operation that is held, for handing them over to another store. */
  entries(): { subject: Subject; op: OpRecord; idem: IdemRecord | undefined }[];
};

type Kept<T> = { value: T; expiresAtMs: number };
type Queued = { subject: Subject; dueAtMs: number; tries: number };

const SWEEP_EVERY = 256;
const opName = ({ clientId, operation, subject }: Subject): string =>
  JSON.stringify([clientId, operation, subject]);
const idemName = (clientId: string, recordKey: string): string => JSON.stringify([clientId, recordKey]);

/** Creates an empty store; see {@link WriteStore} for the promises. */
export const createMemoryWriteStore = (options: MemoryWriteStoreOptions = {}): MemoryWriteStore => {
  const times: ProtocolTimes = { ...defaultProtocolTimes, ...options.times };
  const nowMs = options.nowMs ?? Date.now;
  const ops = new Map<string, Kept<{ subject: Subject; op: OpRecord }>>();
  const idems = new Map<string, Kept<IdemRecord>>();
  const queue = new Map<string, Queued>();
  let epoch: Epoch = { id: randomUUID(), sinceMs: options.memoryBeganAtMs ?? nowMs() };
  let steps = 0;

  const live = <T>(kept: Kept<T> | undefined): T | undefined =>
    kept !== undefined && kept.expiresAtMs > nowMs() ? kept.value : undefined;
  const opOf = (subject: Subject): OpRecord | undefined => live(ops.get(opName(subject)))?.op;

  const sweep = (): void => {
    steps += 1;
    if (steps % SWEEP_EVERY !== 0) return;
    for (const [name, kept] of ops) if (kept.expiresAtMs <= nowMs()) ops.delete(name);
    for (const [name, kept] of idems) if (kept.expiresAtMs <= nowMs()) idems.delete(name);
  };

  const track = (subject: Subject, op: OpRecord | undefined): void => {
    const name = opName(subject);
    if (op === undefined || op.state === 'CLAIMED' || op.state === 'DONE') queue.delete(name);
    else if (op.state === 'SENDING') queue.set(name, { subject, dueAtMs: op.leaseUntilMs, tries: 0 });
    else queue.set(name, { subject, dueAtMs: nowMs() + times.firstLookUpMs, tries: 0 });
  };

  const save = (subject: Subject, recordKey: string, before: Cell, after: Cell): void => {
    const expiresAtMs = nowMs() + times.recordTtlMs;
    const idemKey = idemName(subject.clientId, recordKey);
    if (after.op === undefined) ops.delete(opName(subject));
    else ops.set(opName(subject), { value: { subject, op: after.op }, expiresAtMs });
    if (after.idem === undefined) idems.delete(idemKey);
    else idems.set(idemKey, { value: after.idem, expiresAtMs });
    if (after.op?.state !== before.op?.state) track(subject, after.op);
  };

  /** Runs one transition on the operation and on the key record it belongs to; nothing can come between. */
  const apply = <Reply>(
    subject: Subject,
    recordKey: string | undefined,
    step: (cell: Cell) => Step<Reply>,
  ): Reply => {
    sweep();
    const op = opOf(subject);
    const key = recordKey ?? op?.recordKey ?? '';
    const idem = live(idems.get(idemName(subject.clientId, key)));
    const before: Cell = { epoch, ...(op && { op }), ...(idem && { idem }) };
    const { cell, reply } = step(before);
    if (cell !== before) save(subject, key, before, cell);
    return reply;
  };

  const moment = () => ({ nowMs: nowMs(), times });

  const beginHere = (subject: Subject, input: BeginRequest): Begun => {
    const full = { ...input, epochId: epoch.id };
    const reply = apply(subject, input.recordKey, (cell) => begin(cell, full, moment()));
    // Nothing can come between reading the epoch and using it here.
    if (reply.kind === 'epoch_changed') throw new StoreUnavailable('memory_unknown');
    if (reply.kind !== 'claimed') return reply;
    const claim = { attemptId: input.attemptId, fence: reply.fence, epochId: epoch.id };
    return { kind: 'claimed', claim, guardedBy: 'store' };
  };

  const takeDue = (clientId: string, lease: { leaseMs: number; limit: number }): OpenOutcome[] => {
    const readAtMs = nowMs();
    const taken: OpenOutcome[] = [];
    for (const [name, item] of queue) {
      if (taken.length === lease.limit) break;
      if (item.subject.clientId !== clientId || item.dueAtMs > readAtMs) continue;
      const op = opOf(item.subject);
      if (op === undefined) {
        queue.delete(name);
        continue;
      }
      queue.set(name, { ...item, tries: item.tries + 1, dueAtMs: readAtMs + lease.leaseMs });
      taken.push({ ...item.subject, op, tries: item.tries + 1, readAtMs });
    }
    return taken;
  };

  const defer = (subject: Subject, delayMs: number): void => {
    const item = queue.get(opName(subject));
    if (item !== undefined) queue.set(opName(subject), { ...item, dueAtMs: nowMs() + delayMs });
  };

  const gauge = (clientId: string) => {
    const ages = [...queue.values()]
      .filter((item) => item.subject.clientId === clientId)
      .map((item) => opOf(item.subject))
      .filter((op) => op?.state === 'UNKNOWN' || (op?.state === 'SENDING' && op.leaseUntilMs <= nowMs()))
      .map((op) => nowMs() - (op?.sentAtMs ?? nowMs()));
    return { count: ages.length, oldestAgeMs: Math.max(0, ...ages) };
  };

  return {
    prepare: () => Promise.resolve(),
    begin: async (subject, input) => beginHere(subject, input),
    toSend: async (subject, input) => apply(subject, undefined, (cell) => toSend(cell, input, moment())),
    finish: async (subject, input) => apply(subject, undefined, (cell) => finish(cell, input)),
    markUnknown: async (subject, claim) => void apply(subject, undefined, (cell) => markUnknown(cell, claim)),
    release: async (subject, claim) => void apply(subject, undefined, (cell) => release(cell, claim)),
    settle: async (subject, input) => apply(subject, undefined, (cell) => settle(cell, input, moment())),
    readOp: async (subject) => opOf(subject),
    readIdem: async (clientId, recordKey) => live(idems.get(idemName(clientId, recordKey))),
    takeDue: async (clientId, lease) => takeDue(clientId, lease),
    defer: async (subject, delayMs) => defer(subject, delayMs),
    gauge: async (clientId) => gauge(clientId),
    nowMs,
    forget() {
      ops.clear();
      idems.clear();
      queue.clear();
      epoch = { id: randomUUID(), sinceMs: nowMs() };
    },
    entries: () =>
      [...ops.values()].flatMap((kept) => {
        const held = live(kept);
        if (held === undefined) return [];
        const idem = live(idems.get(idemName(held.subject.clientId, held.op.recordKey)));
        return [{ ...held, idem }];
      }),
  };
};
