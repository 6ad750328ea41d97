/**
 * The write protocol as a model: concurrent attempts of one cart, an upstream, a resolver, a store that can forget.
 * The store's steps are the shipped transitions; only the attempts' walk through them is told again here.
 */
import {
  type BeginReply,
  begin,
  finish,
  markUnknown,
  release,
  settle,
  toSend,
} from '../../../src/state/write-protocol.ts';
import type { Outcome } from '../../../src/state/write-record.ts';
import type { Model } from './explore.ts';
import {
  type Attempt,
  cellOf,
  encodeState,
  forget,
  type Place,
  type Resolving,
  SEND_WINDOW,
  SETTLE,
  tick,
  UPSTREAM_RUN,
  type WriteState,
  withAttempt,
  withCell,
} from './write-state.ts';

/** Switching one of them off must make the search find a story that goes wrong. */
export type Guards = {
  /** G1: an expired lease never leads back to sending. */
  noReExecution: boolean;
  /** G2: a write that is late after its promise is dropped. */
  sendWindow: boolean;
  /** G3: a read that says "no" is believed only when it was made after the settle time. */
  settleTime: boolean;
  /** G4: a memory younger than the token never executes it. */
  coverage: boolean;
  /** G4, second half: the scripts check the epoch themselves. */
  epochInScript: boolean;
};
export const allGuards: Guards = {
  noReExecution: true,
  sendWindow: true,
  settleTime: true,
  coverage: true,
  epochInScript: true,
};

export type ModelOptions = {
  /** The idempotency key of each concurrent attempt; equal keys are one client's retries. */
  keys: readonly number[];
  memoryLosses: number;
  /** The other kind of write: no token, but a read before sending, as confirm and cancel do. */
  readsBeforeSending?: boolean;
  guards?: Partial<Guards>;
};

const TIMES = { leaseMs: 1, settleMs: SETTLE, coverMarginMs: 0, firstLookUpMs: 0, recordTtlMs: 0 };
const MOMENT = { nowMs: 0, times: TIMES };
const DEAD = -1;
const ISSUED_EARLY = Number.NEGATIVE_INFINITY;
const ISSUED_LATE = Number.POSITIVE_INFINITY;

const tellExecuted = (state: WriteState): WriteState => ({
  ...state,
  toldFalsely: state.toldFalsely || state.executions === 0,
});
const tellRefused = (state: WriteState, key: number): WriteState => ({
  ...state,
  refusedKeys: state.refusedKeys | (1 << key),
});
const tell = (state: WriteState, key: number, outcome: Outcome): WriteState =>
  outcome === 'executed' ? tellExecuted(state) : tellRefused(state, key);

const FINGERPRINT = 'same request';

class WriteModel implements Model<WriteState> {
  readonly initial: WriteState;
  readonly guards: Guards;
  readonly readsBeforeSending: boolean;

  constructor(options: ModelOptions) {
    this.readsBeforeSending = options.readsBeforeSending ?? false;
    this.guards = { ...allGuards, ...options.guards };
    this.initial = {
      epoch: 0,
      epochAge: SETTLE,
      op: undefined,
      idems: Array.from({ length: Math.max(...options.keys) + 1 }, () => undefined),
      attempts: options.keys.map((key) => ({
        key,
        at: 'learn',
        epoch: 0,
        fence: 0,
        promiseAge: 0,
        call: 'none',
        callAge: 0,
      })),
      resolving: undefined,
      lossesLeft: options.memoryLosses,
      executions: 0,
      executedKeys: 0,
      refusedKeys: 0,
      toldStale: false,
      toldFalsely: false,
    };
  }

  violation(state: WriteState): string | undefined {
    if (state.executions > 1) return 'I1: executed twice';
    if (state.toldFalsely) return 'I2: told "booked" without a booking';
    // A confirm that was refused and is asked for again after a loss is a new request: no token says when it began.
    const isNewRequest = this.readsBeforeSending && state.epoch > 0;
    const wasRefused = (state.refusedKeys & state.executedKeys) !== 0;
    if (wasRefused && !isNewRequest) return 'I3: told "not executed", but executed';
    if (state.toldStale && state.executions > 0) return 'I3: told "will not be executed", but executed';
    return undefined;
  }

  *steps(state: WriteState): Generator<readonly [string, WriteState]> {
    for (const [index, attempt] of state.attempts.entries()) yield* this.attemptSteps(state, index, attempt);
    yield* this.resolverSteps(state);
    yield ['time passes', tick(state)];
    if (state.op !== undefined && state.op.state !== 'DONE' && state.op.leaseUntilMs > 0) {
      yield ['the lease runs out', { ...state, op: { ...state.op, leaseUntilMs: DEAD } }];
    }
    if (state.lossesLeft > 0) yield ['the store forgets', forget(state)];
  }

  *attemptSteps(
    state: WriteState,
    index: number,
    attempt: Attempt,
  ): Generator<readonly [string, WriteState]> {
    const name = `attempt ${index}`;
    yield* this.upstreamSteps(state, index, attempt);
    if (attempt.at === 'done') return;
    yield [`${name} crashes`, withAttempt(state, index, { at: 'done' })];
    switch (attempt.at) {
      case 'learn':
        yield [`${name} learns the epoch`, withAttempt(state, index, { at: 'begin', epoch: state.epoch })];
        return;
      case 'begin':
      case 'beginAgain':
        yield [`${name} begins`, this.beginStep(state, index, attempt)];
        return;
      case 'readStale':
        yield [`${name} reads, its token being stale`, readStale(state, index)];
        return;
      case 'readFirst':
        yield [`${name} reads before it tries again`, readFirst(state, index)];
        return;
      case 'claimed':
        yield [`${name} refuses before sending`, this.releaseStep(state, index, attempt)];
        if (this.readsBeforeSending)
          yield [`${name} reads the booking`, this.checkStep(state, index, attempt)];
        else yield [`${name} promises`, this.toSendStep(state, index, attempt)];
        return;
      case 'checked':
        yield [`${name} promises`, this.toSendStep(state, index, attempt)];
        return;
      case 'promised':
        yield* this.promisedSteps(state, index, attempt, name);
        return;
      case 'waiting':
        yield* this.waitingSteps(state, index, attempt, name);
    }
  }

  epochFor(state: WriteState, attempt: Attempt): string {
    return String(this.guards.epochInScript ? attempt.epoch : state.epoch);
  }

  beginStep(state: WriteState, index: number, attempt: Attempt): WriteState {
    // Without the check inside the script, the gateway's own belief is all there is to compare the token with.
    const memory = this.guards.epochInScript ? state.epoch : attempt.epoch;
    const covered = memory === 0 || !this.guards.coverage;
    const cell = cellOf(this.guards.noReExecution ? state : reviveExpired(state), attempt.key);
    const { cell: next, reply } = begin(
      cell,
      {
        attemptId: String(index),
        epochId: this.epochFor(state, attempt),
        recordKey: String(attempt.key),
        keyed: true,
        fingerprint: FINGERPRINT,
        requestId: '',
        context: '',
        ...(!this.readsBeforeSending && { tokenIssuedAtMs: covered ? ISSUED_LATE : ISSUED_EARLY }),
        readSaysNo: attempt.at === 'beginAgain',
      },
      MOMENT,
    );
    return afterBegin(withCell(state, attempt.key, next), index, attempt, reply);
  }

  checkStep(state: WriteState, index: number, attempt: Attempt): WriteState {
    if (state.executions === 0) return withAttempt(state, index, { at: 'checked' });
    return tellExecuted(this.releaseStep(state, index, attempt));
  }

  toSendStep(state: WriteState, index: number, attempt: Attempt): WriteState {
    const claim = { attemptId: String(index), fence: attempt.fence, epochId: this.epochFor(state, attempt) };
    const { cell, reply } = toSend(cellOf(state, attempt.key), claim, MOMENT);
    if (reply.kind !== 'sending') return this.releaseStep(state, index, attempt);
    return withAttempt(withCell(state, attempt.key, cell), index, { at: 'promised', promiseAge: 0 });
  }

  releaseStep(state: WriteState, index: number, attempt: Attempt): WriteState {
    const { cell } = release(cellOf(state, attempt.key), { attemptId: String(index), fence: attempt.fence });
    return withAttempt(withCell(state, attempt.key, cell), index, { at: 'done' });
  }

  *promisedSteps(
    state: WriteState,
    index: number,
    attempt: Attempt,
    name: string,
  ): Generator<readonly [string, WriteState]> {
    yield [`${name} provably sends nothing`, this.releaseStep(state, index, attempt)];
    if (this.guards.sendWindow && attempt.promiseAge > SEND_WINDOW) return;
    yield [`${name} sends`, withAttempt(state, index, { at: 'waiting', call: 'pending', callAge: 0 })];
  }

  *waitingSteps(
    state: WriteState,
    index: number,
    attempt: Attempt,
    name: string,
  ): Generator<readonly [string, WriteState]> {
    const claim = { attemptId: String(index), fence: attempt.fence };
    const { cell: unknown } = markUnknown(cellOf(state, attempt.key), claim);
    const lost = withAttempt(withCell(state, attempt.key, unknown), index, { at: 'done' });
    yield [`${name} gives up waiting`, lost];
    if (attempt.call !== 'executed' && attempt.call !== 'rejected') return;
    const outcome: Outcome = attempt.call === 'executed' ? 'executed' : 'not_executed';
    const told = tell(withAttempt(state, index, { at: 'done' }), attempt.key, outcome);
    yield [`${name} answers "${outcome}", the store being away`, told];
    const { cell } = finish(cellOf(state, attempt.key), { ...claim, outcome, answer: '' });
    yield [`${name} finishes with "${outcome}"`, withCell(told, attempt.key, cell)];
  }

  *upstreamSteps(
    state: WriteState,
    index: number,
    attempt: Attempt,
  ): Generator<readonly [string, WriteState]> {
    if (attempt.call !== 'pending' || attempt.callAge > UPSTREAM_RUN) return;
    const executed = withAttempt(state, index, { call: 'executed' });
    yield [
      `the upstream executes attempt ${index}`,
      {
        ...executed,
        executions: state.executions + 1,
        executedKeys: state.executedKeys | (1 << attempt.key),
      },
    ];
    yield [`the upstream refuses attempt ${index}`, withAttempt(state, index, { call: 'rejected' })];
  }

  *resolverSteps(state: WriteState): Generator<readonly [string, WriteState]> {
    const { op, resolving } = state;
    if (resolving === undefined) {
      if (op === undefined || (op.state !== 'UNKNOWN' && op.state !== 'SENDING')) return;
      const readAge = this.guards.settleTime ? -op.sentAtMs : SETTLE;
      yield [
        'the resolver takes it',
        { ...state, resolving: { owner: Number(op.owner), fence: op.fence, readAge } },
      ];
      return;
    }
    yield ['the resolver drops it', { ...state, resolving: undefined }];
    if (resolving.says === undefined) {
      const says: Outcome = state.executions > 0 ? 'executed' : 'not_executed';
      yield [`the resolver reads "${says}"`, { ...state, resolving: { ...resolving, says } }];
      return;
    }
    yield [`the resolver settles "${resolving.says}"`, settleStep(state, resolving, resolving.says)];
  }

  encode(state: WriteState): string {
    return encodeState(state);
  }
}

const settleStep = (state: WriteState, resolving: Resolving, says: Outcome): WriteState => {
  const key = Number(state.op?.recordKey ?? 0);
  const verdict = { attemptId: String(resolving.owner), fence: resolving.fence, outcome: says, answer: '' };
  const readAtMs = (state.op?.sentAtMs ?? 0) + resolving.readAge;
  const { cell, reply } = settle(cellOf(state, key), { ...verdict, readAtMs, decidedBy: 'read' }, MOMENT);
  const next: WriteState = { ...withCell(state, key, cell), resolving: undefined };
  // The client that polls its 202 sees the settled answer at once.
  return reply.kind === 'done' ? tell(next, key, says) : next;
};

const afterBegin = (state: WriteState, index: number, attempt: Attempt, reply: BeginReply): WriteState => {
  const go = (at: Place) => withAttempt(state, index, { at });
  switch (reply.kind) {
    case 'claimed':
      return withAttempt(state, index, { at: 'claimed', fence: reply.fence });
    case 'replay':
      return tell(go('done'), attempt.key, reply.outcome);
    case 'already_done':
      return tellExecuted(go('done'));
    case 'uncovered':
      return go('readStale');
    case 'read_first':
      return go('readFirst');
    // The client asks again later, with the same key.
    case 'running':
    case 'unknown':
    case 'unsettled':
    case 'epoch_changed':
      return go('learn');
    case 'key_reused':
      throw new Error('all attempts of the model are the same request');
  }
};

const readStale = (state: WriteState, index: number): WriteState => {
  const next = withAttempt(state, index, { at: 'done' });
  return state.executions > 0 ? tellExecuted(next) : { ...next, toldStale: true };
};

const readFirst = (state: WriteState, index: number): WriteState =>
  state.executions > 0
    ? tellExecuted(withAttempt(state, index, { at: 'done' }))
    : withAttempt(state, index, { at: 'beginAgain' });

/** What "no G1" means: an expired lease makes a sent write look as if it were only claimed. */
const reviveExpired = (state: WriteState): WriteState =>
  state.op?.state === 'SENDING' && state.op.leaseUntilMs <= 0
    ? { ...state, op: { ...state.op, state: 'CLAIMED' } }
    : state;

export const createWriteModel = (options: ModelOptions): Model<WriteState> => new WriteModel(options);
