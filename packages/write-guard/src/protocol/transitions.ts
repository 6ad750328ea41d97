/** A guarded write from its claim to its outcome as pure functions; the in-memory store runs them and the Lua scripts mirror them. */
import { type Belief, type Distrust, distrust, type Moment, watched } from './memory-trust.ts';
import type { Notice } from './notices.ts';
import type { Epoch, IdemRecord, OpRecord, Outcome } from './record.ts';

/** What one transition sees and leaves behind: the epoch, one operation, and the key record that belongs to it. */
export type Cell = { readonly epoch?: Epoch; readonly op?: OpRecord; readonly idem?: IdemRecord };

/** Notices for the outbox, and since when what they say is so. */
export type Telling = { readonly notices: readonly Notice[]; readonly atMs: number };
export type Step<Reply> = { readonly cell: Cell; readonly reply: Reply; readonly telling?: Telling };
/** What is told if the step is taken. */
export type Told = { readonly notices?: readonly Notice[] };
export type Claim = { readonly attemptId: string; readonly fence: number };
export type ToSendReply = { readonly kind: 'sending' } | { readonly kind: 'lost' } | Distrust;
export type Verdict = Told & {
  readonly outcome: Outcome;
  readonly answer: string;
  readonly reference?: string;
};
/** `superseded`: another had decided before; `outcome` says how. `lost`: the record is gone or another's. */
export type FinishReply =
  | { readonly kind: 'done' }
  | { readonly kind: 'superseded'; readonly outcome: Outcome }
  | { readonly kind: 'lost' };
export type ReleaseReply = { readonly kind: 'released' } | { readonly kind: 'lost' };
export type SettleReply = FinishReply | { readonly kind: 'running' } | { readonly kind: 'too_early' };

/** Nothing changes. */
export const stay = <Reply>(cell: Cell, reply: Reply): Step<Reply> => ({ cell, reply });
export const withReference = (reference: string | undefined) =>
  reference === undefined ? {} : { reference };
const toTell = ({ notices }: Told, atMs: number): { telling?: Telling } =>
  notices === undefined ? {} : { telling: { notices, atMs } };
const isOwner = (op: OpRecord | undefined, claim: Claim): op is OpRecord =>
  op !== undefined && op.owner === claim.attemptId && op.fence === claim.fence;

/** Runs a transition under a belief that holds, and notes that the store was seen. */
export const trusting = <Reply>(
  cell: Cell,
  { belief, moment }: { belief: Belief; moment: Moment },
  step: (cell: Cell, epoch: Epoch) => Step<Reply>,
): Step<Reply | Distrust> => {
  const reply = distrust(cell.epoch, belief, moment);
  if (reply !== undefined || cell.epoch === undefined) return stay(cell, reply ?? { kind: 'epoch_changed' });
  const epoch = watched(cell.epoch, moment);
  return step({ ...cell, epoch }, epoch);
};

/** The last promise before the upstream write: owner, fence and the store's memory are all still what they were. */
export const toSend = (
  before: Cell,
  input: Claim & Belief & Told & { context?: string },
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
    return { cell: { ...cell, op }, reply: { kind: 'sending' }, ...toTell(input, nowMs) };
  });

type Decided = Verdict & { readonly decidedBy: 'answer' | 'read' };

const conclude = (cell: Cell, op: OpRecord, decided: Decided): Cell => {
  const { outcome, answer, reference, decidedBy } = decided;
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

/** Another had decided; what was executed after all is told all the same. */
const superseded = (
  { cell, op }: { readonly cell: Cell; readonly op: OpRecord },
  input: Verdict,
  atMs: number,
): Step<FinishReply> => {
  const outcome = op.outcome ?? 'not_executed';
  const isNews = outcome === 'not_executed' && input.outcome === 'executed';
  return { ...stay(cell, { kind: 'superseded', outcome }), ...(isNews && toTell(input, atMs)) };
};

/** How long ago the upstream answered; default: just now. */
export type FinishInput = Claim & Verdict & { readonly ageMs?: number };

/** The owner learned the outcome from the upstream itself. */
export const finish = (
  cell: Cell,
  input: FinishInput,
  { nowMs }: Pick<Moment, 'nowMs'>,
): Step<FinishReply> => {
  const { op } = cell;
  const atMs = nowMs - (input.ageMs ?? 0);
  if (!isOwner(op, input)) return stay(cell, { kind: 'lost' });
  if (op.state === 'DONE') return superseded({ cell, op }, input, atMs);
  if (op.state === 'CLAIMED') return stay(cell, { kind: 'lost' });
  const decided = conclude(cell, op, { ...input, decidedBy: 'answer' });
  return { cell: decided, reply: { kind: 'done' }, ...toTell(input, atMs) };
};

/** The owner knows that it will not know: time-out, reset, 5xx, unreadable answer. */
export const markUnknown = (cell: Cell, input: Claim): Step<{ kind: 'unknown' } | { kind: 'lost' }> => {
  if (!isOwner(cell.op, input) || cell.op.state !== 'SENDING') return stay(cell, { kind: 'lost' });
  return { cell: { ...cell, op: { ...cell.op, state: 'UNKNOWN' } }, reply: { kind: 'unknown' } };
};

/** The owner provably sent nothing, or died before it could: the key and the subject are free again, and nothing was stored. */
export const release = (
  cell: Cell,
  input: Claim & Told,
  { nowMs }: Pick<Moment, 'nowMs'>,
): Step<ReleaseReply> => {
  const { op } = cell;
  if (!isOwner(op, input)) return stay(cell, { kind: 'lost' });
  if (op.state !== 'CLAIMED' && op.state !== 'SENDING') return stay(cell, { kind: 'lost' });
  const { op: _op, idem: _idem, ...rest } = cell;
  const telling = op.state === 'SENDING' ? toTell(input, nowMs) : {};
  return { cell: rest, reply: { kind: 'released' }, ...telling };
};

/** `readAtMs` is the store's time before the read began: a "no" read too early is no evidence (G3). */
export type SettleInput = Claim & Belief & Decided & { readonly readAtMs: number };

/** From when a "no" is evidence: the settle time after sending, of a clock that is known to have run evenly since. */
const isReadTooEarly = (
  { epoch, sentAtMs }: { epoch: Epoch | undefined; sentAtMs: number },
  input: SettleInput,
  moment: Moment,
): boolean => {
  if (input.outcome === 'executed') return false;
  if (epoch === undefined || distrust(epoch, input, moment) !== undefined) return true;
  return input.readAtMs < Math.max(sentAtMs, epoch.steadySinceMs) + moment.times.settleMs;
};

/** Someone other than the owner learned the outcome: a read, a notification or an operator. */
export const settle = (cell: Cell, input: SettleInput, moment: Moment): Step<SettleReply> => {
  const { op } = cell;
  if (!isOwner(op, input) || op.state === 'CLAIMED') return stay(cell, { kind: 'lost' });
  if (op.state === 'DONE') return superseded({ cell, op }, input, input.readAtMs);
  if (op.state === 'SENDING' && op.leaseUntilMs > moment.nowMs) return stay(cell, { kind: 'running' });
  if (isReadTooEarly({ epoch: cell.epoch, sentAtMs: op.sentAtMs }, input, moment))
    return stay(cell, { kind: 'too_early' });
  return { cell: conclude(cell, op, input), reply: { kind: 'done' }, ...toTell(input, input.readAtMs) };
};
