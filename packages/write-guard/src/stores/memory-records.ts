/** What a store in process memory holds: records that live for a while, the name of its memory, and a time that goes on over restarts. */
import { randomBytes } from 'node:crypto';
import type { Moment } from '../protocol/memory-trust.ts';
import { defaultOutboxBounds, type OutboxBounds } from '../protocol/notices.ts';
import {
  defaultProtocolTimes,
  type Epoch,
  type IdemRecord,
  type OpRecord,
  type ProtocolTimes,
} from '../protocol/record.ts';
import { StoreUnavailable, type Subject } from '../protocol/store.ts';
import type { Cell, Step } from '../protocol/transitions.ts';
import { createToldOutbox } from './memory-outbox.ts';
import { createTables, type RecordLog } from './record-tables.ts';

export type MemoryRecordsOptions = {
  readonly times?: Partial<ProtocolTimes>;
  /** A clock that never steps, in milliseconds. Default: monotonic, from the wall clock's time when the process started. */
  readonly nowMs?: () => number;
  /**
   * When this memory counts as begun. Default: now, so that nothing issued to an earlier process is executed. Zero when
   * nothing can have come before, as with an upstream sandbox that begins with the process.
   */
  readonly memoryBeganAtMs?: number;
  /** Default: nothing survives the process. */
  readonly log?: RecordLog;
  readonly outbox?: Partial<OutboxBounds>;
};

/** What a transition found, what it left behind, and the key that belongs to it. */
type Saved = { readonly recordKey: string; readonly before: Cell; readonly after: Cell };

const sweepEvery = 256;
/** How far the time that a log goes on from may lie behind the last one that was told. */
const seenEveryMs = 10_000;
const epochKey = 'epoch';
export const opName = ({ clientId, operation, subject }: Subject): string =>
  JSON.stringify([clientId, operation, subject]);
export const idemName = (clientId: string, recordKey: string): string =>
  JSON.stringify([clientId, recordKey]);
/** A request may come in place of its subject; only the subject is kept. */
const bare = ({ clientId, operation, subject }: Subject): Subject => ({ clientId, operation, subject });
const steadyClock = (): number => performance.timeOrigin + performance.now();

const boundsOf = ({ outbox }: MemoryRecordsOptions): OutboxBounds => ({ ...defaultOutboxBounds, ...outbox });
const forgottenTables = ['op', 'idem', 'open', 'news', 'told', 'progress', 'dropped'] as const;

const newEpoch = (runId: string, sinceMs: number, cause: Epoch['cause']): Epoch => ({
  id: `${runId}-${randomBytes(9).toString('base64url')}`,
  runId,
  sinceMs,
  steadySinceMs: sinceMs,
  seenMs: sinceMs,
  settled: false,
  cause,
});

/** Takes up what the log kept, or begins a new memory. */
export const createMemoryRecords = (options: MemoryRecordsOptions) => {
  const times: ProtocolTimes = { ...defaultProtocolTimes, ...options.times };
  const tables = createTables(options.log);
  const kept = tables.epoch.get(epochKey);
  const clock = options.nowMs ?? steadyClock;
  // Time goes on from where the last process had it, whatever the wall clock did: a record may live longer, never shorter.
  const behindMs = kept === undefined ? 0 : kept.seenMs - clock();
  const nowMs = (): number => clock() + behindMs;
  const runId = kept?.runId ?? randomBytes(4).toString('hex');
  let steps = 0;

  const epochNow = (): Epoch => {
    const epoch = tables.epoch.get(epochKey);
    if (epoch === undefined) throw new StoreUnavailable('memory_unknown');
    return epoch;
  };
  const live = <Row extends { expiresAtMs: number }>(row: Row | undefined): Row | undefined =>
    row !== undefined && row.expiresAtMs > nowMs() ? row : undefined;
  const opOf = (subject: Subject): OpRecord | undefined => live(tables.op.get(opName(subject)))?.op;
  const idemOf = (clientId: string, recordKey: string): IdemRecord | undefined =>
    live(tables.idem.get(idemName(clientId, recordKey)))?.idem;
  const moment = (): Moment => ({ nowMs: nowMs(), runId, times });

  const dropExpired = (): void => {
    for (const [name, row] of tables.op) if (live(row) === undefined) tables.put('op', name, undefined);
    for (const [name, row] of tables.idem) if (live(row) === undefined) tables.put('idem', name, undefined);
    for (const name of tables.open.keys())
      if (live(tables.op.get(name)) === undefined) tables.put('open', name, undefined);
  };

  const sweep = (): void => {
    steps += 1;
    if (steps % sweepEvery !== 0) return;
    dropExpired();
    news.sweep();
  };

  /** Every change brings its time along, so that no record is ever ahead of a restarted clock; looks alone do so now and then. */
  const keepEpoch = (epoch: Epoch, isChange: boolean): void => {
    const last = epochNow();
    const seenMs = nowMs();
    if (isChange || epoch.settled !== last.settled || seenMs - last.seenMs >= seenEveryMs)
      tables.put('epoch', epochKey, { ...epoch, seenMs });
  };

  const track = (subject: Subject, op: OpRecord | undefined, isNewClaim: boolean): void => {
    const name = opName(subject);
    if (op === undefined || op.state === 'DONE') tables.put('open', name, undefined);
    else {
      const dueAtMs = op.state === 'UNKNOWN' ? nowMs() + times.firstLookUpMs : op.leaseUntilMs;
      const tries = isNewClaim ? 0 : (tables.open.get(name)?.tries ?? 0);
      tables.put('open', name, { subject: bare(subject), dueAtMs, tries });
    }
  };

  const save = (subject: Subject, { recordKey, before, after }: Saved): void => {
    const expiresAtMs = nowMs() + times.recordTtlMs;
    const isChange = after.op !== before.op || after.idem !== before.idem;
    keepEpoch(after.epoch ?? epochNow(), isChange);
    if (!isChange) return;
    const op = after.op && { subject: bare(subject), op: after.op, expiresAtMs };
    tables.put('op', opName(subject), op);
    tables.put(
      'idem',
      idemName(subject.clientId, recordKey),
      after.idem && { idem: after.idem, expiresAtMs },
    );
    const isNewClaim = after.op?.fence !== before.op?.fence;
    if (isNewClaim || after.op?.state !== before.op?.state) track(subject, after.op, isNewClaim);
  };

  const committed = <Reply>(work: () => Reply): Reply => {
    try {
      const reply = work();
      tables.commit();
      return reply;
    } catch (error) {
      tables.drop();
      throw error;
    }
  };

  const news = createToldOutbox({ tables, nowMs, committed, bounds: boundsOf(options) });

  /** Runs one transition on the operation and on the key record it belongs to; nothing can come between. */
  const apply = <Reply>(
    subject: Subject,
    recordKey: string | undefined,
    step: (cell: Cell) => Step<Reply>,
  ): Reply =>
    committed(() => {
      sweep();
      const op = opOf(subject);
      const key = recordKey ?? op?.recordKey ?? '';
      const idem = idemOf(subject.clientId, key);
      const before: Cell = { epoch: epochNow(), ...(op && { op }), ...(idem && { idem }) };
      const { cell, reply, telling } = step(before);
      if (cell !== before) save(subject, { recordKey: key, before, after: cell });
      if (telling !== undefined) news.tell(subject.clientId, telling.notices, telling.atMs);
      return reply;
    });

  /** Whoever owned something died with the last process: nothing of it goes on, and "no" is evidence only from now on. */
  const takeUp = (epoch: Epoch): void =>
    committed(() => {
      tables.put('epoch', epochKey, { ...epoch, steadySinceMs: nowMs() });
      dropExpired();
      for (const [name, row] of tables.op) {
        if (live(row) === undefined || (row.op.state !== 'CLAIMED' && row.op.state !== 'SENDING')) continue;
        const state = row.op.state === 'SENDING' ? 'UNKNOWN' : 'CLAIMED';
        tables.put('op', name, { ...row, op: { ...row.op, state, leaseUntilMs: nowMs() } });
        tables.put('open', name, { subject: row.subject, dueAtMs: nowMs(), tries: 0 });
      }
    });

  if (kept === undefined) {
    const epoch = newEpoch(runId, options.memoryBeganAtMs ?? nowMs(), 'first');
    committed(() => tables.put('epoch', epochKey, epoch));
  } else takeUp(kept);

  /** Begins a new memory, and no record is left of the old one. */
  const forget = (): void =>
    committed(() => {
      for (const table of forgottenTables)
        for (const name of tables[table].keys()) tables.put(table, name, undefined);
      tables.put('epoch', epochKey, newEpoch(runId, nowMs(), 'lost'));
    });

  const { outbox } = news;
  const reads = { nowMs, moment, epochNow, opOf, idemOf, outbox };
  return { ...reads, tables, times, keepEpoch, committed, apply, forget };
};
