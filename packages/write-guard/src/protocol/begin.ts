/** How a guarded write begins, as a pure function: it is claimed, joined, replayed or refused. */
import {
  type Belief,
  type Distrust,
  type MemoryRefusal,
  type Moment,
  refusalByMemory,
  type TokenStamp,
} from './memory-trust.ts';
import type { Epoch, IdemRecord, OpRecord, Outcome } from './record.ts';
import { type Cell, type Step, stay, trusting, withReference } from './transitions.ts';

export type BeginInput = Belief & {
  readonly attemptId: string;
  readonly recordKey: string;
  /** Whether the client sent the key; a key made by the gateway joins by fingerprint instead. */
  readonly keyed: boolean;
  readonly fingerprint: string;
  readonly requestId: string;
  readonly context: string;
  /** Absent for writes whose caller reads the state before it sends. */
  readonly token?: TokenStamp;
  /** The caller has just read "not executed" about an operation that a read had settled so. */
  readonly readSaysNo?: boolean;
};

export type BeginReply =
  /** `tookOver`: the attempt that held it before; it died without having sent anything. */
  | { readonly kind: 'claimed'; readonly fence: number; readonly tookOver?: string }
  | {
      readonly kind: 'replay';
      readonly answer: string;
      readonly outcome: Outcome;
      readonly requestId: string;
      readonly reference?: string;
    }
  /** `outcome`: what is known of this subject, whoever asked for it. */
  | { readonly kind: 'key_reused'; readonly outcome: Outcome | 'unknown' }
  | { readonly kind: 'already_done'; readonly reference?: string }
  | { readonly kind: 'running'; readonly sameRequest: boolean }
  | { readonly kind: 'unknown'; readonly sameRequest: boolean; readonly recordKey: string }
  | { readonly kind: 'read_first' }
  | MemoryRefusal
  | Distrust;

/** Who asks, and when, and the memory that is asked: the one that it believes in. */
type Asked = { readonly input: BeginInput; readonly epoch: Epoch; readonly moment: Moment };

const claim = (cell: Cell, { input, epoch, moment }: Asked): Step<BeginReply> => {
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

const beginOnExisting = (cell: Cell, op: OpRecord, asked: Asked): Step<BeginReply> => {
  const { input, moment } = asked;
  const sameRequest =
    op.recordKey === input.recordKey || (!input.keyed && op.fingerprint === input.fingerprint);
  const alive = op.leaseUntilMs > moment.nowMs;
  switch (op.state) {
    case 'CLAIMED':
      if (!alive) return claim(cell, asked);
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
      return claim(cell, asked);
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
    const asked = { input, epoch, moment };
    return op === undefined ? claim(cell, asked) : beginOnExisting(cell, op, asked);
  });
