/** The transitions of a guarded write as pure functions; the in-memory store runs them and the Lua scripts mirror them. */
import {
  type Belief,
  type Distrust,
  distrust,
  type MemoryRefusal,
  type Moment,
  refusalByMemory,
  type TokenStamp,
  watched,
} from './memory-trust.ts';
import type { Epoch, IdemRecord, OpRecord, Outcome } from './record.ts';

/** What one transition sees and leaves behind: the epoch, one operation, and the key record that belongs to it. */
export type Cell = { epoch?: Epoch; op?: OpRecord; idem?: IdemRecord };

export type Step<Reply> = { cell: Cell; reply: Reply };
export type BeginInput = Belief & {
  attemptId: string;
  recordKey: string;
  /** Whether the client sent the key; a key made by the gateway joins by fingerprint instead. */
  keyed: boolean;
  fingerprint: string;
  requestId: string;
  context: string;
  /** Absent for writes whose caller reads the state before it sends. */
  token?: TokenStamp;
  /** The caller has just read "not executed" about an operation that a read had settled so. */
  readSaysNo?: boolean;
};

export type BeginReply =
  /** `tookOver`: the attempt that held it before; it died without having sent anything. */
  | { kind: 'claimed'; fence: number; tookOver?: string }
  | { kind: 'replay'; answer: string; outcome: Outcome; requestId: string; reference?: string }
  /** `outcome`: what is known of this subject, whoever asked for it. */
  | { kind: 'key_reused'; outcome: Outcome | 'unknown' }
  | { kind: 'already_done'; reference?: string }
  | { kind: 'running'; sameRequest: boolean }
  | { kind: 'unknown'; sameRequest: boolean; recordKey: string }
  | { kind: 'read_first' }
  | MemoryRefusal
  | Distrust;

export type Claim = { attemptId: string; fence: number };
export type ToSendReply = { kind: 'sending' } | { kind: 'lost' } | Distrust;
export type Verdict = { outcome: Outcome; answer: string; reference?: string };
/** `superseded`: another had decided before; `outcome` says how. `lost`: the record is gone or another's. */
export type FinishReply = { kind: 'done' } | { kind: 'superseded'; outcome: Outcome } | { kind: 'lost' };
export type ReleaseReply = { kind: 'released' } | { kind: 'lost' };
export type SettleReply = FinishReply | { kind: 'running' } | { kind: 'too_early' };

const stay = <Reply>(cell: Cell, reply: Reply): Step<Reply> => ({ cell, reply });
const withReference = (reference: string | undefined) => (reference === undefined ? {} : { reference });
const isOwner = (op: OpRecord | undefined, claim: Claim): op is OpRecord =>
  op !== undefined && op.owner === claim.attemptId && op.fence === claim.fence;

/** Runs a transition under a belief that holds, and notes that the store was seen. */
const trusting = <Reply>(
  cell: Cell,
  { belief, moment }: { belief: Belief; moment: Moment },
  step: (cell: Cell, epoch: Epoch) => Step<Reply>,
): Step<Reply | Distrust> => {
  const reply = distrust(cell.epoch, belief, moment);
  if (reply !== undefined || cell.epoch === undefined) return stay(cell, reply ?? { kind: 'epoch_changed' });
  const epoch = watched(cell.epoch, moment);
  return step({ ...cell, epoch }, epoch);
};

const claim = (cell: Cell, epoch: Epoch, input: BeginInput, moment: Moment): Step<BeginReply> => {
  const refusal = refusalByMemory(epoch, input.token, moment);
  if (refusal !== undefined) return stay(cell, refusal);
  const fence = (cell.op?.fence ?? 0) + 1;
  const op: OpRecord = {
    state: 'CLAIMED',
    owner: input.attemptId,
    fence,
    leaseUntilMs: moment.nowMs + moment.times.leaseMs,
    sentAtMs: 0,
    recordKey: input.recordKey,
    fingerprint: input.fingerprint,
    requestId: input.requestId,
    context: input.context,
  };
  const idem: IdemRecord = { fingerprint: input.fingerprint, requestId: input.requestId };
  const isAnothers = cell.op?.state === 'CLAIMED' && cell.op.owner !== input.attemptId;
  const tookOver = isAnothers ? { tookOver: cell.op?.owner ?? '' } : {};
  return { cell: { ...cell, op, idem }, reply: { kind: 'claimed', fence, ...tookOver } };
};

const beginOnExisting = (
  cell: Cell,
  op: OpRecord,
  epoch: Epoch,
  input: BeginInput,
  moment: Moment,
): Step<BeginReply> => {
  const sameRequest =
    op.recordKey === input.recordKey || (!input.keyed && op.fingerprint === input.fingerprint);
  const alive = op.leaseUntilMs > moment.nowMs;
  switch (op.state) {
    case 'CLAIMED':
      if (!alive) return claim(cell, epoch, input, moment);
      if (op.owner === input.attemptId) return stay(cell, { kind: 'claimed', fence: op.fence });
      return stay(cell, { kind: 'running', sameRequest });
    case 'SENDING':
      if (alive) return stay(cell, { kind: 'running', sameRequest });
      // G1: an owner that died while sending may have sent; from here on only reads.
      return {
        cell: { ...cell, op: { ...op, state: 'UNKNOWN' } },
        reply: { kind: 'unknown', sameRequest, recordKey: op.recordKey },
      };
    case 'UNKNOWN':
      return stay(cell, { kind: 'unknown', sameRequest, recordKey: op.recordKey });
    case 'DONE':
      if (op.outcome === 'executed')
        return stay(cell, { kind: 'already_done', ...withReference(op.reference) });
      if (op.decidedBy === 'read' && input.readSaysNo !== true) return stay(cell, { kind: 'read_first' });
      return claim(cell, epoch, input, moment);
  }
};

/** What is known of a subject to somebody who asks for it under a key of another request. */
const knownOutcome = ({ op }: Cell, refusal: MemoryRefusal | undefined): Outcome | 'unknown' => {
  if (op?.state === 'DONE') return op.outcome ?? 'unknown';
  return op === undefined && refusal === undefined ? 'not_executed' : 'unknown';
};

/** Claims the operation, or says what became of it. Re-entrant for one attempt id. */
export const begin = (before: Cell, input: BeginInput, moment: Moment): Step<BeginReply> =>
  trusting(before, { belief: input, moment }, (cell, epoch): Step<BeginReply> => {
    const { op, idem } = cell;
    if (idem !== undefined && idem.fingerprint !== input.fingerprint) {
      const refusal = refusalByMemory(epoch, input.token, moment);
      return stay(cell, { kind: 'key_reused', outcome: knownOutcome(cell, refusal) });
    }
    if (idem?.answer !== undefined && idem.outcome !== undefined) {
      const { answer, outcome, requestId, reference } = idem;
      return stay(cell, { kind: 'replay', answer, outcome, requestId, ...withReference(reference) });
    }
    return op === undefined
      ? claim(cell, epoch, input, moment)
      : beginOnExisting(cell, op, epoch, input, moment);
  });

/** The last promise before the upstream write: owner, fence and the store's memory are all still what they were. */
export const toSend = (
  before: Cell,
  input: Claim & Belief & { context?: string },
  moment: Moment,
): Step<ToSendReply> =>
  trusting(before, { belief: input, moment }, (cell): Step<ToSendReply> => {
    const { nowMs, times } = moment;
    if (!isOwner(cell.op, input) || cell.op.state !== 'CLAIMED') return stay(cell, { kind: 'lost' });
    // A claim that outlived its lease may be a ghost of an older memory; its owner starts again instead.
    if (cell.op.leaseUntilMs <= nowMs) return stay(cell, { kind: 'lost' });
    const context = input.context ?? cell.op.context;
    const leaseUntilMs = nowMs + times.leaseMs;
    const op: OpRecord = { ...cell.op, context, state: 'SENDING', sentAtMs: nowMs, leaseUntilMs };
    return { cell: { ...cell, op }, reply: { kind: 'sending' } };
  });

const conclude = (cell: Cell, op: OpRecord, verdict: Verdict, decidedBy: 'answer' | 'read'): Cell => {
  const { outcome, answer, reference } = verdict;
  return {
    ...cell,
    op: { ...op, state: 'DONE', context: '', outcome, decidedBy, ...withReference(reference) },
    idem: {
      fingerprint: op.fingerprint,
      requestId: op.requestId,
      answer,
      outcome,
      ...withReference(reference),
    },
  };
};

/** The owner learned the outcome from the upstream itself. */
export const finish = (cell: Cell, input: Claim & Verdict): Step<FinishReply> => {
  const { op } = cell;
  if (!isOwner(op, input)) return stay(cell, { kind: 'lost' });
  if (op.state === 'DONE') return stay(cell, { kind: 'superseded', outcome: op.outcome ?? 'not_executed' });
  if (op.state === 'CLAIMED') return stay(cell, { kind: 'lost' });
  return { cell: conclude(cell, op, input, 'answer'), reply: { kind: 'done' } };
};

/** The owner knows that it will not know: time-out, reset, 5xx, unreadable answer. */
export const markUnknown = (cell: Cell, input: Claim): Step<{ kind: 'unknown' } | { kind: 'lost' }> => {
  if (!isOwner(cell.op, input) || cell.op.state !== 'SENDING') return stay(cell, { kind: 'lost' });
  return { cell: { ...cell, op: { ...cell.op, state: 'UNKNOWN' } }, reply: { kind: 'unknown' } };
};

/** The owner provably sent nothing, or died before it could: the key and the subject are free again, and nothing was stored. */
export const release = (cell: Cell, input: Claim): Step<ReleaseReply> => {
  const { op } = cell;
  if (!isOwner(op, input)) return stay(cell, { kind: 'lost' });
  if (op.state !== 'CLAIMED' && op.state !== 'SENDING') return stay(cell, { kind: 'lost' });
  const { op: _op, idem: _idem, ...rest } = cell;
  return { cell: rest, reply: { kind: 'released' } };
};

/** `readAtMs` is the store's time before the read began: a "no" read too early is no evidence (G3). */
export type SettleInput = Claim & Belief & Verdict & { readAtMs: number; decidedBy: 'answer' | 'read' };

/** From when a "no" is evidence: the settle time after sending, of a clock that is known to have run evenly since. */
const isReadTooEarly = (cell: Cell, op: OpRecord, input: SettleInput, moment: Moment): boolean => {
  if (input.outcome === 'executed') return false;
  if (cell.epoch === undefined || distrust(cell.epoch, input, moment) !== undefined) return true;
  return input.readAtMs < Math.max(op.sentAtMs, cell.epoch.steadySinceMs) + moment.times.settleMs;
};

/** Someone other than the owner learned the outcome: a read, a notification or an operator. */
export const settle = (cell: Cell, input: SettleInput, moment: Moment): Step<SettleReply> => {
  const { op } = cell;
  if (!isOwner(op, input) || op.state === 'CLAIMED') return stay(cell, { kind: 'lost' });
  if (op.state === 'DONE') return stay(cell, { kind: 'superseded', outcome: op.outcome ?? 'not_executed' });
  if (op.state === 'SENDING' && op.leaseUntilMs > moment.nowMs) return stay(cell, { kind: 'running' });
  if (isReadTooEarly(cell, op, input, moment)) return stay(cell, { kind: 'too_early' });
  return { cell: conclude(cell, op, input, input.decidedBy), reply: { kind: 'done' } };
};
