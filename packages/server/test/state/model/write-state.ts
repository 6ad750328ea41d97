/** What the model of the write protocol remembers, how time and loss change it, and which states count as one. */
import type { Cell } from '../../../src/state/write-protocol.ts';
import type { IdemRecord, OpRecord, Outcome } from '../../../src/state/write-record.ts';

/** Time in steps. The shipped ratios: send window + longest upstream run < settle time. */
export const SEND_WINDOW = 1;
export const UPSTREAM_RUN = 1;
export const SETTLE = SEND_WINDOW + UPSTREAM_RUN + 1;

/**
 * `learn` the epoch, `begin`, `claimed`, `checked` where a read comes before sending, `promised`, `waiting` for the
 * upstream, `done` (answered, gone or crashed); `readStale` and `readFirst` before the reads that only some replies need, `beginAgain` after the second.
 */
export type Place =
  | 'learn'
  | 'begin'
  | 'beginAgain'
  | 'readStale'
  | 'readFirst'
  | 'claimed'
  | 'checked'
  | 'promised'
  | 'waiting'
  | 'done';
type Call = 'none' | 'pending' | 'executed' | 'rejected';

export type Attempt = {
  key: number;
  at: Place;
  epoch: number;
  fence: number;
  /** Steps since the store's promise, and since the write left; both stop counting when nothing depends on them. */
  promiseAge: number;
  call: Call;
  callAge: number;
};

/** An open outcome taken by the resolver; `readAge` is how long after sending its read was begun. */
export type Resolving = { owner: number; fence: number; readAge: number; says?: Outcome };

export type WriteState = {
  epoch: number;
  /** How long ago the store's memory began. */
  epochAge: number;
  op: OpRecord | undefined;
  idems: readonly (IdemRecord | undefined)[];
  attempts: readonly Attempt[];
  resolving: Resolving | undefined;
  lossesLeft: number;
  executions: number;
  executedKeys: number;
  /** Keys that were told a final "no", as bits. */
  refusedKeys: number;
  toldStale: boolean;
  /** Somebody was told of a booking when there was none. */
  toldFalsely: boolean;
};

export const withAttempt = (state: WriteState, index: number, change: Partial<Attempt>): WriteState => ({
  ...state,
  attempts: state.attempts.map((attempt, at) => (at === index ? { ...attempt, ...change } : attempt)),
});

export const cellOf = (state: WriteState, key: number): Cell => {
  const idem = state.idems[key];
  return {
    epoch: { id: String(state.epoch), sinceMs: -state.epochAge },
    ...(state.op && { op: state.op }),
    ...(idem && { idem }),
  };
};

export const withCell = (state: WriteState, key: number, cell: Cell): WriteState => ({
  ...state,
  op: cell.op,
  idems: state.idems.map((idem, at) => (at === key ? cell.idem : idem)),
});

export const forget = (state: WriteState): WriteState => ({
  ...state,
  epoch: state.epoch + 1,
  epochAge: 0,
  op: undefined,
  idems: state.idems.map(() => undefined),
  lossesLeft: state.lossesLeft - 1,
});

/** Ages stop where nothing depends on them any more, so the states stay finitely many without bounding time. */
export const tick = (state: WriteState): WriteState => ({
  ...state,
  epochAge: Math.min(state.epochAge + 1, SETTLE),
  op: state.op && { ...state.op, sentAtMs: Math.max(state.op.sentAtMs - 1, -SETTLE) },
  attempts: state.attempts.map((attempt) => ({
    ...attempt,
    promiseAge: attempt.at === 'promised' ? Math.min(attempt.promiseAge + 1, SEND_WINDOW + 1) : 0,
    callAge: attempt.call === 'pending' ? Math.min(attempt.callAge + 1, UPSTREAM_RUN + 1) : 0,
  })),
});

const placeCodes: Record<Place, string> = {
  learn: 'L',
  begin: 'B',
  beginAgain: 'A',
  readStale: 'S',
  readFirst: 'F',
  claimed: 'C',
  checked: 'K',
  promised: 'P',
  waiting: 'W',
  done: 'D',
};

/** Only what can still matter to an attempt is spelled, so that states that behave alike are one. */
const encodeAttempt = (attempt: Attempt, ownsOp: boolean, resolved: boolean): string => {
  const running = attempt.call === 'pending' && attempt.callAge <= UPSTREAM_RUN ? `p${attempt.callAge}` : '';
  const answered = attempt.at === 'waiting' && attempt.call !== 'pending' ? attempt.call.charAt(0) : '';
  const epoch = ['begin', 'beginAgain', 'claimed', 'checked'].includes(attempt.at) ? attempt.epoch : '';
  const fence = ['claimed', 'checked', 'promised', 'waiting'].includes(attempt.at) ? `f${attempt.fence}` : '';
  const age = attempt.at === 'promised' ? attempt.promiseAge : '';
  return `${attempt.key}${placeCodes[attempt.at]}${epoch}${fence}${age}${running}${answered}${ownsOp ? 'o' : ''}${resolved ? 'r' : ''}`;
};

const encodeOp = (op: OpRecord | undefined): string => {
  if (op === undefined) return '-';
  const lease = op.leaseUntilMs > 0 ? 'a' : 'd';
  const end = op.state === 'DONE' ? `${op.outcome}${op.decidedBy}` : lease;
  return `${op.state}${op.fence},${op.recordKey},${op.sentAtMs}${end}`;
};

/** Attempts with one key are interchangeable: they are sorted, and owners go with them as marks. */
export const encodeState = (state: WriteState): string => {
  const owner = state.op === undefined ? -1 : Number(state.op.owner);
  const taken = state.resolving?.owner ?? -1;
  const attempts = state.attempts.map((attempt, index) =>
    encodeAttempt(attempt, index === owner, index === taken),
  );
  const { resolving } = state;
  return [
    state.epoch,
    state.epochAge,
    encodeOp(state.op),
    state.idems.map((idem) => (idem === undefined ? '-' : (idem.outcome ?? 'open'))).join(),
    attempts.sort().join(' '),
    resolving === undefined ? '' : `${resolving.fence},${resolving.readAge},${resolving.says ?? ''}`,
    state.lossesLeft,
    state.executions,
    state.executedKeys,
    state.refusedKeys,
    state.toldStale ? 's' : '',
    state.toldFalsely ? 'f' : '',
  ].join('|');
};
